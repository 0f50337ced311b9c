from collections.abc import Sequence

import numpy as np
import pytest
import tensorflow as tf

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import TRAIN_SLICE
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import EVALUATED_AT_ONCE, Graphs, graphs_of
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.networks import build_model

LINEAR = TrainConfig(architecture="linear")


def trained(config: TrainConfig, bank: ImageBank, batches: Batches, rates: Sequence[float]) -> list[np.ndarray]:
    """Return the weights after one step for each of the `rates`, all in one call."""
    graphs = graphs_of(config)
    graphs.begin(build_model(config), config)
    graphs.train(bank, batches, np.array(rates, np.float32), 0, 0, len(rates))
    return graphs.weights()


@pytest.mark.parametrize(
    ("knob", "value"),
    [
        ("seed", 9),
        ("epochs", 7),
        ("learning_rate", 0.1),
        ("beta2", 0.95),
        ("schedule", "constant"),
        ("train_size", 500),
        ("pen_drawings", 60),
        ("patience", 3),
        ("rare_digits", "38"),
        ("rare_share", 0.5),
        ("label_noise", 0.2),
        ("test_noise", 0.3),
        ("test_shift", 2),
    ],
)
def test_what_is_data_to_a_graph_needs_no_other_one(knob: str, value: object):
    assert graphs_of(TrainConfig.from_dict({"architecture": "linear", knob: value})) is graphs_of(LINEAR)


@pytest.mark.parametrize("knobs", [{"batch_size": 64}, {"augmentation": "light"}, {"train_size": 100}])
def test_what_shapes_a_graph_needs_another_one(knobs: dict):
    assert graphs_of(TrainConfig(architecture="linear", **knobs)) is not graphs_of(LINEAR)


@pytest.mark.parametrize(
    "config",
    [LINEAR, TrainConfig(architecture="fast")],
    ids=lambda config: config.architecture,
)
def test_what_fills_up_the_last_batch_has_no_effect(config: TrainConfig, small_mnist):
    bank = ImageBank(small_mnist)
    weights = []
    for filling in (5, 900):
        batches = Batches(np.arange(130, dtype=np.int32), 128, bank.size)
        rows = batches.rows.numpy()
        rows[1, 2:] = filling
        batches.rows = rows
        weights.append(trained(config, bank, batches, np.full(2, 0.01)))
    assert all(np.array_equal(one, other) for one, other in zip(*weights, strict=True))


def test_the_steps_that_prepare_a_graph_are_trained_and_forgotten(small_mnist):
    config, bank = TrainConfig(architecture="mlp", width=8, batch_norm="on", dropout=0.5), ImageBank(small_mnist)
    graphs = Graphs(config, xla=False)
    batches = Batches(np.arange(130, dtype=np.int32), config.batch_size, bank.size)

    def weights() -> list[np.ndarray]:
        graphs.begin(build_model(config), config)
        graphs.train(bank, batches, np.full(batches.used, 0.1, np.float32), 0, 0, batches.used)
        return graphs.weights()

    never_prepared = weights()
    assert len(list(graphs.trace(bank))) > 1
    moved = [not np.array_equal(one, other) for one, other in zip(never_prepared, graphs.weights(), strict=True)]
    assert any(moved)  # the averages of batch normalization, whatever the learning rate
    for one, other in zip(never_prepared, weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_in_parts_or_at_once_the_training_and_the_measurement_are_the_same(small_mnist):
    bank = ImageBank(small_mnist)
    batches = Batches(np.arange(1000, dtype=np.int32), 128, bank.size)
    rates = np.full(batches.used, 0.01, np.float32)
    results = []
    for parts in ([(0, 8)], [(0, 1), (1, 4), (4, 8)]):
        model = build_model(LINEAR)
        graphs = graphs_of(LINEAR)
        graphs.begin(model, LINEAR)
        for first, last in parts:
            graphs.train(bank, batches, rates, 0, first, last)
        evaluated = Batches(np.arange(2000, dtype=np.int32), EVALUATED_AT_ONCE, TRAIN_SLICE)
        found = [graphs.logits(bank, evaluated, first, last) for first, last in parts]
        results.append(np.concatenate(found))
    assert results[0].shape == (8, EVALUATED_AT_ONCE, 10)
    assert np.array_equal(*results)


def test_xla_and_op_by_op_train_alike(small_mnist):
    bank = ImageBank(small_mnist)
    batches = Batches(np.arange(1280, dtype=np.int32), 128, bank.size)
    rates = np.full(batches.used, 0.001, np.float32)
    losses = []
    for xla in (True, False):
        config = TrainConfig(architecture="mlp", width=32)
        graphs = Graphs(config, xla=xla)
        graphs.begin(build_model(config), config)
        losses.append(graphs.train(bank, batches, rates, 0, 0, 10).total)
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


@pytest.mark.parametrize("name", ["linear", "fast"])  # the latter has a graph of its own for the last batch
def test_the_highest_loss_is_that_of_a_single_step(name: str, small_mnist):
    bank = ImageBank(small_mnist)
    batches = Batches(np.arange(300, dtype=np.int32), 128, bank.size)
    config = TrainConfig(architecture=name, learning_rate=0.3)
    found = []
    for parts in ([(0, 1), (1, 2), (2, 3)], [(0, 3)]):
        graphs = graphs_of(config)
        graphs.begin(build_model(config), config)
        found.append([graphs.train(bank, batches, np.full(3, 0.3, np.float32), 0, *part) for part in parts])
    single, (together,) = found
    assert together.highest == pytest.approx(max(step.total for step in single), rel=1e-5)
    assert together.total == pytest.approx(sum(step.total for step in single), rel=1e-5)
    assert all(step.highest == step.total for step in single)


def test_augmentation_changes_an_image_anew_at_every_step(small_mnist):
    bank = ImageBank(small_mnist)
    same = Batches(np.tile(np.arange(128, dtype=np.int32), 3), 128, bank.size)
    standing_still = np.zeros(3, np.float32)
    for augmentation in ("off", "light"):
        config = TrainConfig(architecture="linear", augmentation=augmentation)
        graphs = graphs_of(config)
        graphs.begin(build_model(config), config)
        losses = {graphs.train(bank, same, standing_still, 0, step, step + 1).total for step in range(3)}
        assert len(losses) == (1 if augmentation == "off" else 3)


def test_graphs_of_many_trainings_make_tensorflow_raise_no_alarm(caplog: pytest.LogCaptureFixture):
    """Each is traced once; TensorFlow counts those of one function together, and takes that for a mistake."""

    def steps(first: tf.Tensor) -> tf.Tensor:
        return first + 1

    for _ in range(10):
        tf.function(steps, autograph=False)(tf.constant(0))
    assert "tracing" not in caplog.text
