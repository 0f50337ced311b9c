import numpy as np
import pytest

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.own_images import MOST_OWN, MOST_TIMES, SHARE, own_images
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.strokes import box_of
from digitdemo.data.templates import pen_digit


def drawings(count: int) -> list[tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(4)
    return [tuple(stroke * WIDTH / 100 for stroke in pen_digit(7, rng)) for _ in range(count)]


@pytest.mark.parametrize(("count", "train_size"), [(3, 10_000), (300, 55_000), (5, 100)])
def test_drawings_are_shown_so_often_that_they_are_their_share_of_an_epoch(count: int, train_size: int):
    own = own_images(drawings(count), [7] * count, train_size, seed=0)
    images, labels = own.arrays
    shown = len(images) * own.times
    assert shown / (shown + train_size) == pytest.approx(SHARE, abs=0.01) or own.times in (1, MOST_TIMES)
    assert (own.drawings, labels.tolist()) == (count, [7] * len(images))


def test_each_drawing_is_there_as_it_was_drawn_and_in_variants_that_are_its_like():
    given = drawings(2)
    own = own_images(given, [7, 1], 1000, seed=0)
    images, labels = own.arrays
    assert labels.tolist() == [7, 1] * 20
    for number, strokes in enumerate(given):
        assert np.array_equal(images[number], preprocess_strokes(strokes, WIDTH).image)
    likeness = np.corrcoef(images[::2].reshape(20, -1))[0, 1:]
    assert len(np.unique(images[::2], axis=0)) == 20
    assert likeness.min() > 0.3
    assert likeness.mean() > 0.6
    assert own == own_images(given, [7, 1], 1000, seed=0) != own_images(given, [7, 1], 1000, seed=1)


def test_a_speck_beside_a_drawing_makes_no_other_image_of_it():
    (strokes,) = drawings(1)
    low, high = box_of(strokes)
    speck = np.add((high[0] + 0.4 * (high - low)[1], low[1]), [[0.0, 0.0], [1.0, 1.0]])
    assert own_images([(*strokes, speck)], [7], 1000, seed=0) == own_images([strokes], [7], 1000, seed=0)


@pytest.mark.parametrize("count", [0, MOST_OWN + 1])
def test_none_and_too_many_are_refused(count: int):
    with pytest.raises(ValueError, match="give 1 to 1000"):
        own_images(drawings(1) * count, [3] * count, 1000, seed=0)
