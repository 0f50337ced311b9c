import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.training.image_bank import ImageBank


def test_the_images_are_those_of_mnist_in_their_order(small_mnist):
    bank = ImageBank(small_mnist)
    assert np.array_equal(bank.images.numpy()[: bank.train_count, ..., 0], small_mnist.x_train)
    assert np.array_equal(bank.images.numpy()[bank.mnist_test_indices, ..., 0], small_mnist.x_test)
    assert np.array_equal(bank.labels.numpy()[bank.mnist_test_indices], small_mnist.y_test)
    assert len(bank.drawn_indices) == 0


def test_other_drawings_replace_the_last_ones(small_mnist):
    bank = ImageBank(small_mnist)
    size = bank.size
    bank.prepare(TrainConfig(pen_drawings=60, seed=1, train_size=100))
    first = bank.images.numpy()[bank.drawn_indices].copy()
    bank.prepare(TrainConfig(pen_drawings=30, seed=2, train_size=100))
    assert len(bank.drawn_indices) == 30
    assert bank.drawn_indices[0] == bank.train_count + bank.test_count
    assert bank.images.numpy()[bank.drawn_indices].any()
    assert not np.array_equal(bank.images.numpy()[bank.drawn_indices], first[:30])
    assert bank.size == size == len(bank.images)


def test_what_one_training_changed_the_next_one_does_not_see(small_mnist):
    bank = ImageBank(small_mnist)
    bank.prepare(TrainConfig(label_noise=0.9, test_noise=0.5, test_shift=3, train_size=1000))
    test = bank.mnist_test_indices
    assert not np.array_equal(bank.labels.numpy()[: bank.train_count], small_mnist.y_train)
    assert not np.array_equal(bank.images.numpy()[test, ..., 0], small_mnist.x_test)
    bank.prepare(TrainConfig(train_size=100, seed=1))
    assert np.array_equal(bank.labels.numpy()[: bank.train_count], small_mnist.y_train)
    assert np.array_equal(bank.images.numpy()[test, ..., 0], small_mnist.x_test)
