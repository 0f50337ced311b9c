import numpy as np
import pytest

from digitdemo.data.digit_or_not.thinning import thinned
from digitdemo.data.digit_or_not.tracing import traced


def lines(*rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows])


def ends(stroke: np.ndarray) -> set[tuple[float, float]]:
    return {tuple(stroke[0]), tuple(stroke[-1])}


def test_a_line_is_one_stroke_from_end_to_end_with_no_more_points_than_it_needs():
    drawn = np.zeros((30, 30), bool)
    drawn[3, 4:20] = True
    (stroke,) = traced(drawn)
    assert ends(stroke) == {(4.0, 3.0), (19.0, 3.0)}
    assert len(stroke) == 2


def test_a_corner_stays_one():
    drawn = np.zeros((30, 30), bool)
    drawn[3, 4:20] = drawn[3:25, 4] = True
    (stroke,) = traced(drawn)
    assert ends(stroke) == {(19.0, 3.0), (4.0, 24.0)}
    assert np.hypot(*(stroke - [4, 3]).T).min() < 2


def test_at_a_crossing_strokes_meet():
    drawn = np.zeros((30, 30), bool)
    drawn[12, 4:24] = drawn[4:24, 12] = True
    strokes = traced(drawn)
    assert len(strokes) == 4
    assert all((12.0, 12.0) in ends(stroke) for stroke in strokes)


def test_a_ring_ends_where_it_begins():
    row, column = np.indices((40, 40)) - 19.5
    away = np.hypot(row, column)
    (stroke,) = traced(thinned(np.where(abs(away - 14) < 2, 255, 0).astype(np.uint8)[np.newaxis])[0])
    assert len(ends(stroke)) == 1
    assert np.hypot(*(stroke - 19.5).T) == pytest.approx(14, abs=1.5)
    assert len(stroke) > 8


def test_a_short_line_that_thinning_leaves_at_a_corner_goes_and_a_dot_stays():
    drawn = np.zeros((30, 30), bool)
    drawn[12, 4:24] = drawn[9:12, 12] = True
    drawn[25, 25] = True
    strokes = traced(drawn)
    assert {(25.0, 25.0)} in map(ends, strokes)
    assert not any((12.0, 9.0) in ends(stroke) for stroke in strokes)


def test_where_there_is_nothing_there_are_no_strokes():
    assert traced(lines("....", "....")) == ()
