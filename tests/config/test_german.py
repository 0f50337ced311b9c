"""Knobs and their refusals in German: field and value as the address has them, and what is allowed in words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from digitdemo.config.describe import config_name
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.texts import ask_for_language


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Has German spoken, whoever listens."""
    ask_for_language(lambda: "de")
    yield
    ask_for_language(lambda: "en")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TrainConfig(dropout=7.5), "dropout: 7.5 ist nicht erlaubt; erlaubt ist eine Zahl von 0 bis 0,9"),
        (
            lambda: TrainConfig(train_size=7),
            "train_size: 7 ist nicht erlaubt; erlaubt ist eine ganze Zahl von 100 bis 60.000",
        ),
        (
            lambda: TrainConfig(schedule="zigzag"),
            "schedule: 'zigzag' ist nicht erlaubt; erlaubt ist eines von constant, one-cycle",
        ),
        (
            lambda: TrainConfig(architecture="linear", dropout=0.5),
            "dropout: 0.5 ist nicht erlaubt bei architecture linear, weil es dort nichts bewirkt; lass es bei 0",
        ),
        (
            lambda: TrainConfig(patience=3, train_size=60_000),
            "patience: 3 ist nicht erlaubt bei train_size 60.000, weil dann zu wenige Bilder zur Validierung übrig "
            "sind; erlaubt ist 0, oder eine train_size von höchstens 59.500",
        ),
    ],
)
def test_a_refusal_names_field_value_and_what_is_allowed(make: Callable[[], Any], message: str):
    with pytest.raises(ConfigError) as error:
        make()
    assert str(error.value) == message


def test_a_config_is_named_in_german_and_its_values_stay_what_addresses_say():
    config = TrainConfig(architecture="mlp", schedule="constant", dropout=0.3)
    assert config_name(config) == "MLP 512-512, Dropout 0,3, Verlauf der Lernrate konstant"
    assert config.to_texts() == {"architecture": "mlp", "dropout": "0.3", "schedule": "constant"}
    assert KNOBS["batch_size"].help.endswith(" Bereich: 8 bis 512 Bilder.")
