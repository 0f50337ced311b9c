"""What an experiment is: a claim, the trainings that test it, and the sentences that say what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from digitdemo.analysis.difference import differing_knobs
from digitdemo.analysis.experiments.lesson import Lesson
from digitdemo.analysis.finding import Finding
from digitdemo.config.train_config import KNOBS, TrainConfig

Chart = Literal["recall", "gradients", "widths"]

# Adam as everybody has it, whatever a recipe makes of it: an experiment is about the knob that it names.
_GIVEN = {"beta2": KNOBS["beta2"].default}

BROKEN, CURE = "broken", "cure"  # the short names of two of an experiment's trainings
CURED = "Cured"


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One of an experiment's trainings: its name, and the knobs that differ from the broken one's."""

    label: str
    knobs: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One cause: the claim, the broken training and its cure, and what the broken one is to be diagnosed as.

    `broken` and `cure` differ in one knob where that is possible. `apart` has trainings beside them by a short name:
    they measure what else might have done it. `see` says what to see, in sentences of which each has a figure:
    `{test:broken}` is filled in from the recorded runs, as are comparisons, `{test:broken<cure}`; what can stand there
    is in `digitdemo/analysis/figures.py`. The first comparison is the experiment's effect. `chart` is what is drawn
    beside the curves. `lesson` is what it asks before it tells any of that. What is said on pages is marked, to be
    translated; `title`, and `names` of the two, stand in docs/experiments.md alone.
    """

    title: str
    claim: str
    see: str
    lesson: Lesson
    finding: Finding
    broken: Mapping[str, Any]
    cure: Mapping[str, Any]
    apart: Mapping[str, Arm] = field(default_factory=dict)
    chart: Chart | None = None
    names: tuple[str, str] = ("Broken", CURED)

    @property
    def promises_cure(self) -> bool:
        """Whether the second training is to be healthy; an experiment that tests a claim only compares the two."""
        return self.names[1] == CURED

    @property
    def arms(self) -> dict[str, Arm]:
        """All trainings by their short name, the broken one first, then its cure."""
        broken, cure = self.names
        return {BROKEN: Arm(label=broken, knobs={}), CURE: Arm(label=cure, knobs=self.cure), **self.apart}

    def config(self, arm: str, *, seed: int = 0) -> TrainConfig:
        """Return the config of one of the trainings."""
        return TrainConfig(**{**_GIVEN, **self.broken, **self.arms[arm].knobs, "seed": seed})

    def changed(self, arm: str) -> list[str]:
        """Return the knobs in which a training differs from the broken one."""
        return differing_knobs(self.config(BROKEN), self.config(arm))
