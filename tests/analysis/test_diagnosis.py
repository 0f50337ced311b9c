import dataclasses
from typing import get_args

import pytest

from digitdemo.analysis.diagnosis import beside_example, diagnose
from digitdemo.analysis.experiments import EXPERIMENTS, SEEDS, recorded_runs
from digitdemo.analysis.findings import Finding
from digitdemo.analysis.remedies import remedies
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Outcome, Run
from digitdemo.runs.store import SHIPPED_MODELS, RunStore
from tests.conftest import RECORD

ONE_CYCLE = {"schedule": "one-cycle"}
RARE = (0.98, 0.98, 0.98, 0.5, 0.98, 0.98, 0.98, 0.98, 0.5, 0.98)


def run_with(
    *accuracies: tuple[float, float],
    outcome: Outcome = "finished",
    losses: tuple[float, ...] = (),
    recall: tuple[float, ...] = (),
    **knobs,
) -> Run:
    history = [
        dataclasses.replace(
            RECORD, epoch=epoch, train_accuracy=train, test_accuracy=test, train_loss=loss, test_recall=recall
        )
        for epoch, ((train, test), loss) in enumerate(zip(accuracies, losses or [1.0] * len(accuracies), strict=True))
    ]
    config = TrainConfig(**{"learning_rate": 0.5, "schedule": "constant", **knobs})
    return Run(id="x", config=config, history=tuple(history), outcome=outcome)


@pytest.mark.parametrize(("name", "finding"), [("linear", "underfitting"), ("mlp", "overfitting"), ("cnn", "good fit")])
def test_the_shipped_runs_are_read_as_the_field_knows_them(name: str, finding: str):
    assert diagnose(RunStore(SHIPPED_MODELS).load(name)).finding == finding


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        (run_with((0.1, 0.1)), "untrained", "No epoch was completed"),
        (run_with((0.1, 0.1), outcome="diverged"), "diverged", "0.5 is too large"),
        (run_with((0.1, 0.1), (0.11, 0.11)), "not learning", "11.0% on the test set"),
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7)), "still improving", "10.0 points"),
        (run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged"), "diverged", "0.5 is too large"),
        (run_with((0.1, 0.1), (0.95, 0.95), (0.6, 0.6)), "unstable", "60.0% on its own training images after 95.0%"),
        (
            run_with((0.1, 0.1), (0.895, 0.9), (0.899, 0.9), losses=(2, 0.5, 0.45)),
            "still improving",
            "10% off the loss",
        ),
        (run_with((0.1, 0.1), (0.93, 0.925), (0.931, 0.926)), "underfitting", "only 93.1%"),
        # At the end of one cycle the learning rate is nothing: what the last epoch brought tells nothing of a next one.
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), **ONE_CYCLE), "underfitting", "has stopped improving"),
        (
            run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), outcome="stopped", **ONE_CYCLE),
            "still improving",
            "10.0 points",
        ),
        (
            run_with((0.1, 0.1), (0.5, 0.5), (0.6, 0.6), (0.7, 0.7), losses=(2.3, 2, 1.8, 1.6)),
            "learning too slowly",
            "still took 11% off the loss",
        ),
        (run_with((0.1, 0.1), (0.65, 0.94), (0.66, 0.95), label_noise=0.3), "noisy labels suspected", "95.0%"),
        (run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), test_shift=3), "test images differ", "moved or made noisy"),
        (
            run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), recall=RARE, rare_digits="38"),
            "imbalanced",
            "(3, 8) it reads 50.0%",
        ),
        (run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9), recall=RARE), "overfitting", "9.0 points better"),
        (run_with((0.1, 0.1), (1.0, 0.9), (1.0, 0.9)), "overfitting", "10.0 points better"),
        (run_with((0.1, 0.1), (0.992, 0.99), (0.993, 0.99)), "good fit", "0.3 points apart"),
    ],
)
def test_each_finding_names_its_numbers(run: Run, finding: str, says: str):
    verdict = diagnose(run)
    assert verdict.finding == finding
    assert says in verdict.sentence


