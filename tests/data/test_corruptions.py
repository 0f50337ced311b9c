import numpy as np
import pytest

from digitdemo.data.corruptions import CORRUPTIONS, LEVELS, corrupted
from digitdemo.data.synthetic import NO_DIGIT, pen_drawings


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    images, labels = pen_drawings(60, seed=0)
    return images[labels != NO_DIGIT]


def test_there_are_eight_kinds_in_five_strengths_each_stronger_than_the_one_before():
    assert len(CORRUPTIONS) == 8
    for kind in CORRUPTIONS.values():
        assert list(kind.amounts) == sorted(set(kind.amounts))
        assert len(kind.amounts) == LEVELS == 5


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_no_strength_is_no_damage_and_more_is_more(kind: str, digits: np.ndarray):
    levels = [corrupted(digits, kind, level) for level in range(LEVELS + 1)]
    assert np.array_equal(levels[0], digits)
    damage = [float(np.abs(each.astype(float) - digits).mean()) for each in levels]
    assert damage == sorted(set(damage))
    assert all(each.dtype == np.uint8 and each.shape == digits.shape for each in levels)


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_chance_comes_from_the_seed_and_few_images_are_damaged_as_the_first_of_many(kind: str, digits: np.ndarray):
    before = digits.copy()
    whole = corrupted(digits, kind, 3, seed=5)
    assert np.array_equal(whole, corrupted(digits, kind, 3, seed=5))
    assert np.array_equal(whole[:4], corrupted(digits[:4], kind, 3, seed=5))
    assert np.array_equal(digits, before)
    depends = kind not in ("blur", "faded", "thick")
    assert np.array_equal(whole, corrupted(digits, kind, 3, seed=6)) != depends


def dot(row: int, column: int) -> np.ndarray:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, row, column] = 255
    return image


def test_blur_and_thick_pen_spread_a_dot_evenly():
    blurred, thick = (corrupted(dot(14, 14), kind, 2)[0].astype(int) for kind in ("blur", "thick"))
    assert blurred.sum() == pytest.approx(255, abs=10)  # the same ink, only wider
    assert np.array_equal(blurred, blurred.T)
    assert (thick == 255).sum() == 5  # one pixel to each side


def test_a_moved_dot_is_two_pixels_away():
    moved = {tuple(map(int, np.argwhere(corrupted(dot(14, 14), "shifted", 2, seed)[0])[0])) for seed in range(20)}
    assert moved == {(12, 14), (16, 14), (14, 12), (14, 16)}


def test_a_turned_dot_keeps_its_distance_from_the_middle():
    turned = corrupted(dot(4, 13), "turned", 4)[0].astype(float)
    row, column = (np.indices((28, 28)) * turned).sum((1, 2)) / turned.sum()
    assert np.hypot(row - 13.5, column - 13.5) == pytest.approx(np.hypot(9.5, 0.5), abs=0.1)
    assert abs(column - 13.5) == pytest.approx(9.5 * np.sin(np.pi / 4), abs=0.6)


def test_specks_are_as_many_as_they_are_to_be_and_noise_as_strong():
    grey = np.full((40, 28, 28), 128, np.uint8)
    assert (corrupted(grey, "specks", 4) != 128).mean() == pytest.approx(0.2, abs=0.01)
    assert (corrupted(grey, "noise", 1) / 255).std() == pytest.approx(0.1, abs=0.005)
