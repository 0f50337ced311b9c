"""The judge: a network that learns to tell digits from what is none, for all models that read digits.

What a network was never shown it reads as a digit, and surely so: the refusal has to be learned, from what is drawn for
that (D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure", arXiv:1812.04606). By a
network of its own, so that the models that read digits need not learn both, and those that visitors train are judged,
too. It learns eleven answers, the digits and "none": which digit it is helps to see that it is one.
"""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from digitdemo.config.augmentation import WORN
from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.inference.judge import ANSWERS, scores_of
from digitdemo.training.augmentation import augment
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled

STEPS = 6000
REFUSED = 0.003  # of digits that it has not seen, MNIST's or pen drawings, whichever are refused more

_PEAK, _WARM_UP = 0.005, 0.2  # of the learning rate: its highest, and the share of steps until then
_DECAY = 0.001
_MOMENTUM = 0.95  # of batch normalization
_DROPOUT = 0.3
_AT_ONCE = 1000  # images


def build_judge(seed: int) -> keras.Model:
    """Return the untrained network: float32 (n, 28, 28, 1) to the logits of the digits and of none, float32 (n, 11)."""
    keras.utils.set_random_seed(seed)
    # The best model's: a smaller one that left out a quarter of the positions at once let more signs pass.
    stack = [*_block(32, pooling=True), *_block(64), *_block(64, pooling=True), *_block(128, padding="same")]
    head = [layers.Flatten(), layers.Dropout(_DROPOUT), layers.Dense(ANSWERS)]
    return keras.Sequential([keras.Input((28, 28, 1)), *stack, *head])


def train_judge(images: DigitOrNot, seed: int, steps: int, on_step: Callable[[float], None]) -> keras.Model:
    """Return the network after `steps` batches, its border where it refuses `REFUSED` of the digits that were held out.

    `on_step` is told the loss of each step, in nats.
    """
    model = build_judge(seed)
    pace = keras.optimizers.schedules.CosineDecay(
        _PEAK / 10, round((1 - _WARM_UP) * steps), warmup_target=_PEAK, warmup_steps=round(_WARM_UP * steps)
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(pace, weight_decay=_DECAY), loss)
    for step in range(steps):
        pixels, labels = images.batch()
        changed = augment(tf.constant(_scaled(pixels)), (WORN,), tf.constant([step, seed], tf.int32))
        on_step(float(model.train_on_batch(changed, labels)))
    border = min(float(np.quantile(_scores(model, digits), REFUSED)) for digits in images.held_out)
    bias = model.layers[-1].bias
    bias.assign(bias + border * (np.arange(ANSWERS) == NO_DIGIT))
    return model


def judge_file(seed: int = 0, *, share: float = 1.0, steps: int = STEPS, on_step: Callable[[float], None]) -> bytes:
    """Return the trained network for LiteRT, as `digitdemo.inference.judge` reads it; `share` as `DigitOrNot` has it.

    Raises:
        DataError, ImportError: as `DigitOrNot`.
    """
    model = train_judge(DigitOrNot(seed, share=share), seed, steps, on_step)
    return filled(convert(model), model.get_weights())


def _block(filters: int, *, pooling: bool = False, padding: str = "valid") -> list[keras.Layer]:
    convolution = layers.Conv2D(filters, 3, padding=padding, use_bias=False)
    pooled = [layers.MaxPooling2D(2)] if pooling else []
    return [convolution, *pooled, layers.BatchNormalization(momentum=_MOMENTUM), layers.ReLU()]


def _scores(model: keras.Model, images: np.ndarray) -> np.ndarray:
    return scores_of(np.asarray(model.predict(_scaled(images), batch_size=_AT_ONCE, verbose=0)))


def _scaled(images: np.ndarray) -> np.ndarray:
    return images[..., np.newaxis].astype(np.float32) / 255
