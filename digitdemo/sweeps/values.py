"""Which knobs a sweep may turn, and the values that it gives one by default."""

from __future__ import annotations

from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES
from digitdemo.config.train_config import KNOBS, TrainConfig, applies, matters

# A sweep has seeds of its own, and validation images, by which it judges, are never disturbed as test images may be.
UNSWEPT = ("seed", "test_noise", "test_shift")
USUAL = 6  # values of a knob: more cost more than they show


def knobs_to_sweep(base: TrainConfig) -> list[str]:
    """Return the names of the knobs that a sweep around `base` may turn."""
    return [name for name in KNOBS if name not in UNSWEPT and matters(name, base)]


def values_to_choose_from(knob: str) -> tuple[Any, ...]:
    """Return the values of a knob that may be ticked: its stops, without what would leave no image for validation.

    Of a text knob with letters there are none: whoever wants to vary that says which.
    """
    if KNOBS[knob].letters:
        return ()
    if KNOBS[knob].kind is int and not KNOBS[knob].choices:
        stops: tuple[Any, ...] = tuple(range(int(KNOBS[knob].minimum), int(KNOBS[knob].maximum) + 1))
    else:
        stops = KNOBS[knob].stops
    most = MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES
    return tuple(stop for stop in stops if knob != "train_size" or stop <= most)


def usual_values(knob: str) -> tuple[Any, ...]:
    """Return some of a knob's values, evenly among its stops, with the smallest and the largest; () if it has none."""
    stops = values_to_choose_from(knob)
    if len(stops) <= USUAL or KNOBS[knob].kind is str:
        return stops
    places = [round(place * (len(stops) - 1) / (USUAL - 1)) for place in range(USUAL)]
    return tuple(stops[place] for place in places)


def architecture_for(*knobs: str) -> str:
    """Return an architecture that has a use for all of these knobs: the default one, else the first that has.

    Where none has, it is the default.
    """
    usual = KNOBS["architecture"].default
    return next(
        (name for name in (usual, *ARCHITECTURES) if all(applies(knob, name, "adamw") for knob in knobs)), usual
    )
