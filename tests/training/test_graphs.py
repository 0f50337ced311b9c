import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.training.graphs import Batches, Graphs, graphs_of
from digitdemo.training.image_bank import Pool
from digitdemo.training.networks import build_model

LINEAR = TrainConfig(architecture="linear")


@pytest.mark.parametrize(
    ("knob", "value"),
    [
        ("seed", 9),
        ("epochs", 7),
        ("learning_rate", 0.1),
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


def test_batches_hold_each_image_once_and_say_how_many_of_the_last_count():
    batches = Batches(np.arange(10, dtype=np.int32), size=4, total=20)
    assert batches.rows.shape == (5, 4)
    assert batches.used == 3
    assert batches.counts.numpy().tolist() == [4, 4, 2, 0, 0]
    assert batches.rows.numpy().ravel()[:10].tolist() == list(range(10))


def test_what_fills_up_the_last_batch_has_no_effect(small_mnist):
    pool = Pool(small_mnist)
    weights = []
    for filling in (5, 900):
        model = build_model(LINEAR)
        graphs = graphs_of(LINEAR)
        graphs.begin(model)
        batches = Batches(np.arange(130, dtype=np.int32), 128, pool.size)
        rows = batches.rows.numpy()
        rows[1, 2:] = filling
        batches.rows = rows
        graphs.train(pool, batches, np.full(2, 0.01, np.float32), 0, 0, 2)
        graphs.hand_over(model)
        weights.append(model.get_weights())
    assert all(np.array_equal(one, other) for one, other in zip(*weights, strict=True))


def test_in_parts_or_at_once_the_training_and_the_measurement_are_the_same(small_mnist):
    pool = Pool(small_mnist)
    batches = Batches(np.arange(1000, dtype=np.int32), 128, pool.size)
    rates = np.full(batches.used, 0.01, np.float32)
    results = []
    for parts in ([(0, 8)], [(0, 1), (1, 4), (4, 8)]):
        model = build_model(LINEAR)
        graphs = graphs_of(LINEAR)
        graphs.begin(model)
        for first, last in parts:
            graphs.train(pool, batches, rates, 0, first, last)
        found = (np.zeros(10, np.int32), 0.0)
        for first, last in parts:
            found = graphs.measure(pool, batches, first, last, found)
        results.append([*found[0].tolist(), found[1]])
    assert results[0] == results[1]


def test_xla_and_op_by_op_train_alike(small_mnist):
    pool = Pool(small_mnist)
    batches = Batches(np.arange(1280, dtype=np.int32), 128, pool.size)
    rates = np.full(batches.used, 0.001, np.float32)
    losses = []
    for xla in (True, False):
        config = TrainConfig(architecture="mlp")
        graphs = Graphs(config, xla=xla)
        graphs.begin(build_model(config))
        losses.append(graphs.train(pool, batches, rates, 0, 0, 10))
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)
