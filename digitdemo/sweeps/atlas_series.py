"""The atlas as curves: what a sweep's trainings come to over one of its knobs, a curve for each value of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.sweeps.atlas import Atlas, Charted
from digitdemo.texts import mark, tr
from digitdemo.texts.said import within

# Knobs by which the trainings of the atlas differ, and what its networks are called: those of its architectures' labels
# have two hidden layers, or dropout.
_TELLING = ("width", "filters", "train_size", "dropout", "l2", "label_noise")
_KINDS = {"mlp": mark("MLP"), "cnn": mark("CNN")}
_OFF = 0.0


@dataclass(frozen=True)
class Curve:
    """One curve: a training that stands for it, and at each x, in their order, the test accuracy's mean over seeds."""

    config: TrainConfig
    x: tuple[float, ...]
    means: tuple[float, ...]


def curves_over(atlas: Atlas, plate: str, knob: str, x_of: Callable[[Charted], float]) -> list[Curve]:
    """Return the curves of one of `PLATES` over `knob`, which its sweeps vary, by the quantity that `x_of` says."""
    found: dict[tuple[object, ...], list[Charted]] = {}
    for one in atlas.of_plate(plate):
        found.setdefault(_but(one.config, knob, "seed"), []).append(one)
    return [_curve(charted, x_of) for charted in found.values()]


def _curve(charted: list[Charted], x_of: Callable[[Charted], float]) -> Curve:
    by_x: dict[float, list[float]] = {}
    for one in charted:
        by_x.setdefault(x_of(one), []).append(one.entry.test_accuracy)
    x = tuple(sorted(by_x))
    return Curve(charted[0].config, x, tuple(mean(by_x[place]) for place in x))


def _but(config: TrainConfig, *knobs: str) -> tuple[object, ...]:
    return tuple(value for name, value in config.to_dict().items() if name not in knobs)


def telling_name(config: TrainConfig, but: str = "") -> str:
    """Return a training of the atlas in a few words: architecture, images, regularization, but not the knob `but`."""
    told = [
        f"{within(KNOBS[name].label)} {KNOBS[name].show(getattr(config, name))}"
        for name in _TELLING
        if name != but and matters(name, config) and getattr(config, name) != _OFF
    ]
    kind = _KINDS.get(config.architecture)
    return ", ".join([tr(kind) if kind else ARCHITECTURES[config.architecture].label, *told])
