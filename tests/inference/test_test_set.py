import dataclasses

import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.splits import AS_IN_MNIST, disturbance, own_test_images
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.test_set import read_test_images
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.training.image_bank import ImageBank


@pytest.mark.parametrize(
    "changed",
    [{}, {"seed": 3}, {"test_noise": 0.4}, {"test_shift": 5, "seed": 3}, {"test_noise": 0.2, "test_shift": 2}],
)
def test_the_test_images_are_those_that_the_training_measured_on(small_mnist, changed: dict):
    config = TrainConfig(train_size=200, **changed)
    bank = ImageBank(small_mnist)
    bank.prepare(config)
    ours = own_test_images(small_mnist.x_test, disturbance(config))
    assert np.array_equal(ours, bank.images.numpy()[bank.mnist_test_indices, ..., 0])


def test_runs_whose_test_images_are_mnists_own_share_them():
    config = TrainConfig()
    assert disturbance(config) == disturbance(dataclasses.replace(config, seed=7)) == AS_IN_MNIST
    moved = dataclasses.replace(config, test_shift=2)
    assert disturbance(moved) != disturbance(config)
    assert disturbance(moved) != disturbance(dataclasses.replace(moved, seed=7))
    images = load_test_digits()[0]
    assert own_test_images(images, AS_IN_MNIST) is images


def test_predictions_are_probabilities_that_nobody_changes():
    found = read_test_images(
        Classifier((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes(), 2.0), load_test_digits()[0][:300]
    )
    assert found.shape == (300, 10)
    assert found.dtype == np.float32
    assert found.sum(1) == pytest.approx(1, abs=1e-5)
    assert not found.flags.writeable
