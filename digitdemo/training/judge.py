"""The judge: a network that learns to tell digits from what is none, for all models that read digits.

What a network was never shown it reads as a digit, and surely so: the refusal has to be learned, from what is drawn for
that (D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure", arXiv:1812.04606). By a
network of its own, so that the models that read digits need not learn both, and those that visitors train are judged,
too.
"""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from digitdemo.config.augmentation import WORN
from digitdemo.data.digit_or_not import DigitOrNot
from digitdemo.training.augmentation import augment
from digitdemo.training.conversion import convert
from digitdemo.training.filled import filled

STEPS = 6000
REFUSED = 0.001  # of digits that it has not seen, MNIST's or pen drawings, whichever are refused more

_PEAK, _WARM_UP = 0.005, 0.25  # of the learning rate: its highest, and the share of steps until then
_DECAY = 0.001
_MOMENTUM = 0.95  # of batch normalization
_AT_ONCE = 1000  # images


def build_judge(seed: int) -> keras.Model:
    """Return the untrained network: float32 (n, 28, 28, 1) to one number each, float32 (n, 1), above 0 for a digit."""
    keras.utils.set_random_seed(seed)
    # The stride leaves a quarter of the positions at once: it trains four times as fast as the best model's network.
    stack = [layers.Conv2D(32, 5, strides=2, use_bias=False), *_normalized()]
    stack += [layers.Conv2D(64, 3, use_bias=False), layers.MaxPooling2D(2), *_normalized()]
    stack += [layers.Conv2D(128, 3, padding="same", use_bias=False), *_normalized()]
    stack += [layers.Conv2D(128, 3, use_bias=False), *_normalized()]
    return keras.Sequential([keras.Input((28, 28, 1)), *stack, layers.Flatten(), layers.Dropout(0.3), layers.Dense(1)])


def train_judge(images: DigitOrNot, seed: int, steps: int, on_step: Callable[[float], None]) -> keras.Model:
    """Return the network after `steps` batches, its border where it refuses `REFUSED` of the digits that were held out.

    `on_step` is told the loss of each step, in nats.
    """
    model = build_judge(seed)
    pace = keras.optimizers.schedules.CosineDecay(
        _PEAK / 10, round((1 - _WARM_UP) * steps), warmup_target=_PEAK, warmup_steps=round(_WARM_UP * steps)
    )
    model.compile(keras.optimizers.AdamW(pace, weight_decay=_DECAY), keras.losses.BinaryCrossentropy(from_logits=True))
    for step, (pixels, digits) in enumerate(images.batches(steps)):
        changed = augment(tf.constant(_scaled(pixels)), WORN, tf.constant([step, seed], tf.int32))
        on_step(float(model.train_on_batch(changed, digits[:, np.newaxis])))
    border = min(float(np.quantile(_scores(model, digits), REFUSED)) for digits in images.held_out)
    last = model.layers[-1]
    last.bias.assign(last.bias - border)
    return model


def judge_file(seed: int = 0, *, share: float = 1.0, steps: int = STEPS, on_step: Callable[[float], None]) -> bytes:
    """Return the trained network for LiteRT, as `digitdemo.inference.judge` reads it; `share` as `DigitOrNot` has it.

    Raises:
        DataError, ImportError: as `DigitOrNot`.
    """
    model = train_judge(DigitOrNot(seed, share=share), seed, steps, on_step)
    return filled(convert(model), model.get_weights())


def _normalized() -> list[keras.Layer]:
    return [layers.BatchNormalization(momentum=_MOMENTUM), layers.ReLU()]


def _scores(model: keras.Model, images: np.ndarray) -> np.ndarray:
    return np.asarray(model.predict(_scaled(images), batch_size=_AT_ONCE, verbose=0))[:, 0]


def _scaled(images: np.ndarray) -> np.ndarray:
    return images[..., np.newaxis].astype(np.float32) / 255
