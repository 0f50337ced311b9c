"""Networks as the browser takes them."""

import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.live_network import MOST_WEIGHTS, live_network
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.snapshots import FILE, load_snapshots


@pytest.mark.parametrize("name", ["linear", "mlp", "cnn", "fast", "best", "lenet"])
def test_a_shipped_model_goes_to_the_browser_with_the_weights_that_it_kept(name: str):
    run = SHIPPED.load(name)
    weights = load_snapshots(SHIPPED.read(name, FILE))[run.kept.epoch]
    network = live_network(run.config, weights, 1.5)
    assert network is not None
    sent = np.frombuffer(network["weights"], "<f2")
    np.testing.assert_array_equal(sent, np.concatenate([weight.ravel() for weight in weights]))
    assert network["temperature"] == 1.5


@pytest.mark.parametrize("name", ["gru", "vit"])
def test_what_the_browser_cannot_compute_does_not_go_there(name: str):
    assert live_network(TrainConfig(architecture=name), [np.zeros(10)], 1.0) is None


def test_a_network_that_is_too_large_does_not_go_there():
    assert live_network(TrainConfig(architecture="mlp"), [np.zeros(MOST_WEIGHTS + 1)], 1.0) is None


def test_weights_of_another_network_are_refused():
    with pytest.raises(ValueError, match=r"7,849 numbers are not those of this network; it has 7,850"):
        live_network(TrainConfig(architecture="linear"), [np.zeros(7849)], 1.0)


def test_a_diverged_weight_stays_a_number():
    network = live_network(TrainConfig(architecture="linear"), [np.full(7850, 1e9)], 1.0)
    assert network is not None
    assert np.isfinite(np.frombuffer(network["weights"], "<f2")).all()
