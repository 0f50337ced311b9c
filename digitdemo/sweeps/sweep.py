"""What a sweep is: a base config, one or two knobs with the values that they take, and seeds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digitdemo.analysis.comparison import from_seeds
from digitdemo.analysis.validation import holds_out
from digitdemo.config.describe import config_name
from digitdemo.config.knob import ConfigError
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.sweeps.values import UNSWEPT
from digitdemo.texts import tr

MOST_KNOBS = 2  # what a map on paper can show
MOST_VALUES = 12  # of a knob: so many columns can be read on a laptop
MOST_SEEDS = 10
MOST_TRAININGS = 200  # a run each: a night on one core, and about as many as one visitor may keep of small networks

_AXES, _SEEDS = "sweep", "seeds"  # what a sweep is kept as, beside the knobs of its base


@dataclass(frozen=True)
class Axis:
    """A knob's name, and the values that a sweep gives it, in the order of its map."""

    knob: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Cell:
    """One square of a sweep's map: a value of each axis, and its trainings, one a seed, in the order of the seeds.

    `place` counts from 0 along each axis.
    """

    place: tuple[int, ...]
    values: tuple[Any, ...]
    configs: tuple[TrainConfig, ...]


@dataclass(frozen=True)
class Sweep:
    """Every combination of the values of one or two knobs, each from so many `seeds`: the base's and the next ones.

    All else is as the base has it. A sweep is judged by validation images, so every training of it leaves some out.

    Raises:
        ConfigError: it is too large, a value is not allowed, or a knob makes no difference; the message names field,
            value and what is allowed.
    """

    base: TrainConfig
    axes: tuple[Axis, ...]
    seeds: int

    def __post_init__(self) -> None:
        if not 1 <= len(self.axes) <= MOST_KNOBS:
            raise ConfigError(_AXES, tr("{n} knobs are not allowed; give 1 or 2", n=len(self.axes)))
        if type(self.seeds) is not int or not 1 <= self.seeds <= MOST_SEEDS:
            seeds = repr(self.seeds)[:20]
            raise ConfigError(_SEEDS, tr("{seeds} is not allowed; give 1 to {most}", seeds=seeds, most=MOST_SEEDS))
        for axis in self.axes:
            _check_axis(axis)
        if len({axis.knob for axis in self.axes}) < len(self.axes):
            raise ConfigError(self.axes[0].knob, tr("twice is not allowed; give two different knobs"))
        if (count := self.size) > MOST_TRAININGS:
            raise ConfigError(
                _AXES,
                tr(
                    "{count} trainings are not allowed; give at most {most}: fewer values or seeds",
                    count=count,
                    most=MOST_TRAININGS,
                ),
            )
        for cell in self.cells:  # made here, so that what a knob's value contradicts is said at once
            _check_that_all_matter(self.axes, cell.configs[0])
            if not holds_out(cell.configs[0]):
                raise ConfigError(
                    "train_size",
                    tr(
                        "{size:,} is not allowed in a sweep, which goes by validation images; give at most {most:,}",
                        size=cell.configs[0].train_size,
                        most=MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES,
                    ),
                )

    @property
    def size(self) -> int:
        """How many trainings it is."""
        count = self.seeds
        for axis in self.axes:
            count *= len(axis.values)
        return count

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells: the last axis' value changes first."""
        return tuple(
            Cell(place, values, tuple(from_seeds(self._config(values), self.seeds)))
            for place, values in zip(
                itertools.product(*(range(len(axis.values)) for axis in self.axes)),
                itertools.product(*(axis.values for axis in self.axes)),
                strict=True,
            )
        )

    @property
    def trainings(self) -> tuple[TrainConfig, ...]:
        """All of it in the order in which it is trained: the whole map from the first seed, then from the next.

        So the map is there soon, and each further seed makes it surer.
        """
        return tuple(cell.configs[seed] for seed in range(self.seeds) for cell in self.cells)

    def _config(self, values: Sequence[Any]) -> TrainConfig:
        config = self.base
        named = dict(zip((axis.knob for axis in self.axes), values, strict=True))
        for knob in sorted(named, key=list(KNOBS).index):  # what others depend on comes first
            config = config.with_knob(knob, named[knob])
        return config

    def to_texts(self) -> dict[str, str]:
        """Return it as a visit keeps it: the knobs of its base as an address has them, its axes, its seeds."""
        axes = ";".join(f"{axis.knob}:{','.join(map(str, axis.values))}" for axis in self.axes)
        return {**self.base.to_texts(), _AXES: axes, _SEEDS: str(self.seeds)}

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Sweep:
        """Return the sweep that `to_texts` made these of.

        Raises:
            ConfigError: they are of none.
        """
        base = TrainConfig(**{name: KNOBS[name].parse(text) for name, text in texts.items() if name in KNOBS})
        axes = tuple(axis_from_text(*_halves(part)) for part in texts.get(_AXES, "").split(";")[: MOST_KNOBS + 1])
        seeds = texts.get(_SEEDS, "")
        return cls(base, axes, int(seeds) if seeds.isdecimal() and len(seeds) < 4 else 0)


def axis_from_text(knob: str, values: str) -> Axis:
    """Return the axis of the knob of that name whose values are written so, with commas between them.

    Raises:
        ConfigError: there is no such knob, or it takes no such value.
    """
    _check_knob(knob)
    first = values.split(",", MOST_VALUES + 1)[: MOST_VALUES + 1]  # one too many is enough to refuse them
    return Axis(knob, tuple(KNOBS[knob].parse(text.strip()) for text in first))


def _halves(part: str) -> tuple[str, str]:
    knob, _, values = part.partition(":")
    return knob, values


def _check_knob(name: str) -> None:
    if name not in KNOBS or name in UNSWEPT:
        known = ", ".join(knob for knob in KNOBS if knob not in UNSWEPT)
        raise ConfigError(_AXES, tr("{name!r} is not allowed; give one of {known}", name=name[:40], known=known))


def _check_axis(axis: Axis) -> None:
    _check_knob(axis.knob)
    count = len(axis.values)
    if not 2 <= count <= MOST_VALUES:
        raise ConfigError(axis.knob, tr("{n} values are not allowed; give 2 to {most}", n=count, most=MOST_VALUES))
    for value in axis.values:
        KNOBS[axis.knob].check(value)
    if len(set(axis.values)) < count:
        raise ConfigError(axis.knob, tr("the same value twice is not allowed; give each once"))


def _check_that_all_matter(axes: Sequence[Axis], config: TrainConfig) -> None:
    for axis in axes:
        if not matters(axis.knob, config):
            raise ConfigError(
                axis.knob,
                tr(
                    "sweeping it is not allowed where it makes no difference ({config}); give another knob",
                    config=config_name(config),
                ),
            )
