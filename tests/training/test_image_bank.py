import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.training.image_bank import Pool


def test_the_images_are_those_of_mnist_in_their_order(small_mnist):
    pool = Pool(small_mnist)
    assert np.array_equal(pool.images.numpy()[: pool.train, ..., 0], small_mnist.x_train)
    assert np.array_equal(pool.images.numpy()[pool.test_indices, ..., 0], small_mnist.x_test)
    assert np.array_equal(pool.labels.numpy()[pool.test_indices], small_mnist.y_test)
    assert len(pool.drawn_indices) == 0


def test_other_drawings_replace_the_last_ones(small_mnist):
    pool = Pool(small_mnist)
    size = pool.size
    pool.prepare(TrainConfig(pen_drawings=60, seed=1, train_size=100))
    first = pool.images.numpy()[pool.drawn_indices].copy()
    pool.prepare(TrainConfig(pen_drawings=30, seed=2, train_size=100))
    assert len(pool.drawn_indices) == 30
    assert pool.drawn_indices[0] == pool.train + pool.test
    assert pool.images.numpy()[pool.drawn_indices].any()
    assert not np.array_equal(pool.images.numpy()[pool.drawn_indices], first[:30])
    assert pool.size == size == len(pool.images)
