import numpy as np
import pytest

from digitdemo.data.own_images import MOST_OWN, MOST_TIMES, SHARE, own_images

IMAGE = np.full((28, 28), 7, np.uint8)


@pytest.mark.parametrize(("count", "train_size"), [(10, 10_000), (300, 55_000), (500, 2_000)])
def test_drawings_are_shown_so_often_that_they_are_their_share_of_an_epoch(count: int, train_size: int):
    own = own_images([IMAGE] * count, [3] * count, train_size)
    shown = count * own.times
    assert shown / (shown + train_size) == pytest.approx(SHARE, abs=0.01) or own.times in (1, MOST_TIMES)
    images, labels = own.arrays
    assert (images.shape, labels.tolist()) == ((count, 28, 28), [3] * count)
    assert np.array_equal(images[-1], IMAGE)


@pytest.mark.parametrize("count", [0, MOST_OWN + 1])
def test_none_and_too_many_are_refused(count: int):
    with pytest.raises(ValueError, match="give 1 to 500"):
        own_images([IMAGE] * count, [3] * count, 1000)