def test_a_diverged_run_keeps_its_intervals():
    assert diagnose(run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged")).test_interval is not None


def test_the_gap_has_an_interval_that_holds_it():
    verdict = diagnose(run_with((0.1, 0.1), (0.99, 0.98)))
    assert verdict.gap == pytest.approx(0.01)
    assert verdict.gap_interval.low < verdict.gap < verdict.gap_interval.high


def test_a_try_changes_what_the_finding_blames_and_nothing_else():
    run = run_with((0.1, 0.1), (1.0, 0.9), (1.0, 0.9), architecture="mlp", train_size=2000, learning_rate=0.001)
    more, both, dropout = diagnose(run).tries
    assert more.config == dataclasses.replace(run.config, train_size=20_000)
    assert both.config == dataclasses.replace(
        run.config, dropout=0.5, augmentation="light", epochs=2 * run.config.epochs
    )
    assert dropout.config == dataclasses.replace(run.config, dropout=0.5)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("finding", get_args(Finding))
def test_whatever_is_found_the_tries_can_be_trained(architecture: str, finding: Finding):
    for config in (
        TrainConfig(architecture=architecture),
        TrainConfig(architecture=architecture, train_size=60_000, epochs=50, learning_rate=1e-6, optimizer="sgd"),
    ):
        tries = remedies(finding, config)
        assert len(tries) <= 3
        assert config not in [remedy.config for remedy in tries]
        if finding in ("good fit", "untrained"):
            assert not tries


def test_a_verdict_close_to_its_threshold_says_so():
    assert not diagnose(run_with((0.1, 0.1), (0.99, 0.978), (0.99, 0.978))).clear
    assert diagnose(run_with((0.1, 0.1), (0.99, 0.9), (0.99, 0.9))).clear


NAMED = [(key, run) for key, run in recorded_runs().items() if not key[1]]


def test_recorded_runs_are_named_as_intended_nine_times_out_of_ten_and_never_the_opposite():
    found = [(EXPERIMENTS[name].finding, diagnose(run)) for (name, _, _), run in NAMED]
    assert len(found) == 3 * len(EXPERIMENTS)
    assert sum(verdict.finding == intended for intended, verdict in found) >= 0.9 * len(found)
    opposites = {"underfitting": "overfitting", "overfitting": "underfitting"}
    for intended, verdict in found:
        assert not (verdict.clear and verdict.finding in ("good fit", opposites.get(intended)))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_cure_cures(name: str):
    runs = recorded_runs()
    for seed in SEEDS:
        broken, cured = (runs[name, cured, seed].kept for cured in (False, True))
        if name == "imbalance":
            assert min(cured.test_recall[3], cured.test_recall[8]) > max(broken.test_recall[3], broken.test_recall[8])
        if name == "no-weight-decay":  # the claim that does not hold
            assert abs(cured.test_accuracy - broken.test_accuracy) < 0.005
        else:
            assert cured.test_accuracy > broken.test_accuracy


@pytest.mark.parametrize(
    ("test", "says"),
    [
        (0.9848, "cannot be told from"),
        (0.95, "points (95 %: "),
        (0.95, "below the example"),
        (0.9995, "above the example"),
    ],
)
def test_a_run_stands_beside_the_example_of_its_architecture(test: float, says: str):
    example = RunStore(SHIPPED_MODELS).load("mlp")
    run = run_with((0.1, 0.1), (0.999, test), architecture="mlp", train_size=1000)
    assert says in beside_example(run, example)


def test_where_the_example_says_nothing_there_is_no_sentence():
    example = RunStore(SHIPPED_MODELS).load("mlp")
    assert beside_example(example, example) == ""
    assert beside_example(run_with((0.1, 0.1), architecture="mlp", train_size=1000), example) == ""
    disturbed = run_with((0.1, 0.1), (0.9, 0.8), architecture="mlp", test_noise=0.5)
    assert beside_example(disturbed, example) == ""
