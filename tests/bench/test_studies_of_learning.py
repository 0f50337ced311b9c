"""The trainings behind the lessons about gradients and learning rates, on few images."""

import numpy as np
import pytest

from digitdemo.analysis.studies.fading import NETS
from digitdemo.analysis.studies.rate_test import rate_config
from digitdemo.bench.studies.fading import train_deep
from digitdemo.bench.studies.rate_test import validation_accuracy
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.training.loop import train


def test_gradients_fade_in_sigmoid_layers_and_arrive_with_a_cure(small_mnist: Mnist):
    found = {name: train_deep(NETS[name], small_mnist, 0, images=640, epochs=1) for name in ("sigmoid", "shortcuts")}
    assert all(len(one.before) == len(one.after) == 10 for one in found.values())
    assert found["sigmoid"].before[0] < 1e-4 * found["sigmoid"].before[-1]
    assert found["shortcuts"].before[0] > 0.01 * found["shortcuts"].before[-1]
    assert found["sigmoid"].test_accuracy < 0.2


def test_looking_at_gradients_changes_nothing(small_mnist: Mnist):
    from digitdemo.bench.harness.deep_network import DeepNetwork

    images, labels = small_mnist.x_train[:100], small_mnist.y_train[:100]
    network = DeepNetwork(NETS["batch-norm"], 0)
    before = network.answers(images)
    first = network.gradients(images, labels)
    assert network.gradients(images, labels) == first
    assert np.array_equal(network.answers(images), before)


def test_a_fixed_rate_gives_what_the_lab_would_measure():
    config = TrainConfig(**{**rate_config("linear", 0.01, seed=3).to_dict(), "train_size": 500})
    *_, last = train(config)
    assert validation_accuracy(config) == pytest.approx(last.validation_accuracy, abs=1e-5)
