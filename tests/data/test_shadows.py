import numpy as np
import pytest

from digitdemo.data.digit_finding import find_digits
from tests.conftest import SEVEN, ink_of
from tests.data.conftest import box_of, left_out, moved


def grey(ink: np.ndarray, share: float) -> np.ndarray:
    return (share * ink).astype(np.uint8)


@pytest.mark.parametrize("across", [-120.0, 0.0], ids=["beside it", "across it"])
@pytest.mark.parametrize("share", [0.2, 0.45])
def test_a_wide_and_faint_shadow_is_no_part_of_a_digit(across: float, share: float):
    digit = ink_of(moved(SEVEN, 120, 40), pen=8, width=400, height=400)
    shadow = ink_of([(220.0 + across, 60.0), (160.0 + across, 330.0)], pen=50, width=400, height=400)
    found = find_digits(np.maximum(digit, grey(shadow, share)))
    assert len(found.digits) == 1
    assert np.abs(np.subtract(found.digits[0].box, box_of(digit))).max() <= 8
    assert left_out(found) == {"shadow"}


def test_a_faint_line_beside_a_digit_is_a_shadow():
    digit = ink_of(moved(SEVEN, 40, 40), pen=8, width=400, height=400)
    scratch = ink_of([(330.0, 110.0), (300.0, 290.0)], pen=6, width=400, height=400)
    found = find_digits(np.maximum(digit, grey(scratch, 0.3)))
    assert [one.box for one in found.digits] == [box_of(digit)]
    assert left_out(found) == {"shadow"}


def test_a_line_that_fades_goes_on():
    top, foot = [(100.0, 40.0), (100.0, 130.0)], [(100.0, 130.0), (100.0, 240.0)]
    found = find_digits(np.maximum(ink_of(top, pen=10), grey(ink_of(foot, pen=10), 0.3)))
    assert [one.box for one in found.digits] == [box_of(ink_of(top, foot, pen=10))]
    assert not found.left_out


def test_a_shadow_is_none_of_the_digit_in_a_box_but_may_be_boxed_itself():
    size = dict(width=400, height=400)
    digit = ink_of(moved(SEVEN, 120, 40), pen=8, **size)
    ink = np.maximum(digit, grey(ink_of([(230.0, 60.0), (170.0, 330.0)], pen=50, **size), 0.45))
    within = find_digits(ink, (150, 60, 360, 320))
    assert np.abs(np.subtract(within.digits[0].box, box_of(digit))).max() <= 8
    assert len(find_digits(ink, (140, 300, 180, 350)).digits) == 1
