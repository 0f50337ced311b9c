"""How many digits a drawing holds."""

import itertools

import numpy as np
import pytest

from digitdemo.data.clusters import several_digits
from tests.conftest import ONE, SEVEN


def line(*points: tuple[float, float]) -> np.ndarray:
    """Return a stroke with a point in every few pixels, as the canvas has them."""
    corners = np.array(points, float)
    return np.concatenate([np.linspace(a, b, 20) for a, b in itertools.pairwise(corners)])


OPEN_FOUR = (line((80, 40), (60, 150), (135, 150)), line((150, 110), (150, 240)))
FIVE_WITH_ITS_BAR = (line((90, 70), (90, 130), (160, 150), (150, 220), (80, 230)), line((120, 40), (200, 38)))


@pytest.mark.parametrize(
    ("strokes", "several"),
    [
        ((), False),
        ((line(*SEVEN),), False),
        ((line(*ONE), line((60, 140), (220, 140))), False),
        (OPEN_FOUR, False),
        (FIVE_WITH_ITS_BAR, False),
        ((line((60, 60), (60, 240)), line((200, 60), (200, 240))), True),
        (tuple((stroke - 140) / 2 + [x, 140] for x in (60, 220) for stroke in OPEN_FOUR), True),
        ((line((60, 40), (60, 120)), line((65, 160), (65, 240))), True),
    ],
)
@pytest.mark.parametrize("size", [1.0, 0.2])
def test_tall_clusters_far_apart_are_several_digits_at_any_size(strokes, several: bool, size: float):
    assert several_digits([size * stroke for stroke in strokes]) == several


def test_the_order_of_strokes_makes_no_difference():
    bridge = line((100, 140), (190, 140))
    apart = [line((80, 60), (80, 240)), line((210, 60), (210, 240))]
    assert several_digits(apart)
    assert not several_digits([*apart, bridge])
    assert not several_digits([bridge, *apart])


def test_a_scribble_of_many_strokes_is_not_several_digits():
    columns = [line((x, 60), (x, 240)) for x in range(0, 2100, 100)]
    assert several_digits(columns[:20])
    assert not several_digits(columns)
