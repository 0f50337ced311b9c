"""The trainings behind the lessons about gradients and learning rates, on few images."""

import numpy as np
import pytest

from digitdemo.analysis.studies.fading import NETS, Net
from digitdemo.analysis.studies.rate_test import rate_config
from digitdemo.bench.studies.fading import train_deep
from digitdemo.bench.studies.rate_test import validation_accuracy
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.training.loop import train


def test_gradients_fade_in_sigmoid_layers_arrive_with_a_cure_and_looking_at_them_changes_nothing(small_mnist: Mnist):
    from digitdemo.bench.harness.deep_network import DeepNetwork

    images, labels = small_mnist.x_train[:100], small_mnist.y_train[:100]
    networks = {name: DeepNetwork(NETS[name], 0) for name in ("sigmoid", "shortcuts", "batch-norm")}
    before = {name: network.answers(images) for name, network in networks.items()}
    found = {name: network.gradients(images, labels) for name, network in networks.items()}
    assert [len(gradients) for gradients in found.values()] == [10] * 3
    share = {name: gradients[0] / gradients[-1] for name, gradients in found.items()}
    assert share["sigmoid"] < 1e-4 < 0.01 < min(share["shortcuts"], share["batch-norm"])
    assert networks["batch-norm"].gradients(images, labels) == found["batch-norm"]
    assert np.array_equal(networks["batch-norm"].answers(images), before["batch-norm"])


def test_a_network_learns_and_its_gradients_are_measured_before_and_after(small_mnist: Mnist):
    net = Net(label="", activation="relu", layers=2, start="he_normal")
    found = train_deep(net, small_mnist, 0, images=1280, epochs=3)
    assert found.test_accuracy > 0.5
    assert len(found.before) == len(found.after) == 2
    assert found.before != found.after


def test_a_fixed_rate_gives_what_the_lab_would_measure():
    config = TrainConfig(**{**rate_config("linear", 0.01, seed=3).to_dict(), "train_size": 500})
    *_, last = train(config)
    assert validation_accuracy(config) == pytest.approx(last.validation_accuracy, abs=1e-5)
