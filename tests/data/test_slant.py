"""Digits that lean, made as upright as MNIST's."""

import numpy as np
import pytest
from PIL import Image

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.model_input import input_from_picture
from digitdemo.data.preprocessing import inked_box
from digitdemo.data.slant import made_upright, slant_of
from digitdemo.inference.shipped import shipped_classifiers
from tests.conftest import ONE, ink_of

UPRIGHT = 0.12  # columns per row: as upright as what is made upright is, and a little for pixels


def leaning(ink: np.ndarray, slant: float) -> np.ndarray:
    """Return a picture with as many columns to the right per row upwards, and room for it."""
    wide = Image.fromarray(np.pad(ink, 60))
    shear = 1, slant, -slant * wide.height / 2, 0, 1, 0
    return np.asarray(wide.transform(wide.size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR))


@pytest.mark.parametrize("slant", [-0.6, -0.3, 0.0, 0.3, 0.6])
def test_the_slant_is_measured_in_columns_to_the_right_per_row_upwards(slant: float):
    assert slant_of(leaning(ink_of(ONE), slant)) == pytest.approx(slant, abs=0.02)


def test_what_has_no_ink_or_no_height_has_no_slant():
    assert slant_of(np.zeros((9, 9), np.uint8)) == 0
    assert slant_of(np.full((1, 9), 255, np.uint8)) == 0


@pytest.mark.parametrize("slant", [-0.7, -0.4, 0.4, 0.7])
def test_a_leaning_digit_is_made_upright_in_its_rows(slant: float):
    ink = leaning(ink_of(ONE), slant)
    upright = made_upright(ink)
    assert abs(slant_of(upright)) < UPRIGHT
    assert np.sign(slant_of(upright)) == np.sign(slant)
    assert upright.shape == ink.shape
    assert inked_box(upright)[1::2] == inked_box(ink)[1::2]
    assert upright.sum() == pytest.approx(ink.sum(), rel=0.01)


def test_a_digit_that_hardly_leans_is_left_as_it_is():
    for slant in (-0.1, 0.0, 0.1):
        ink = leaning(ink_of(ONE), slant)
        assert made_upright(ink) is ink
    nothing = np.zeros((9, 9), np.uint8)
    assert made_upright(nothing) is nothing


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_digit_at_the_border_gets_the_room_that_it_needs(side: str):
    # A stroke from border to border, cut close.
    ink = np.zeros((60, 40), np.uint8)
    for row in range(60):
        ink[row, 36 - row // 2 : 40 - row // 2] = 255
    box = inked_box(ink)
    cut = ink[:, box[0] : box[2]]
    cut = cut if side == "right" else cut[:, ::-1]
    upright = made_upright(cut)
    assert abs(slant_of(upright)) < UPRIGHT
    assert upright.sum() == pytest.approx(cut.sum(), rel=0.01)
    assert len(upright) == len(cut)


def test_what_lies_is_not_made_to_stand():
    dash = ink_of([(40.0, 150.0), (240.0, 120.0)], pen=6)
    left, top, right, bottom = inked_box(made_upright(dash))
    assert right - left > 3 * (bottom - top)


@pytest.mark.parametrize("slant", [-0.7, 0.7])
def test_leaning_digits_on_pictures_are_read_as_upright_ones(small_mnist, slant: float):
    """Test digits enlarged as if they were scanned, leaning as in old church books."""
    fast = shipped_classifiers(needed=["fast"])["fast"]
    images, labels = small_mnist.x_test[:150], small_mnist.y_test[:150]

    def right(slant: float) -> float:
        scans = [leaning(image.repeat(8, 0).repeat(8, 1), slant) for image in images]
        found = [input_from_picture(scan) for scan in scans]
        return float((fast.probabilities(np.stack([one.image for one in found])).argmax(1) == labels).mean())

    assert right(slant) > right(0.0) - 0.04


def test_the_steps_of_a_leaning_digit_show_how_it_was_made_upright():
    ink = leaning(ink_of(ONE), 0.5)
    found = input_from_picture(ink)
    assert [step.name for step in found.steps] == ["Its ink", "Made upright", "20 × 20", "Centred in 28 × 28"]
    assert np.array_equal(found.ink, find_digits(ink).digits[0].ink)  # what is shown as the picture still leans
    upright = found.steps[1].picture
    left, top, right, bottom = inked_box(upright)
    assert bottom - top > 4 * (right - left)
    assert upright.shape[0] == upright.shape[1]
