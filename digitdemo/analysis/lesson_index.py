"""All lessons as rows: their topic, from which age they are meant, and how many minutes they take in class."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from digitdemo.analysis.experiments import EXPERIMENTS, GROUPS
from digitdemo.analysis.experiments.lesson import Lesson
from digitdemo.analysis.studies import STUDIES, STUDY_GROUPS
from digitdemo.analysis.studies.study import Study

Order = Literal["topic", "age", "minutes"]

LESSON_GROUPS: dict[str, Iterable[str]] = {**GROUPS, **STUDY_GROUPS}


@dataclass(frozen=True)
class LessonRow:
    """One lesson: its name in addresses, the title of its group, the age from which it is meant, and its minutes."""

    name: str
    topic: str
    age: int
    minutes: int


def lesson_of(name: str) -> Lesson | Study[Any]:
    """Return what a lesson asks, and of whom."""
    return STUDIES[name] if name in STUDIES else EXPERIMENTS[name].lesson


def lesson_rows(age: int | None = None, minutes: int | None = None, order: Order = "topic") -> list[LessonRow]:
    """Return the lessons for a class of that age that take at most so many minutes; None asks for all.

    Those of one age stand by minutes, those of the same minutes by age, and the rest as their cards do.
    """
    rows = [
        LessonRow(name, topic, lesson_of(name).age, lesson_of(name).minutes)
        for topic, names in LESSON_GROUPS.items()
        for name in names
    ]
    rows = [row for row in rows if (age is None or row.age <= age) and (minutes is None or row.minutes <= minutes)]
    if order == "age":
        rows.sort(key=lambda row: (row.age, row.minutes))
    elif order == "minutes":
        rows.sort(key=lambda row: (row.minutes, row.age))
    return rows
