import numpy as np
import pytest

from digitdemo.data.preprocessing import centre_of_mass
from digitdemo.inference.perturbations import (
    ANGLES,
    SHIFTS,
    TINY_CHANGES,
    WIDTHS,
    over_angles,
    over_shifts,
    over_widths,
    shifted,
    tiny_changes,
    turned,
    widened,
)
from digitdemo.inference.perturbations import worth_drawing as worth

BAR = np.zeros((28, 28), np.uint8)
BAR[4:24, 13:16] = 255  # upright, 3 pixels wide


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (-4, 2), (0, -6)])
def test_a_shift_moves_the_ink_and_leaves_paper(down: int, right: int):
    moved = shifted(BAR, down, right)
    assert centre_of_mass(moved) == pytest.approx((13.5 + down, 14 + right))
    assert moved.sum() == BAR.sum()


def test_what_is_shifted_out_is_gone():
    assert not shifted(BAR, 0, 20).any()


def test_a_quarter_turn_lays_the_bar_down():
    laid = turned(BAR, 90)
    assert np.flatnonzero(laid.max(axis=0) > 128).size == 20
    assert np.flatnonzero(laid.max(axis=1) > 128).size == 3


@pytest.mark.parametrize("pixels", [-1.0, 0.0, 1.0, 2.0])
def test_lines_grow_wider_by_as_many_pixels(pixels: float):
    wide = widened(BAR, pixels)[14].sum() / 255
    assert wide == pytest.approx(3 + pixels, abs=0.3)


def test_the_middle_of_every_series_is_the_picture_itself():
    seen: list[np.ndarray] = []

    def ask(images: np.ndarray) -> np.ndarray:
        seen.append(images)
        return np.full((len(images), 10), images.reshape(len(images), -1).mean(axis=1, keepdims=True))

    assert over_shifts(ask, BAR, 3).shape == (len(SHIFTS), len(SHIFTS))
    assert over_angles(ask, BAR).shape == (len(ANGLES), 10)
    assert over_widths(ask, BAR).shape == (len(WIDTHS), 10)
    shifts, angles, widths = seen
    assert np.array_equal(shifts[len(shifts) // 2], BAR)
    assert np.array_equal(angles[ANGLES.index(0)], BAR)
    assert np.array_equal(widths[WIDTHS.index(0)], BAR)


def test_tiny_changes_are_small_all_different_and_the_same_for_every_image():
    changed = tiny_changes(BAR)
    assert (changed.shape, changed.dtype) == ((TINY_CHANGES, 28, 28), np.uint8)
    assert len({picture.tobytes() for picture in changed}) == TINY_CHANGES
    assert np.array_equal(changed, tiny_changes(BAR.copy()))
    middles = np.array([centre_of_mass(picture) for picture in changed])
    moves = middles - centre_of_mass(BAR)
    assert np.abs(moves).max() < 1.1
    assert (np.abs(moves).max(axis=0) > 0.9).all()  # up to a pixel each way
    assert changed.sum(axis=(1, 2)) / BAR.sum() == pytest.approx(1, abs=0.12)  # a quarter of 3 pixels is a twelfth


def test_only_digits_that_matter_are_drawn():
    probabilities = np.zeros((3, 10))
    probabilities[0, 7], probabilities[1, 2], probabilities[2, 9] = 0.9, 0.5, 0.05
    assert worth(probabilities) == [2, 7]
