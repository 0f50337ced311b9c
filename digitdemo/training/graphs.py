"""The graphs that train and measure: many steps in one call, over data that stays uint8 in memory.

Tracing and compiling a graph takes up to two seconds, so it is done once for all trainings that need the same one. What
differs between those (first weights, seed, learning rates, images and their order) goes in as data.
Trainer and command line only.
"""

import dataclasses
import functools

import keras
import numpy as np
import tensorflow as tf

from digitdemo.config.augmentation import STRENGTHS
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.synthetic import NO_DIGIT
from digitdemo.training.augmentation import augment
from digitdemo.training.image_bank import Pool
from digitdemo.training.networks import build_model

MEASURING_BATCH = 200
_MOST_KEPT = 8


def graphs_of(config: TrainConfig) -> "Graphs":
    """Return the graphs that train as `config` says: those of an earlier training, if they are the same."""
    data = {name: knob.default for name, knob in KNOBS.items() if not knob.shapes_graph}
    return _graphs(dataclasses.replace(config, **data, batch_size=min(config.batch_size, config.train_size)))


@functools.lru_cache(maxsize=_MOST_KEPT)
def _graphs(shape: TrainConfig) -> "Graphs":
    return Graphs(shape)


class Graphs:
    """A model, its optimizer, and the graphs that train and measure it. One training at a time may use them."""

    def __init__(self, config: TrainConfig, *, xla: bool | None = None) -> None:
        """Build them; `xla` says whether XLA compiles them, None: where it is faster."""
        self.batch_size = config.batch_size
        self._model = build_model(config)
        self._optimizer = _optimizer(config)
        self._optimizer.build(self._model.trainable_variables)
        self._l2 = config.l2
        self._kernels = [weight for weight in self._model.trainable_variables if weight.path.endswith("kernel")]
        self._strength = STRENGTHS.get(config.augmentation)
        # XLA makes dense and recurrent networks faster, convolutions many times slower, and attention neither:
        # docs/performance.md has the measurement.
        if xla is None:
            without = keras.layers.Conv2D, keras.layers.MultiHeadAttention
            xla = not any(isinstance(layer, without) for layer in self._model.layers)
        # AutoGraph would rewrite a Python loop with syntax that Python 3.15 removes.
        graph = functools.partial(tf.function, autograph=False, jit_compile=xla or None)
        self._train, self._measure = graph(self._training), graph(self._measuring)

    def begin(self, model: keras.Model) -> None:
        """Begin a training with the weights and seeds of `model`."""
        _copy(model, self._model)
        for variable in self._optimizer.variables:
            variable.assign(tf.zeros_like(variable))

    def hand_over(self, model: keras.Model) -> None:
        """Give `model` the weights and seeds as they are now."""
        _copy(self._model, model)

    def weights(self) -> list[np.ndarray]:
        """Return the weights as they are now, in the order of Keras' `model.weights`."""
        return self._model.get_weights()

    def train(self, pool: Pool, batches: "Batches", rates: np.ndarray, seed: int, first: int, last: int) -> float:
        """Train steps `first` to `last` - 1 of the epoch in `batches` and return the sum of their losses.

        Step s has the learning rate `rates[s]`, float32 (batches.used,).
        """
        padded = tf.constant(np.resize(rates, len(batches.rows)))
        where = tf.constant(seed), tf.constant(first), tf.constant(last)
        return float(self._train(pool.images, pool.labels, batches.rows, batches.counts, padded, *where))

    def measure(
        self, pool: Pool, batches: "Batches", first: int, last: int, so_far: tuple[np.ndarray, float]
    ) -> tuple[np.ndarray, float]:
        """Return how many answers were right, dropout off, and the sum of losses of batches 0 to `last` - 1.

        The former for each digit, int32 (10,). Those of batches 0 to `first` - 1 are `so_far`: adding up one by one
        gives the same sum in whatever parts.
        """
        where = tf.constant(first), tf.constant(last), *map(tf.constant, so_far)
        right, loss = self._measure(pool.images, pool.labels, batches.rows, batches.counts, *where)
        return right.numpy(), float(loss)

    def _training(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        batches: tf.Tensor,
        counts: tf.Tensor,
        rates: tf.Tensor,
        seed: tf.Tensor,
        first: tf.Tensor,
        last: tf.Tensor,
    ) -> tf.Tensor:
        def one(step: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            inputs = _scaled(tf.gather(images, batches[step]))
            if self._strength:
                now = tf.stack([seed, tf.cast(self._optimizer.iterations, tf.int32)])
                inputs = augment(inputs, self._strength, now)
            with tf.GradientTape() as tape:
                losses = _losses(tf.gather(labels, batches[step]), self._model(inputs, training=True))
                loss = _sum_of_first(losses, counts[step]) / tf.cast(counts[step], tf.float32)
                penalized = loss
                if self._l2:
                    penalized += self._l2 * tf.add_n([tf.reduce_sum(kernel**2) for kernel in self._kernels])
            gradients = tape.gradient(penalized, self._model.trainable_variables)
            self._optimizer.learning_rate = rates[step]
            self._optimizer.apply(gradients, self._model.trainable_variables)
            return step + 1, total + loss

        return tf.while_loop(lambda step, total: step < last, one, (first, 0.0))[1]

    def _measuring(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        batches: tf.Tensor,
        counts: tf.Tensor,
        first: tf.Tensor,
        last: tf.Tensor,
        right: tf.Tensor,
        loss: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        def one(step: tf.Tensor, right: tf.Tensor, loss: tf.Tensor) -> tuple[tf.Tensor, ...]:
            truth = tf.gather(labels, batches[step])
            logits = self._model(_scaled(tf.gather(images, batches[step])), training=False)
            counted = tf.range(truth.shape[0]) < counts[step]
            hits = (tf.argmax(logits, axis=1, output_type=tf.int32) == truth) & counted
            right += tf.reduce_sum(tf.where(hits[:, None], tf.one_hot(truth, 10, dtype=tf.int32), 0), axis=0)
            return step + 1, right, loss + _sum_of_first(_losses(truth, logits), counts[step])

        return tf.while_loop(lambda step, *_: step < last, one, (first, right, loss))[1:]


def _optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    match config.optimizer:
        case "sgd":
            return keras.optimizers.SGD()
        case "momentum":
            return keras.optimizers.SGD(momentum=0.9)
        case "adam":
            return keras.optimizers.Adam()
    optimizer = keras.optimizers.AdamW(weight_decay=config.weight_decay)
    # As is customary: what only moves or scales a sum need not be small.
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def _copy(source: keras.Model, target: keras.Model) -> None:
    for old, new in zip(target.variables, source.variables, strict=True):
        old.assign(new)


def _scaled(images: tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _sum_of_first(values: tf.Tensor, count: tf.Tensor) -> tf.Tensor:
    return tf.reduce_sum(tf.where(tf.range(values.shape[0]) < count, values, 0.0))


def _losses(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Return the cross-entropy of each image; what is no digit ought to be each of the ten with the same probability.

    Source of the latter: D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure",
    arXiv:1812.04606.
    """
    digits = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.minimum(labels, 9), logits=logits)
    uniform = tf.reduce_logsumexp(logits, axis=1) - tf.reduce_mean(logits, axis=1)
    return tf.where(labels == NO_DIGIT, uniform, digits)


class Batches:
    """Indices of images in batches of one size, int32 (rows, size), for a graph.

    There are always as many rows as all of the `total` images would need, so that one graph serves any part of them.
    """

    def __init__(self, indices: np.ndarray, size: int, total: int) -> None:
        rows = -(-total // size)
        self.used = -(-len(indices) // size)
        self.rows = tf.constant(np.resize(indices, (rows, size)))
        self.counts = tf.constant(np.clip(len(indices) - size * np.arange(rows), 0, size).astype(np.int32))
