import dataclasses

import numpy as np
import pytest

from digitdemo.analysis.range_test import learning_range
from digitdemo.config.train_config import TrainConfig
from digitdemo.training.loop import train
from digitdemo.training.networks import build_model
from digitdemo.training.range_test import HIGHEST_RATE, LOWEST_RATE, STEPS, measure_range

LINEAR = TrainConfig(architecture="linear", train_size=1000)  # 8 steps an epoch: the test goes through many


def test_the_rate_rises_from_step_to_step_and_the_loss_falls_somewhere_between(small_mnist):
    done: list[int] = []
    curve = measure_range(LINEAR, small_mnist, on_step=done.append)
    assert done == list(range(1, len(done) + 1))
    assert len(curve.rates) == len(curve.losses) == len(done) <= STEPS
    assert curve.rates[0] == pytest.approx(LOWEST_RATE)
    assert curve.rates == pytest.approx(np.geomspace(LOWEST_RATE, HIGHEST_RATE, STEPS)[: len(done)])
    found = learning_range(curve)
    assert found is not None
    assert 1e-4 < found.begins < found.suggested < found.lowest <= 1


def test_a_longer_test_takes_smaller_strides_between_the_same_rates(small_mnist):
    curve = measure_range(LINEAR, small_mnist, steps=160)
    assert curve.rates == pytest.approx(np.geomspace(LOWEST_RATE, HIGHEST_RATE, 160)[: len(curve.rates)])


def test_the_same_seed_gives_the_same_curve_whatever_the_knobs_that_it_varies(small_mnist):
    other = dataclasses.replace(LINEAR, learning_rate=0.5, schedule="constant", epochs=1)
    assert measure_range(LINEAR, small_mnist) == measure_range(other, small_mnist)
    assert measure_range(LINEAR, small_mnist) != measure_range(dataclasses.replace(LINEAR, seed=1), small_mnist)


def test_a_test_that_gets_lost_ends_with_finite_losses(small_mnist):
    curve = measure_range(TrainConfig(architecture="mlp", train_size=500, optimizer="momentum"), small_mnist)
    assert np.isfinite(curve.losses).all()
    assert max(curve.losses[:-1]) <= 2 * curve.losses[0]


def test_a_training_after_it_is_as_one_before(small_mnist):
    config = dataclasses.replace(LINEAR, epochs=1)
    weights = []
    for _ in range(2):
        model = build_model(config)
        list(train(config, small_mnist, model=model))
        weights.append(model.get_weights())
        measure_range(config, small_mnist)
    assert all(np.array_equal(a, b) for a, b in zip(*weights, strict=True))
