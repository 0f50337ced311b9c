"""What a lesson asks about an experiment: what if, what one predicts, and what to think about afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["together", "gap", "low", "above", "falls", "guess"]
Course = Literal["down", "valley", "hump"]  # of one quantity, over a knob
Slope = Literal["level", "tilted", "steep"]  # of one quantity, from layer to layer
Place = Literal["first", "second", "third"]


@dataclass(frozen=True)
class Sketched:
    """A prediction of how the curves of one training look: three shapes, one of which its recorded runs have."""

    choices: tuple[Shape, Shape, Shape]
    arm: str = "broken"


@dataclass(frozen=True)
class Ranged:
    """A prediction of a quantity of one training, a share: three ranges, and which of them is to be the right one.

    The bounds are made from the recorded runs, so that all of them lie in that range.
    """

    right: Place
    quantity: str = "test"
    arm: str = "broken"


@dataclass(frozen=True)
class Changed:
    """A prediction of what becomes of a quantity, a share or points, from the first training to the second."""

    quantity: str = "test"


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """The driving question, what the two trainings are called, the prediction, and a question to think about.

    Neither the question nor the names tell how it ends. In all texts `{WHAT:WHERE}` is a knob's value, as in an
    experiment's sentences. `age` is from how many years on it is meant: 12 takes percent and curves for granted, 14
    decimals and very small numbers, 16 functions and products. `minutes` is how long it takes in class, with both
    trainings and its worksheet.
    """

    question: str
    two: tuple[str, str]
    predict: Sketched | Ranged | Changed
    think: str
    age: int
    minutes: int
