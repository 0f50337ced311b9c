"""Lines of digits are read one after the other, level or not."""

import numpy as np
import pytest

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.reading_order import in_reading_order

HIGH, WIDE, APART, LINE = 60, 8, 90, 130  # pixels


@pytest.mark.parametrize("rising", [-14, 0, 14])
def test_a_line_that_rises_or_falls_is_read_from_left_to_right(rising: int) -> None:
    ink = np.zeros((400, 600), np.uint8)
    places = [(60 + column * APART, 120 + line * LINE - column * rising) for line in range(2) for column in range(5)]
    for left, top in places:
        ink[top : top + HIGH, left : left + WIDE] = 255

    assert [digit.box[:2] for digit in find_digits(ink).digits] == places


def test_a_digit_belongs_to_the_line_whose_last_one_is_nearest_in_height() -> None:
    boxes = {"first": (0, 0, 10, 40), "second": (0, 30, 10, 70), "below": (30, 28, 40, 60), "above": (30, 4, 40, 36)}

    assert in_reading_order(boxes, lambda name: boxes[name]) == ["first", "above", "second", "below"]
