import numpy as np
import pytest

from digitdemo.data.digit_finding import find_digits
from tests.conftest import SEVEN, ink_of
from tests.data.conftest import ONE, box_of, moved


def outlined(strokes: list[list[tuple[float, float]]], bold: int, line: int) -> np.ndarray:
    """Return the outline of bold strokes: ink uint8 (400, 400)."""
    whole = ink_of(*strokes, pen=bold, width=400, height=400)
    inner = ink_of(*strokes, pen=bold - 2 * line, width=400, height=400)
    return whole - inner


ZERO = [(200 + 70 * np.cos(a), 200 + 110 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]
EIGHT = [(200 + 50 * np.sin(2 * a), 200 - 120 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 90)]
EIGHT_WITH_A_SLIT = [(x if y > 200 else 200 + 0.35 * (x - 200), y) for x, y in EIGHT]
HOLLOW = {
    "1": [[(210.0, 60.0), (200.0, 350.0)]],
    "7": [moved(SEVEN, 60, 50)],
    "0": [ZERO],
    "8": [EIGHT],
}


@pytest.mark.parametrize("line", [4, 8])
@pytest.mark.parametrize("name", HOLLOW)
def test_a_hollow_digit_is_filled(name: str, line: int):
    bold = ink_of(*HOLLOW[name], pen=36, width=400, height=400)
    found = find_digits(outlined(HOLLOW[name], 36, line))
    assert [one.box for one in found.digits] == [box_of(bold)]
    assert np.mean((found.digits[0].ink > 0) != (bold > 0)) < 0.003


def test_a_loop_of_a_hollow_digit_may_be_all_but_closed():
    found = find_digits(outlined([EIGHT_WITH_A_SLIT], 36, 4))
    assert [one.box for one in found.digits] == [box_of(ink_of(EIGHT_WITH_A_SLIT, pen=36, width=400, height=400))]


NOT_HOLLOW = {
    "a narrow 0": [[(200 + 22 * np.cos(a), 200 + 120 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]],
    "an 8": [EIGHT],
    "a 6 that is all tail": [
        [(215.0, 60.0), (185.0, 180.0), (180.0, 330.0), (200.0, 340.0), (215.0, 320.0), (182.0, 300.0)]
    ],
    "a 1 in a narrow box": [
        [(170.0, 50.0), (230.0, 50.0), (230.0, 350.0), (170.0, 350.0), (170.0, 50.0)],
        moved(ONE, 160, 130),
    ],
    "a 1 in a box": [
        [(160.0, 60.0), (240.0, 60.0), (240.0, 340.0), (160.0, 340.0), (160.0, 60.0)],
        moved(ONE, 160, 110),
    ],
}


@pytest.mark.parametrize("name", NOT_HOLLOW)
def test_what_is_no_outline_stays_as_it_is(name: str):
    ink = ink_of(*NOT_HOLLOW[name], pen=7, width=400, height=400)
    found = find_digits(ink)
    assert len(found.digits) == 1
    assert (found.digits[0].ink <= ink).all()
