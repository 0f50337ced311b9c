"""What this loop trains is what Keras' own trains on the same images in the same order."""

import keras
import numpy as np
import pytest

from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import epoch_order, training_set
from digitdemo.training.loop import train
from digitdemo.training.networks import build_model
from digitdemo.training.optimizers import build_optimizer


class Rates(keras.callbacks.Callback):
    """Gives each step the learning rate of its own."""

    def __init__(self, rates: np.ndarray) -> None:
        super().__init__()
        self.rates = iter(rates.tolist())

    def on_train_batch_begin(self, batch: int, logs: object = None) -> None:
        self.model.optimizer.learning_rate = next(self.rates)


def fit(config: TrainConfig, mnist: Mnist) -> keras.Model:
    """Return what Keras' `fit` makes of `config`: the last batch of an epoch is as small as it is."""
    model = build_model(config)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(build_optimizer(config), loss, run_eagerly=True)  # to trace its graph takes longer than its few steps
    subset, labels = training_set(config, mnist.y_train)
    label_of = np.zeros(len(mnist.y_train), int)
    label_of[subset] = labels
    rates = Rates(learning_rates(config, config.epochs * -(-len(subset) // config.batch_size)))
    for epoch in range(1, config.epochs + 1):
        order = epoch_order(subset, config.seed, epoch)
        images = mnist.x_train[order][..., np.newaxis].astype(np.float32) / 255
        options = {"batch_size": config.batch_size, "shuffle": False, "verbose": 0, "callbacks": [rates]}
        model.fit(images, label_of[order], **options)
    return model


def differences(config: TrainConfig, mnist: Mnist) -> dict[str, float]:
    """Return the largest difference of each weight, moving averages included, between our loop and Keras'."""
    model = build_model(config)
    list(train(config, mnist, model=model))
    return {
        mine.path: float(np.abs(mine.numpy() - other.numpy()).max())
        for mine, other in zip(model.weights, fit(config, mnist).weights, strict=True)
    }


PLAIN = {"optimizer": "sgd", "learning_rate": 0.001, "schedule": "constant", "dropout": 0.0}


# By plain gradient descent, for Adam makes steps of noise where the gradient is nothing else, as before a batch
# normalization; on few images, for by one that lies on the edge of a ReLU, two ways of adding up part.
@pytest.mark.parametrize(
    ("name", "knobs"),
    [
        ("fast", {}),
        ("mlp", {"batch_norm": "on", "width": 16}),  # by XLA, but for the last batch
        ("cnn", {"batch_norm": "on", "filters": 1}),
    ],
)
def test_batch_normalization_sees_the_small_last_batch_as_it_is(name: str, knobs: dict, small_mnist):
    config = TrainConfig(architecture=name, train_size=100, batch_size=64, epochs=1, **PLAIN, **knobs)
    assert max(differences(config, small_mnist).values()) < 1e-5


def test_every_step_of_every_epoch_has_its_learning_rate_and_its_labels(small_mnist):
    knobs = {"optimizer": "momentum", "schedule": "one-cycle", "learning_rate": 0.1, "label_noise": 0.1}
    config = TrainConfig(architecture="linear", train_size=1000, epochs=2, **knobs)
    assert max(differences(config, small_mnist).values()) < 1e-5
