import dataclasses
from typing import get_args

import pytest

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import Finding
from digitdemo.analysis.remedies import remedies
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections import DATA, TEST
from digitdemo.config.train_config import KNOBS, TrainConfig
from tests.analysis.conftest import early_stopped, run_with

MLP = TrainConfig(architecture="mlp", schedule="constant", learning_rate=0.001)


def first(finding: Finding, **knobs) -> TrainConfig:
    return remedies(finding, dataclasses.replace(MLP, beta2=0.999, **knobs))[0].config


def changed(finding: Finding, **knobs) -> list[dict[str, object]]:
    """Return what each remedy changes."""
    config = dataclasses.replace(MLP, **knobs)
    before = config.to_dict()
    tries = [remedy.config.to_dict() for remedy in remedies(finding, config)]
    return [{name: value for name, value in after.items() if value != before[name]} for after in tries]


def test_a_rate_that_is_too_small_is_made_larger_and_one_that_is_too_large_smaller():
    assert first("learning too slowly", learning_rate=1e-5).learning_rate == 0.001
    assert first("learning rate too large", learning_rate=0.5).learning_rate == 0.001
    assert first("learning rate too large").learning_rate == pytest.approx(0.0002)
    assert first("learning too slowly", schedule="one-cycle", learning_rate=1e-5).learning_rate == 0.005
    assert first("learning too slowly", optimizer="sgd", learning_rate=0.001).learning_rate == 0.1


@pytest.mark.parametrize(
    ("finding", "knobs", "change"),
    [
        ("too much regularization", {"dropout": 0.9}, {"dropout": 0.2}),
        ("too much regularization", {"l2": 0.1}, {"l2": 0.0}),
        ("too much regularization", {"optimizer": "adamw", "weight_decay": 10.0}, {"weight_decay": 0.01}),
        ("no gradient", {"activation": "sigmoid", "optimizer": "sgd", "beta2": 0.999}, {"activation": "relu"}),
        ("still improving", {"train_size": 500, "batch_size": 512, "epochs": 3}, {"epochs": 15}),
        ("still improving", {"epochs": 3}, {"epochs": 6}),
        ("underfitting", {"activation": "none"}, {"activation": "relu"}),
        ("underfitting", {"width": 4}, {"width": 128}),
        ("overfitting", {"train_size": 2000}, {"batch_size": 32}),
        ("overfitting", {"train_size": 2000, "batch_size": 32}, {"dropout": 0.3}),
        ("imbalanced", {"rare_digits": "38"}, {"rare_digits": ""}),
        ("noisy labels suspected", {"label_noise": 0.3, "epochs": 30}, {"dropout": 0.5}),
        ("noisy labels suspected", {"label_noise": 0.3, "epochs": 4}, {"label_noise": 0.0}),
    ],
)
def test_the_first_remedy_changes_the_one_knob_that_is_to_blame(finding: Finding, knobs: dict, change: dict):
    assert changed(finding, **knobs)[0] == change


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("finding", get_args(Finding))
def test_whatever_is_found_the_tries_can_be_trained_and_leave_exam_and_seed_alone(architecture: str, finding: Finding):
    exam = [name for name, knob in KNOBS.items() if knob.section == TEST]
    for config in (
        TrainConfig(architecture=architecture, seed=7, test_shift=3, rare_digits="1", label_noise=0.2),
        TrainConfig(architecture=architecture, train_size=60_000, epochs=50, learning_rate=1e-6, optimizer="sgd"),
    ):
        tries = remedies(finding, config)
        assert len(tries) <= 3
        assert config not in [remedy.config for remedy in tries]
        for remedy in tries:
            assert remedy.config.seed == config.seed
            assert [getattr(remedy.config, name) for name in exam] == [getattr(config, name) for name in exam]
        if finding in ("good fit", "untrained"):
            assert not tries


@pytest.mark.parametrize("finding", get_args(Finding))
def test_changes_of_the_data_come_last_and_are_called_so(finding: Finding):
    config = dataclasses.replace(MLP, train_size=2000, label_noise=0.3, rare_digits="3", epochs=30)
    tries = remedies(finding, config)
    assert [remedy.changes for remedy in tries] == sorted((remedy.changes for remedy in tries), reverse=True)
    data = [name for name, knob in KNOBS.items() if knob.section == DATA]
    for remedy in tries:
        of_data = any(getattr(remedy.config, name) != getattr(config, name) for name in data)
        assert (remedy.changes == "data") == of_data


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_nobody_is_told_to_add_the_layers_that_a_model_has(architecture: str):
    labels = [remedy.label for remedy in remedies("underfitting", TrainConfig(architecture=architecture, epochs=1))]
    assert any(label.startswith("A hidden layer") for label in labels) == (architecture == "linear")
    assert any(label.startswith("Convolutions") for label in labels) == (architecture in ("linear", "mlp"))


def test_another_architecture_brings_its_recipe_and_keeps_data_and_seed():
    config = TrainConfig(architecture="linear", train_size=2000, seed=5)
    [mlp, _] = remedies("underfitting", config)
    assert mlp.config == TrainConfig(architecture="mlp", train_size=2000, seed=5)


def test_more_epochs_are_not_offered_where_early_stopping_gave_up_some():
    stopped = early_stopped((0.1, 0.1), (0.98, 0.9), (0.99, 0.9), kept=1, train_size=2000, label_noise=0.3)
    assert not any("epochs" in remedy.label for remedy in diagnose(stopped).tries)
    assert not any("epochs" in remedy.label for remedy in remedies("still improving", MLP, more_epochs=False))


def test_with_patience_left_at_the_last_epoch_more_epochs_may_help():
    run = run_with(
        (0.1, 0.1), (0.6, 0.6), (0.7, 0.7), losses=(2.3, 1.8, 1.3), validation_losses=(3, 2, 1), patience=2, epochs=2
    )
    verdict = diagnose(run)
    assert verdict.finding == "still improving"
    assert verdict.tries[0].config.epochs == 4


@pytest.mark.parametrize("finding", get_args(Finding))
def test_a_remedy_says_what_a_click_does(finding: Finding):
    config = dataclasses.replace(
        MLP, beta2=0.999, activation="sigmoid", optimizer="sgd", batch_norm="off", label_noise=0.1
    )
    for remedy in remedies(finding, config):
        words = remedy.action.removeprefix("Train with ")
        assert words.lower() == remedy.label.lower()
        assert words[0].islower() or words[0].isdigit() or words.startswith(("ReLU", "Adam"))
