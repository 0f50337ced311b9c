import dataclasses

import pytest

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig


def test_defaults_are_quick_and_those_of_the_architecture():
    assert TrainConfig() == TrainConfig(architecture="cnn", epochs=4, schedule="one-cycle", learning_rate=0.01)
    assert TrainConfig(architecture="linear").dropout == 0.0
    assert TrainConfig(architecture="mlp").dropout == 0.0
    assert TrainConfig(architecture="cnn").dropout == 0.5


def test_an_architecture_has_a_recipe_of_its_own_and_what_is_given_counts():
    best = TrainConfig(architecture="best")
    assert (best.augmentation, best.schedule, best.pen_drawings) == ("light", "one-cycle", 6000)
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
        ("train_size", 99, "a whole number from 100 to 60,000"),
        ("augmentation", "wild", "one of off, light, strong"),
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


@pytest.mark.parametrize("knob", KNOBS.values(), ids=lambda knob: knob.name)
def test_every_stop_of_a_knob_is_allowed_and_can_be_written(knob):
    for stop in knob.choices:
        assert knob.check(stop) == stop
        assert knob.parse(str(stop)) == stop
    assert knob.help
    assert knob.label
