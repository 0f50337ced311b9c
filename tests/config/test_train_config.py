import dataclasses
import random
from typing import Any

import msgspec
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.knob import ConfigError, Knob
from digitdemo.config.sections.training import OPTIMIZERS
from digitdemo.config.train_config import KNOBS, TrainConfig


def test_defaults_are_quick_and_those_of_the_architecture():
    assert TrainConfig() == TrainConfig(architecture="cnn", epochs=4, schedule="one-cycle", learning_rate=0.01)
    assert TrainConfig(architecture="linear").dropout == 0.0
    assert TrainConfig(architecture="mlp").dropout == 0.0
    assert TrainConfig(architecture="cnn").dropout == 0.5


def test_an_architecture_has_a_recipe_of_its_own_and_what_is_given_counts():
    best = TrainConfig(architecture="best")
    assert (best.augmentation, best.schedule, best.pen_drawings) == ("worn", "one-cycle", 9000)
    assert (TrainConfig().augmentation, TrainConfig().pen_drawings) == ("off", 0)
    assert TrainConfig(architecture="best", augmentation="off").augmentation == "off"
    assert best.to_texts() == {"architecture": "best"}
    assert TrainConfig(architecture="best", epochs=10).to_texts() == {"architecture": "best", "epochs": "10"}


def test_a_config_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TrainConfig().epochs = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("architecture", "resnet", "one of linear, mlp, cnn, fast, best, lenet, gru, vit"),
        ("dropout", 0.95, "a number from 0 to 0.9"),
        ("dropout", float("nan"), "a number from 0 to 0.9"),
        ("epochs", 0, "a whole number from 1 to 50"),
        ("epochs", 2.5, "a whole number from 1 to 50"),
        ("epochs", True, "a whole number from 1 to 50"),
        ("batch_size", 100_000, "a whole number from 8 to 512"),
        ("learning_rate", 0.0, "a number from 0.000001 to 1"),
        ("learning_rate", "fast", "a number from 0.000001 to 1"),
        ("beta2", 1.0, "a number from 0.9 to 0.9999"),
        ("train_size", 99, "a whole number from 100 to 60,000"),
        ("augmentation", "wild", "one of off, light, strong, worn"),
        ("schedule", 3, "one of constant, one-cycle"),
        ("pen_drawings", 12_001, "a whole number from 0 to 12,000"),
        ("seed", -1, "a whole number from 0 to 999,999"),
    ],
)
def test_errors_name_field_value_and_what_is_allowed(field: str, value: object, allowed: str):
    with pytest.raises(ConfigError) as error:
        TrainConfig(**{field: value})  # type: ignore[arg-type]
    assert str(error.value) == f"{field}: {value!r} is not allowed; give {allowed}"


def test_dropout_does_not_apply_to_linear():
    with pytest.raises(ConfigError, match=r"dropout: 0\.3 is not allowed with architecture linear.*leave it at 0"):
        TrainConfig(architecture="linear", dropout=0.3)


@pytest.mark.parametrize("config", [TrainConfig(), TrainConfig(architecture="mlp", dropout=0.25, train_size=700)])
def test_dict_and_texts_give_the_config_back(config: TrainConfig):
    assert TrainConfig.from_dict(config.to_dict()) == config
    assert TrainConfig.from_texts(config.to_texts()) == (config, [])


def test_an_unknown_field_is_refused():
    with pytest.raises(ConfigError, match=r"depth: no such field"):
        TrainConfig.from_dict({"depth": 3})


def test_texts_keep_what_is_right_and_tell_what_is_not():
    texts = {"architecture": "mlp", "epochs": "5", "dropout": "2", "seed": "1" * 5000, "utm_source": "x"}
    config, problems = TrainConfig.from_texts(texts)
    assert config == TrainConfig(architecture="mlp", epochs=5)
    assert problems[0] == "dropout: '2' is not allowed; give a number from 0 to 0.9"
    assert problems[1].startswith("seed: '1111")
    assert len(problems[1]) < 120


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_msgspec_reads_and_writes_a_config_and_checks_it(architecture: str):
    config = TrainConfig(architecture=architecture, batch_size=64, rare_digits="38", seed=3)
    assert msgspec.convert(config.to_dict(), TrainConfig) == config
    assert msgspec.json.decode(msgspec.json.encode(config), type=TrainConfig) == config
    assert msgspec.json.decode(b'{"architecture": "%s"}' % architecture.encode(), type=TrainConfig) == TrainConfig(
        architecture=architecture
    )


@pytest.mark.parametrize("value", [b"0", b'"much"', b"1e400", b"1" * 400, b"[]", b"true", b"2.5"])
def test_msgspec_refuses_what_is_not_allowed(value: bytes):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"epochs": %s}' % value, type=TrainConfig)


