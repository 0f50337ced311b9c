import numpy as np
import pytest

from digitdemo.data.mnist import load_mnist
from digitdemo.data.preprocessing import BOX_SIDE, CENTRE, centre_of_mass, preprocess, shrink
from tests.conftest import ONE, SEVEN, ink_of


def test_mnist_has_its_centre_of_mass_where_we_put_it():
    images = load_mnist().x_train.astype(np.float64)
    mass, pixels = images.sum((1, 2)), np.arange(28)
    rows, columns = (images.sum(2) @ pixels) / mass, (images.sum(1) @ pixels) / mass
    assert rows.mean() == pytest.approx(CENTRE, abs=0.01)
    assert columns.mean() == pytest.approx(CENTRE, abs=0.01)
    assert abs(rows - CENTRE).max() < 0.53
    assert abs(columns - CENTRE).max() < 0.53


@pytest.mark.parametrize("scale", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_size_and_place_do_not_matter(scale: float, corner: tuple[int, int]):
    room = 280 * (1 - scale)
    moved = [(x * scale + room * corner[0], y * scale + room * corner[1]) for x, y in SEVEN]
    here, there = preprocess(ink_of(SEVEN)), preprocess(ink_of(moved, pen=round(20 * scale)))
    assert here is not None
    assert there is not None
    assert np.abs(here.image.astype(int) - there.image).mean() < 6


def test_the_picture_is_made_as_mnist_was():
    steps = preprocess(ink_of(SEVEN, pen=24))
    assert steps is not None
    assert steps.box == (58, 38, 213, 253)
    assert steps.scaled.shape == (BOX_SIDE, BOX_SIDE)
    assert steps.image.shape == (28, 28)
    assert steps.image.dtype == np.uint8
    assert steps.image.max() == 255
    rows, columns = (np.flatnonzero((steps.image > 64).any(axis)) for axis in (1, 0))
    assert rows[-1] - rows[0] + 1 == pytest.approx(BOX_SIDE, abs=1)  # the longer side fills the box, in proportion
    assert columns[-1] - columns[0] + 1 == pytest.approx(BOX_SIDE * 155 / 215, abs=1.5)
    assert steps.image.sum() == steps.scaled.sum()  # no ink is lost at the border
    assert centre_of_mass(steps.image)[1] == pytest.approx(CENTRE, abs=0.51)


def test_a_balanced_drawing_is_centred():
    steps = preprocess(ink_of(ONE))
    assert steps is not None
    assert centre_of_mass(steps.image) == pytest.approx((CENTRE, CENTRE), abs=0.51)


@pytest.mark.parametrize("pen", [2, 5, 9])
def test_a_fine_pen_on_a_picture_is_made_as_thick_as_mnists(pen: int):
    fine, usual = preprocess(ink_of(SEVEN, pen=pen)), preprocess(ink_of(SEVEN, pen=20))
    assert fine is not None
    assert usual is not None
    assert fine.image.mean() == pytest.approx(usual.image.mean(), rel=0.25)
    assert np.abs(fine.image.astype(int) - usual.image).mean() < 12


def test_edges_are_smooth():
    steps = preprocess(ink_of(SEVEN))
    assert steps is not None
    assert len(np.unique(steps.image)) > 20


def test_no_ink_is_no_picture():
    assert preprocess(np.zeros((280, 280), np.uint8)) is None
    assert preprocess(np.full((280, 280), 10, np.uint8)) is None  # fainter than any pen


def test_a_dot_stays_a_dot():
    steps = preprocess(ink_of([(140.0, 140.0)], pen=6))
    assert steps is not None
    assert np.count_nonzero(steps.image > 127) < 60


@pytest.mark.parametrize("ink", [np.zeros((28, 28)), np.zeros((28, 28, 3), np.uint8)])
def test_other_arrays_are_refused(ink: np.ndarray):
    with pytest.raises(ValueError, match=r"ink: .* is not allowed; give uint8"):
        preprocess(ink)


def test_shrinking_leaves_everything_where_it_was():
    small = shrink(ink_of([(200.0, 40.0), (240.0, 80.0)]))
    assert (small.shape, small.dtype) == ((28, 28), np.uint8)
    assert centre_of_mass(small) == pytest.approx((5.5, 21.5), abs=0.6)
