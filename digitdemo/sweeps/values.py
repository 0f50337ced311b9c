"""Which knobs a sweep may turn, and the values that it gives one by default."""

from __future__ import annotations

from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES
from digitdemo.config.train_config import KNOBS, TrainConfig, applies, matters

# A sweep has seeds of its own, and validation images, by which it judges, are never disturbed as test images may be.
UNSWEPT = ("seed", "test_noise", "test_shift")
# What tells most about the knobs that are swept most; of the others it is that many values, evenly among their stops.
_USUAL: dict[str, tuple[Any, ...]] = {
    "architecture": ("linear", "mlp", "cnn"),
    "train_size": (100, 500, 2000, 10_000),
    "width": (2, 8, 32, 128, 512),
    "filters": (1, 4, 16, 32),
    "dropout": (0.0, 0.2, 0.4, 0.6, 0.8),
    "epochs": (1, 2, 5, 10, 20),
    "learning_rate": (0.0001, 0.001, 0.01, 0.1, 1.0),
    "label_noise": (0.0, 0.1, 0.2, 0.4),
}
_COUNT = 5
_MOST_STOPS = 24  # that can be ticked: more are thinned out


def knobs_to_sweep(base: TrainConfig) -> list[str]:
    """Return the names of the knobs that a sweep around `base` may turn."""
    return [name for name in KNOBS if name not in UNSWEPT and matters(name, base)]


def values_to_choose_from(knob: str) -> tuple[Any, ...]:
    """Return the values of a knob that may be ticked: its stops, without what would leave no image for validation.

    Of a text knob with letters there are none: whoever wants to vary that says which.
    """
    about = KNOBS[knob]
    if about.letters:
        return ()
    if about.kind is not int or about.choices:
        most = MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES
        return tuple(stop for stop in about.stops if knob != "train_size" or stop <= most)
    whole = _evenly(tuple(range(int(about.minimum), int(about.maximum) + 1)), _MOST_STOPS)
    return tuple(sorted({*whole, *_USUAL.get(knob, ())}))


def usual_values(knob: str) -> tuple[Any, ...]:
    """Return the values that a sweep gives a knob if nobody says others; () of a knob that has none."""
    stops = values_to_choose_from(knob)
    return _USUAL.get(knob) or (stops if KNOBS[knob].kind is str else _evenly(stops, _COUNT))


def _evenly(stops: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return so many of the stops, evenly among them, the first and the last one included; all if there are fewer."""
    if len(stops) <= count:
        return stops
    return tuple(stops[round(place * (len(stops) - 1) / (count - 1))] for place in range(count))


def architecture_for(*knobs: str) -> str:
    """Return an architecture that has a use for all of these knobs: the default one, else the first that has.

    Where none has, it is the default.
    """
    usual = KNOBS["architecture"].default
    return next(
        (name for name in (usual, *ARCHITECTURES) if all(applies(knob, name, "adamw") for knob in knobs)), usual
    )