def test_a_recipe_that_contradicts_what_is_given_yields_to_it(monkeypatch: pytest.MonkeyPatch):
    recipe = {"patience": 2, "rare_digits": "0123456789", "rare_share": 0.0}
    monkeypatch.setitem(ARCHITECTURES, "cnn", dataclasses.replace(ARCHITECTURES["cnn"], recipe=recipe))
    config, problems = TrainConfig.without_contradictions({"train_size": 60_000, "epochs": 9})
    assert (config.train_size, config.epochs, config.patience, config.rare_share) == (60_000, 9, 0, 0.1)
    assert [problem.partition(" is not allowed")[0] for problem in problems] == ["patience: 2", "rare_share: 0"]
    assert TrainConfig.without_contradictions({"train_size": 60_000, "patience": 2}) == (
        TrainConfig(train_size=60_000, patience=0, rare_share=0.1),
        problems,
    )


def test_a_recipe_says_nothing_of_another_optimizer(monkeypatch: pytest.MonkeyPatch):
    recipe = {"beta2": 0.95}
    monkeypatch.setitem(ARCHITECTURES, "cnn", dataclasses.replace(ARCHITECTURES["cnn"], recipe=recipe))
    assert [TrainConfig(optimizer=name).beta2 for name in OPTIMIZERS] == [0.999, 0.999, 0.95, 0.95]
    descent = TrainConfig().with_knob("optimizer", "sgd")
    assert descent == TrainConfig(optimizer="sgd", beta2=0.999)
    assert descent.to_texts() == {"architecture": "cnn", "optimizer": "sgd"}
    assert TrainConfig.from_texts(descent.to_texts()) == (descent, [])
    with pytest.raises(ConfigError, match=r"beta2: 0\.95 is not allowed with optimizer sgd.*leave it at 0\.999"):
        TrainConfig(optimizer="sgd", beta2=0.95)


def test_a_given_value_that_contradicts_another_is_left_out_with_a_message():
    config, problems = TrainConfig.without_contradictions(
        {"architecture": "linear", "train_size": 59_501, "patience": 3, "dropout": 0.2, "weight_decay": 0.1}
    )
    assert config == TrainConfig(architecture="linear", train_size=59_501)
    assert problems == [
        "dropout: 0.2 is not allowed with architecture linear, which has no use for it; leave it at 0",
        "weight_decay: 0.1 is not allowed with optimizer adam, which has no use for it; leave it at 0.01",
        "patience: 3 is not allowed with train_size 59,501, which leaves too few images for validation; give 0, or a "
        "train_size of at most 59,500",
    ]
    assert TrainConfig(train_size=59_500, patience=3).patience == 3


def test_whatever_is_given_and_whatever_the_recipe_is_a_config_comes_out(monkeypatch: pytest.MonkeyPatch):
    rng = random.Random(0)
    architectures = dict(ARCHITECTURES)

    def some_of(knobs: list[Knob]) -> dict[str, Any]:
        return {knob.name: rng.choice(_stops(knob)) for knob in knobs if rng.random() < 0.5}

    for _ in range(300):
        recipe, values = some_of([*KNOBS.values()][1:]), some_of([*KNOBS.values()])
        for name, architecture in architectures.items():
            monkeypatch.setitem(ARCHITECTURES, name, dataclasses.replace(architecture, recipe=recipe))
        config, problems = TrainConfig.without_contradictions(values)
        assert problems or all(getattr(config, name) == value for name, value in values.items()), (recipe, values)


def _stops(knob: Knob) -> list[Any]:
    if knob.letters:
        return ["", "38", knob.letters]
    return [*knob.choices] if knob.kind is str else [knob.kind(knob.minimum), knob.kind(knob.maximum)]


def test_changing_a_knob_leaves_the_others_and_resets_those_of_no_use():
    mlp = TrainConfig(architecture="mlp", dropout=0.25, train_size=700)
    assert mlp.with_knob("dropout", 0.5) == dataclasses.replace(mlp, dropout=0.5)
    assert mlp.with_knob("architecture", "linear").dropout == 0.0
    adamw = TrainConfig(optimizer="adamw", weight_decay=0.3)
    assert adamw.with_knob("optimizer", "adam") == TrainConfig()
    with pytest.raises(ConfigError, match="patience: 3 is not allowed with train_size 60,000"):
        TrainConfig(patience=3).with_knob("train_size", 60_000)
    for value in ("resnet", 10**400, []):
        with pytest.raises(ConfigError, match="architecture: "):
            mlp.with_knob("architecture", value)
