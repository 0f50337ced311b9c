"""The judge: networks that learn to tell digits from what is none, for all models that read digits.

What a network was never shown it reads as a digit, and surely so: the refusal has to be learned, from what is drawn for
that (D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure", arXiv:1812.04606). By
networks of its own, so that the models that read digits need not learn both, and those that visitors train are judged,
too. Each learns eleven answers, the digits and "none": which digit it is helps to see that it is one. The mean of two
refuses more of what is none: about digits they agree, and each lets other signs pass.
"""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from digitdemo.config.augmentation import OLD_PAPERS, WORN
from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.judge import scores_of
from digitdemo.training.augmentation import augment
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled
from digitdemo.training.views import MeanOfViews, Views

NETWORKS, STEPS = 2, 12_000  # and the steps of each
# Of MNIST's digits that it has not seen, how many it refuses: on paper of the same digits changed as in the training;
# drawn in the app as they are. Whoever draws in the app is asked for a digit and writes it more clearly: at this border
# about half a percent of strangers' drawings are refused.
REFUSED_ON_PAPER, REFUSED_DRAWN = 0.002, 0.006

_PEAK, _WARM_UP = 0.005, 0.2  # of the learning rate: its highest, and the share of steps until then
_DECAY = 0.001
_MOMENTUM = 0.95  # of batch normalization
_DROPOUT = 0.3
_TURNED = 0.0, 0.12, -0.12, 0.24, -0.24  # radians, of the views that its answer is the mean of
_AT_ONCE = 1000  # images


def judge_file(seed: int = 0, *, share: float = 1.0, steps: int = STEPS, on_step: Callable[[float], None]) -> bytes:
    """Return the trained judge for LiteRT, as `digitdemo.inference.judge` reads it; `share` as `DigitOrNot` has it.

    `on_step` is told the loss of each step, in nats, of `steps` of each network.

    Raises:
        DataError, ImportError: as `DigitOrNot`.
    """
    networks = []
    for number in range(seed, seed + NETWORKS):
        images = DigitOrNot(number, share=share)
        networks.append(train_network(images, number, steps, on_step))
    model = together(networks, *images.held_out, seed)
    return filled(convert(model), model.get_weights())


def train_network(images: DigitOrNot, seed: int, steps: int, on_step: Callable[[float], None]) -> keras.Model:
    """Return a network trained with `steps` batches: float32 (n, 28, 28, 1) to logits of the digits and of none."""
    keras.utils.set_random_seed(seed)
    # The best model's: a smaller one that left out a quarter of the positions at once let more signs pass.
    stack = [*_block(32, pooling=True), *_block(64), *_block(64, pooling=True), *_block(128, padding="same")]
    head = [layers.Flatten(), layers.Dropout(_DROPOUT), layers.Dense(NO_DIGIT + 1)]
    network = keras.Sequential([keras.Input((28, 28, 1)), *stack, *head])
    pace = keras.optimizers.schedules.CosineDecay(
        _PEAK / 10, round((1 - _WARM_UP) * steps), warmup_target=_PEAK, warmup_steps=round(_WARM_UP * steps)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.AdamW(pace, weight_decay=_DECAY), loss)
    for step in range(steps):
        pixels, labels = images.batch()
        on_step(float(network.train_on_batch(_changed(pixels, (step, seed)), labels)))
    return network


def together(networks: Sequence[keras.Model], mnist: np.ndarray, drawings: np.ndarray, seed: int) -> keras.Model:
    """Return what answers with the mean of the networks' logits: float32 (n, 12), as `Judge` knows them.

    Its borders are where it refuses as many as it may of digits that no network has seen, each uint8 (n, 28, 28).
    """
    images = keras.Input((28, 28, 1))
    views = Views(_TURNED)(images)
    answer = MeanOfViews(len(_TURNED))(layers.Average()([network(views) for network in networks]))
    model = keras.Model(images, Borders()(answer))
    parts = (mnist[first : first + _AT_ONCE] for first in range(0, len(mnist), _AT_ONCE))
    worn = np.concatenate([_changed(part, (number, -1 - seed)) for number, part in enumerate(parts)])
    on_paper = _lowest(model, worn, REFUSED_ON_PAPER)
    drawn = min(_lowest(model, _scaled(digits), REFUSED_DRAWN) for digits in (mnist, drawings))
    model.layers[-1].of_none.assign([on_paper, drawn])
    return model


def _block(filters: int, *, pooling: bool = False, padding: str = "valid") -> list[keras.Layer]:
    convolution = layers.Conv2D(filters, 3, padding=padding, use_bias=False)
    pooled = [layers.MaxPooling2D(2)] if pooling else []
    return [convolution, *pooled, layers.BatchNormalization(momentum=_MOMENTUM), layers.ReLU()]


class Borders(layers.Layer):
    """Has none twice, float32 (n, 11) to (n, 12), each with its border, `of_none`."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Add the borders on paper and in the app."""
        self.of_none = self.add_weight(shape=(2,), initializer="zeros", trainable=False)

    def call(self, logits: tf.Tensor) -> tf.Tensor:
        """Return the logits with both."""
        return tf.concat([logits[:, :NO_DIGIT], logits[:, NO_DIGIT:] + self.of_none], axis=1)


def _changed(pixels: np.ndarray, seed: tuple[int, int]) -> tf.Tensor:
    return augment(tf.constant(_scaled(pixels)), (WORN, OLD_PAPERS), tf.constant(seed, tf.int32))


def _lowest(model: keras.Model, digits: np.ndarray, share: float) -> float:
    """Return the score below which that share of `digits`, float32 (n, 28, 28, 1), lies; the borders are still 0."""
    logits = np.asarray(model.predict(digits, batch_size=_AT_ONCE, verbose=0))
    return float(np.quantile(scores_of(logits, drawn=False), share))


def _scaled(images: np.ndarray) -> np.ndarray:
    return images[..., np.newaxis].astype(np.float32) / 255
