"""The architectures: facts that every page may read, and builders that only the trainer calls.

Importing this module is cheap and free of TensorFlow; calling a builder is neither. That is why the builders import
keras themselves: the web process reads the facts, and one entry in `ARCHITECTURES` is all that a new one needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from digitdemo.config import TrainConfig


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """One architecture: what to call it, what it is, where it comes from, and how to build it.

    `default_dropout` is None where dropout does not apply; `dropout_note` then says why.
    `expected` is what README's measured table says of 10 epochs on all 60,000 images.
    """

    label: str
    summary: str
    source: str
    parameters: int
    default_dropout: float | None
    dropout_note: str
    expected: str
    build: Callable[[TrainConfig], keras.Model]


def build_model(config: TrainConfig) -> keras.Model:
    """Return the untrained model of `config`, its weights drawn from `config.seed`.

    Input: float32 (n, 28, 28, 1), 0 = paper, 1 = ink. Output: float32 logits (n, 10); the softmax of the listings
    is part of the loss and of `digitdemo.inference`, which is the same function, computed with more accuracy.
    Sets the global seeds of Python, NumPy and TensorFlow.
    """
    import keras

    keras.utils.set_random_seed(config.seed)
    return ARCHITECTURES[config.architecture].build(config)


def _linear(config: TrainConfig) -> keras.Model:
    from keras import layers

    return _sequential([layers.Flatten(), layers.Dense(10)])


def _mlp(config: TrainConfig) -> keras.Model:
    from keras import layers

    return _sequential(
        [
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            *_dropout(config),
            layers.Dense(512, activation="relu"),
            *_dropout(config),
            layers.Dense(10),
        ]
    )


def _cnn(config: TrainConfig) -> keras.Model:
    from keras import layers

    return _sequential(
        [
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            *_dropout(config),
            layers.Dense(10),
        ]
    )


def _sequential(stack: list[keras.Layer]) -> keras.Model:
    import keras

    return keras.Sequential([keras.Input((28, 28, 1)), *stack])


def _dropout(config: TrainConfig) -> list[keras.Layer]:
    from keras import layers

    return [layers.Dropout(config.dropout)] if config.dropout else []


ARCHITECTURES: dict[str, Architecture] = {
    "linear": Architecture(
        label="Linear softmax",
        summary="One layer of 10 outputs: a single picture of weights per digit, no hidden layer.",
        source="https://www.tensorflow.org/versions/r1.1/get_started/mnist/beginners",
        parameters=7_850,
        default_dropout=None,
        dropout_note="The linear model has no hidden units that could be dropped.",
        expected="about 92.5 % on train and on test: it underfits",
        build=_linear,
    ),
    "mlp": Architecture(
        label="MLP 512-512",
        summary="Two hidden layers of 512 ReLU units: it can learn the training images by heart.",
        source="https://github.com/keras-team/keras/blob/2.0.0/examples/mnist_mlp.py",
        parameters=669_706,
        default_dropout=0.0,  # the listing has 0.2 twice; without it stands the overfitting that it is there to cure
        dropout_note="",
        expected="over 99 % on train, about 98 % on test: it overfits",
        build=_mlp,
    ),
    "cnn": Architecture(
        label="CNN with dropout",
        summary="Two 3 x 3 convolutions (32 and 64 filters), each with max pooling, then dropout and 10 outputs.",
        source="https://keras.io/examples/vision/mnist_convnet/",
        parameters=34_826,
        default_dropout=0.5,
        dropout_note="",
        expected="about 99 % on train and on test, hardly any gap",
        build=_cnn,
    ),
}
