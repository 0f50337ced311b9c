import numpy as np

from digitdemo.data.mixing import WAY_STEPS, between


def test_the_way_begins_with_one_picture_ends_with_the_other_and_mixes_evenly():
    first, second = np.random.default_rng(0).integers(0, 256, (2, 28, 28), np.uint8)
    way = between(first, second)
    assert way.shape == (WAY_STEPS, 28, 28)
    assert way.dtype == np.uint8
    assert np.array_equal(way[0], first)
    assert np.array_equal(way[-1], second)
    assert np.abs(way[5] - (first / 2 + second / 2)).max() <= 0.5
    assert np.abs(way[::-1].astype(int) - between(second, first)).max() <= 1


def test_many_pairs_are_mixed_at_once():
    first, second = np.random.default_rng(0).integers(0, 256, (2, 3, 28, 28), np.uint8)
    way = between(first, second, 5)
    assert way.shape == (5, 3, 28, 28)
    assert np.array_equal(way[:, 1], between(first[1], second[1], 5))
