import dataclasses
import math
import pickle
import re
from typing import Any

import pytest

from digitdemo.config.knob import ConfigError, Knob
from digitdemo.config.train_config import KNOBS, TrainConfig

every_knob = pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS.keys())
every_number = pytest.mark.parametrize("knob", [knob for knob in KNOBS.values() if knob.kind is not str])


def test_an_error_has_field_and_message_and_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(ConfigError("epochs", "0 is not allowed: give more")))
    assert (error.field, error.message) == ("epochs", "0 is not allowed: give more")
    assert str(error) == "epochs: 0 is not allowed: give more"


@every_knob
def test_every_stop_of_a_knob_is_allowed_and_can_be_written(knob: Knob):
    for stop in (*knob.choices, knob.default):
        assert knob.check(stop) == stop
        assert knob.parse(str(stop)) == stop


@pytest.mark.parametrize(
    "value",
    [
        10**400,
        -(10**400),
        10**5000,
        math.nan,
        math.inf,
        -math.inf,
        1e308,
        "x" * 10**6,
        "0123456789" * 2,
        "\ud800",
        b"relu",
        [],
        ["adam"],
        {},
        {"cnn": 1},
        [10**5000],
        (),
        True,
        False,
        1j,
        object(),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int | list) else type(value).__name__,
)
def test_whatever_a_stranger_sends_is_refused_by_every_knob_in_few_words(value: Any):
    for name, knob in KNOBS.items():
        for ask in (knob.check, lambda value, name=name: TrainConfig.from_dict({name: value})):
            with pytest.raises(ConfigError) as error:
                ask(value)
            assert error.value.field == name
            assert error.value.message.endswith(f" is not allowed; give {knob.allowed}")
            assert len(str(error.value)) < 250


@every_knob
def test_none_is_no_value_of_a_knob_but_stands_for_the_default_of_a_field(knob: Knob):
    with pytest.raises(ConfigError, match="None is not allowed"):
        knob.check(None)
    assert TrainConfig.from_dict({knob.name: None}) == TrainConfig()


@every_number
def test_a_number_at_its_bounds_is_allowed_and_the_next_one_is_not(knob: Knob):
    least, most = knob.kind(knob.minimum), knob.kind(knob.maximum)
    assert (knob.check(least), knob.check(most)) == (least, most)
    below, above = (
        (least - 1, most + 1)
        if knob.kind is int
        else (math.nextafter(least, -math.inf), math.nextafter(most, math.inf))
    )
    for value in (below, above):
        with pytest.raises(ConfigError):
            knob.check(value)


def test_a_whole_number_is_taken_where_any_number_is():
    share = KNOBS["rare_share"].check(1)
    assert (share, type(share)) == (1.0, float)


@every_number
def test_the_stops_of_a_numbers_slider_are_values_of_the_knob_and_read_well(knob: Knob):
    assert len(set(knob.stops)) == len(knob.stops)
    assert list(knob.stops) == sorted(map(knob.check, knob.stops))
    assert max((len(knob.show(stop)) for stop in knob.stops), default=0) <= 8


def test_evenly_spaced_stops_go_from_one_bound_to_the_other():
    assert KNOBS["dropout"].stops[:4] == (0.0, 0.05, 0.1, 0.15)
    assert KNOBS["dropout"].stops[-1] == 0.9


@every_number
def test_the_help_of_a_number_names_its_range_once_and_takes_it_from_its_bounds(knob: Knob):
    assert knob.help.count(f" {knob.show(knob.minimum)} to {knob.show(knob.maximum)}") == 1
    assert knob.help.endswith(f" {knob.unit}." if knob.unit else f" {knob.show(knob.maximum)}.")
    assert not re.search(r"\d to \d", knob.purpose)
    smaller = dataclasses.replace(knob, maximum=knob.kind(knob.minimum + 1))
    assert f" {knob.show(knob.minimum)} to {knob.show(smaller.maximum)}" in smaller.help


@every_knob
def test_every_knob_says_in_whole_sentences_what_it_does(knob: Knob):
    assert knob.label
    assert knob.help.startswith(knob.purpose)
    assert knob.purpose[0].isupper() or knob.purpose.startswith(knob.choices)
    assert knob.purpose.endswith(".")
