"""What a study is: a lesson about something measured that is no pair of trainings, over a knob or on many models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from digitdemo.analysis.predictions import Choice
from digitdemo.config.train_config import TrainConfig

R = TypeVar("R")  # what was measured: a frozen dataclass that msgspec reads from JSON

Choices = tuple[Choice, Choice, Choice]


@dataclass(frozen=True, kw_only=True)
class Study(Generic[R]):
    """One lesson and what was recorded for it.

    `record` is the type of what was measured. Texts without figures are marked, and translated when they are said;
    those with figures are functions of the record, so that none can go stale. `question` and `setting`, what is done
    and measured, stand before the prediction: they tell nothing of the outcome. `ask` is a question, or the beginning
    of a sentence that each of the choices ends; exactly one of these is right by what was recorded. `outcome` is what
    came out, one sentence with its figures; `see` has more of them, and `limits` says what they do not show. `lab` is
    what the Lab opens with; `trains` are the trainings that a visitor can add on the page, if any, by a button of the
    name `train_label`. `age` and `minutes` are those of `Lesson`.
    """

    record: type[R]
    question: str
    setting: str
    ask: str
    choices: Callable[[R], Choices]
    outcome: Callable[[R], str]
    see: Callable[[R], str]
    limits: str
    think: str
    age: int
    minutes: int
    lab: Mapping[str, Any]
    trains: tuple[TrainConfig, ...] = ()
    train_label: str = ""

    def right(self, record: R) -> int:
        """Return which choice is right, counted from 0.

        Raises:
            ValueError: what was recorded makes none of them right, or several.
        """
        right = [number for number, choice in enumerate(self.choices(record)) if choice.right]
        if len(right) != 1:
            raise ValueError(f"{len(right)} choices are right, not one")
        return right[0]
