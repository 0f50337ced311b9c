"""The lessons as rows, for who teaches."""

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.lesson_index import lesson_rows
from digitdemo.analysis.studies import STUDIES


def test_every_lesson_is_a_row_with_an_age_at_school_and_minutes_of_one_school_hour():
    rows = lesson_rows()
    assert [row.name for row in rows] == [*EXPERIMENTS, *STUDIES]
    assert all(10 <= row.age <= 18 and 5 <= row.minutes <= 45 for row in rows)


@pytest.mark.parametrize(("age", "minutes"), [(12, None), (None, 15), (13, 20), (9, None)])
def test_a_class_gets_what_it_is_old_enough_for_and_has_the_time_for(age: int | None, minutes: int | None):
    found = lesson_rows(age, minutes)
    left = [row for row in lesson_rows() if row not in found]
    assert all((age is None or row.age <= age) and (minutes is None or row.minutes <= minutes) for row in found)
    assert all((age is not None and row.age > age) or (minutes is not None and row.minutes > minutes) for row in left)
    assert left


def test_rows_stand_by_age_and_minutes_or_by_minutes_and_age():
    by_age = [(row.age, row.minutes) for row in lesson_rows(order="age")]
    by_minutes = [(row.minutes, row.age) for row in lesson_rows(order="minutes")]
    assert by_age == sorted(by_age)
    assert by_minutes == sorted(by_minutes)
    assert len(by_age) == len(by_minutes) == len(lesson_rows())
