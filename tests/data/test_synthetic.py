import numpy as np

from digitdemo.data.synthetic import NO_DIGIT, pen_drawings


def test_pen_drawings_are_the_same_again_and_a_smaller_number_the_first_of_them():
    images, labels = pen_drawings(120, seed=3)
    assert (images.shape, images.dtype, labels.dtype) == ((120, 28, 28), np.uint8, np.uint8)
    assert np.bincount(labels).tolist() == [8] * 10 + [40]
    assert labels.max() == NO_DIGIT
    again, _ = pen_drawings(30, seed=3)
    assert np.array_equal(again, images[:30])
    assert not np.array_equal(pen_drawings(30, seed=4)[0], again)


def test_none_are_none():
    images, labels = pen_drawings(0, seed=0)
    assert images.shape == (0, 28, 28)
    assert len(labels) == 0
