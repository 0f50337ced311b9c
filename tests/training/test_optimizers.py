import keras
import numpy as np
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import graphs_of
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.networks import build_model

RATES = np.array([0.1, 0.02, 0.3], np.float32)


@pytest.fixture(scope="module")
def bank(small_mnist) -> ImageBank:
    return ImageBank(small_mnist)


def trained(config: TrainConfig, bank: ImageBank, rates: np.ndarray, start: list[np.ndarray]) -> list[np.ndarray]:
    """Return the weights after a step for each rate in one call, from `start`: each on other 128 images, in order."""
    graphs, model = graphs_of(config), build_model(config)
    model.set_weights(start)
    graphs.begin(model, config)
    batches = Batches(np.arange(128 * len(rates), dtype=np.int32), 128, bank.size)
    graphs.train(bank, batches, rates, 0, 0, len(rates))
    return graphs.weights()


def check_steps(knobs: dict, optimizer: keras.optimizers.Optimizer, bank: ImageBank, mnist: Mnist) -> None:
    config = TrainConfig(architecture="linear", **knobs)
    model = build_model(config)
    start = model.get_weights()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, run_eagerly=True)
    for step, rate in enumerate(RATES):
        optimizer.learning_rate = rate
        part = slice(128 * step, 128 * (step + 1))
        model.train_on_batch(mnist.x_train[part, ..., np.newaxis] / 255, mnist.y_train[part])
    for mine, other in zip(trained(config, bank, RATES, start), model.get_weights(), strict=True):
        assert mine == pytest.approx(other, abs=1e-5)


@pytest.mark.parametrize("beta2", [0.999, 0.95])  # data to one graph
def test_the_steps_of_a_graph_are_those_of_keras_own_optimizer(beta2: float, bank, small_mnist):
    check_steps({"optimizer": "adam", "beta2": beta2}, keras.optimizers.Adam(beta_2=beta2), bank, small_mnist)


@pytest.mark.usefixtures("eagerly")
@pytest.mark.parametrize(
    ("knobs", "optimizer"),
    [
        ({"optimizer": "sgd"}, keras.optimizers.SGD()),
        ({"optimizer": "momentum"}, keras.optimizers.SGD(momentum=0.9)),
        (
            {"optimizer": "adamw", "beta2": 0.95, "weight_decay": 0.0},
            keras.optimizers.AdamW(weight_decay=0.0, beta_2=0.95),
        ),
    ],
)
def test_each_optimizer_makes_the_steps_of_keras_own(knobs: dict, optimizer, bank, small_mnist):
    check_steps(knobs, optimizer, bank, small_mnist)


@pytest.mark.usefixtures("eagerly")
def test_weight_decay_makes_kernels_smaller_and_leaves_biases_and_scales_alone(bank):
    decays, rate = (0.0, 3.0), 0.01
    configs = [
        TrainConfig(architecture="mlp", width=8, batch_norm="on", optimizer="adamw", weight_decay=decay)
        for decay in decays
    ]
    model = build_model(configs[0])
    rng = np.random.default_rng(0)
    start = [rng.uniform(0.5, 1.5, weight.shape).astype(np.float32) for weight in model.weights]
    without, with_it = (trained(config, bank, np.float32([rate]), start) for config in configs)
    for variable, before, free, decayed in zip(model.weights, start, without, with_it, strict=True):
        share = rate * decays[1] if variable.name == "kernel" else 0.0
        assert free - decayed == pytest.approx(share * before, abs=1e-6), variable.path


@pytest.mark.usefixtures("eagerly")
def test_the_l2_penalty_pulls_at_kernels_and_leaves_biases_and_scales_alone(bank):
    penalties, rate = (0.0, 0.1), 0.01
    configs = [TrainConfig(architecture="mlp", width=8, batch_norm="on", optimizer="sgd", l2=l2) for l2 in penalties]
    model = build_model(configs[0])
    rng = np.random.default_rng(0)
    start = [rng.uniform(0.5, 1.5, weight.shape).astype(np.float32) for weight in model.weights]
    without, with_it = (trained(config, bank, np.float32([rate]), start) for config in configs)
    for variable, before, free, pulled in zip(model.weights, start, without, with_it, strict=True):
        share = rate * 2 * penalties[1] if variable.name == "kernel" else 0.0
        assert free - pulled == pytest.approx(share * before, abs=1e-6), variable.path
