"""Rows of digits that were cut out closely are read whole; what the picture's side cuts is left out."""

import numpy as np
import pytest

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.templates import pen_digit
from tests.conftest import side_by_side

APART = -30.0  # pixels


def row_of(*labels: int, seed: int = 0) -> np.ndarray:
    """Return digits side by side, cut out so closely that they touch all four sides: uint8 (h, w)."""
    rng = np.random.default_rng(seed)
    ink = side_by_side(*(pen_digit(label, rng) for label in labels), overlapping=APART)
    rows, columns = np.nonzero(ink)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("labels", [(2, 8), (3, 1, 4), (0, 6, 1, 9), (5, 7, 2, 2, 8)])
def test_all_digits_of_a_row_are_found_that_touch_the_border(labels: tuple[int, ...], seed: int) -> None:
    found = find_digits(row_of(*labels, seed=seed))

    assert len(found.digits) == len(labels)
    assert found.left_out == ()


@pytest.mark.parametrize("margin", [2, 6])
def test_uprights_as_tall_as_a_row_are_no_rules(margin: int) -> None:
    ink = np.pad(row_of(2, 3, 6), margin)
    height = len(ink)
    wide = np.pad(ink, ((0, 0), (60, 60)))
    for left in (20, ink.shape[1] + 100):  # a 1 on both sides, right across the picture
        wide[margin : height - margin, left : left + 6] = 255

    found = find_digits(wide)

    assert len(found.digits) == 5
    assert not any(one.kind == "rule" for one in found.left_out)


def test_a_line_that_is_far_taller_than_the_digits_is_a_rule_nevertheless() -> None:
    ink = np.pad(row_of(2, 3, 6), ((60, 60), (80, 20)))
    ink[:, 30:33] = 255

    found = find_digits(ink)

    assert len(found.digits) == 3
    assert [one.kind for one in found.left_out] == ["rule"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_digit_that_a_side_cuts_is_left_out_of_the_row(side: str) -> None:
    whole = row_of(3, 2, 6, 3)
    boxes = [digit.box for digit in find_digits(whole).digits]
    cut = [(box[0] + box[2]) // 2 for box in boxes]
    ink, moved, kept = (whole[:, cut[0] :], cut[0], boxes[1:]) if side == "left" else (whole[:, : cut[3]], 0, boxes[:3])

    found = find_digits(ink)

    assert [digit.box for digit in found.digits] == [
        (left - moved, top, right - moved, bottom) for left, top, right, bottom in kept
    ]
    assert found.left_out != ()
