"""The graphs that train and evaluate: many steps in one call, over data that stays uint8 in memory.

Tracing and compiling a graph takes up to two seconds, so it is done once for all trainings that need the same one. What
differs between those (first weights, seed, learning rates, images and their order) goes in as data.
"""

import dataclasses
import functools
import logging
from collections.abc import Iterator
from concurrent.futures import Future

import keras
import numpy as np
import tensorflow as tf

from digitdemo.config.augmentation import STRENGTHS
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.metrics import TRAIN_SLICE
from digitdemo.training.augmentation import augment
from digitdemo.training.batches import Batches
from digitdemo.training.conversion import start_conversion
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.losses import cross_entropies
from digitdemo.training.networks import build_model
from digitdemo.training.optimizers import build_optimizer

EVALUATED_AT_ONCE = 250  # images: of what is evaluated, every count is a multiple
_MOST_KEPT = 10  # the defaults of the linear model, the MLP and the CNNs, and what a visitor tries

# Each is traced once. TensorFlow counts those of all trainings together, and would tell whoever looks at the terminal,
# at length, that tracing is expensive.
logging.getLogger("tensorflow").addFilter(lambda record: "triggered tf.function retracing" not in record.getMessage())


@dataclasses.dataclass(frozen=True)
class StepLosses:
    """The losses of some training steps, mean cross-entropies of their batches in nats: their sum and their maximum.

    `highest` means nothing where `total` is infinite or not a number.
    """

    total: float = 0.0
    highest: float = 0.0

    def and_then(self, later: "StepLosses") -> "StepLosses":
        """Return the losses of these steps and of `later` ones."""
        return StepLosses(self.total + later.total, max(self.highest, later.highest))


def graphs_of(config: TrainConfig) -> "Graphs":
    """Return the graphs that train as `config` says: those of an earlier training, if they are the same."""
    data = {name: knob.default for name, knob in KNOBS.items() if not knob.shapes_graph}
    return _graphs(dataclasses.replace(config, **data, batch_size=min(config.batch_size, config.train_size)))


@functools.lru_cache(maxsize=_MOST_KEPT)
def _graphs(shape: TrainConfig) -> "Graphs":
    return Graphs(shape)


class Graphs:
    """A model, its optimizer, and the graphs that train and evaluate it. One training at a time may use them.

    `model` is theirs: look at it, and change nothing. `traced` says whether they are traced and compiled.
    """

    def __init__(self, config: TrainConfig, *, xla: bool | None = None) -> None:
        """Build them; `xla` says whether XLA compiles them, None: where it is faster."""
        self.batch_size = config.batch_size
        self.traced = False
        self._converted: Future[bytes] | None = None
        self.model = build_model(config)
        self._beta2 = tf.Variable(config.beta2, trainable=False)  # data to the graph, as the learning rates are
        self._optimizer = build_optimizer(config, beta2=self._beta2)
        self._optimizer.build(self.model.trainable_variables)
        self._l2 = config.l2
        self._kernels = [weight for weight in self.model.trainable_variables if weight.path.endswith("kernel")]
        self._strengths = STRENGTHS.get(config.augmentation)
        # XLA makes dense and recurrent networks faster, convolutions many times slower, and attention neither:
        # docs/performance.md has the measurement.
        if xla is None:
            xla = not self._has(keras.layers.Conv2D, keras.layers.MultiHeadAttention)
        # AutoGraph would rewrite a Python loop with syntax that Python 3.15 removes.
        graph = functools.partial(tf.function, autograph=False)
        self._train = graph(self._train_steps, jit_compile=xla or None)
        self._evaluate = graph(self._evaluate_batches, jit_compile=xla or None)
        # Batch normalization would see what fills up the last batch of an epoch. That step has a graph of its own, in
        # which the batch is as small as it is: docs/performance.md says what else was tried.
        self._train_last = None
        if self._has(keras.layers.BatchNormalization):
            self._train_last = graph(functools.partial(self._train_steps, cut=True))

    def _has(self, *kinds: type[keras.Layer]) -> bool:
        return any(isinstance(layer, kinds) for layer in self.model.layers)

    def converted(self) -> Future[bytes]:
        """Return the model for LiteRT, weights as inputs; at the first call, or if that failed, begin to convert it."""
        begun = self._converted
        if begun is None or (begun.done() and begun.exception()):
            begun = self._converted = start_conversion(self.model)
        return begun

    def begin(self, model: keras.Model, config: TrainConfig) -> None:
        """Begin a training by `config` with the weights and seeds of `model`."""
        _copy(model, self.model)
        self._beta2.assign(config.beta2)
        for variable in self._optimizer.variables:
            variable.assign(tf.zeros_like(variable))

    def hand_over(self, model: keras.Model) -> None:
        """Give `model` the weights and seeds as they are now."""
        _copy(self.model, model)

    def weights(self) -> list[np.ndarray]:
        """Return the weights as they are now, in the order of Keras' `model.weights`."""
        return self.model.get_weights()

    def trace(self, bank: ImageBank) -> Iterator[None]:
        """Trace and compile what is not yet, in parts: one before each of what is yielded.

        A step is really trained, with a learning rate of 0: what TensorFlow does when it runs a graph for the first
        time takes the best CNN nearly a second. `begin` sets all of it back.
        """
        if self.traced:
            return
        batches = Batches(np.arange(self.batch_size + 1, dtype=np.int32), self.batch_size, bank.size)
        rates = np.zeros(batches.used, np.float32)
        for step in range(batches.used):  # a whole batch, and the last one, which may have a graph of its own
            self.train(bank, batches, rates, 0, step, step + 1)
            yield
        self.logits(bank, Batches(np.arange(1, dtype=np.int32), EVALUATED_AT_ONCE, TRAIN_SLICE), 0, 1)
        self.traced = True
        yield

    def train(
        self, bank: ImageBank, batches: Batches, rates: np.ndarray, seed: int, first: int, last: int
    ) -> StepLosses:
        """Train steps `first` to `last` - 1 of the epoch in `batches` and return their losses.

        Step s has the learning rate `rates[s]`, float32 (batches.used,).
        """
        padded = tf.constant(np.resize(rates, len(batches.rows)))
        data = bank.images, bank.labels, batches.rows, batches.counts, padded, tf.constant(seed)
        if self._train_last is None or last <= batches.full:
            return _losses(self._train(*data, tf.constant(first), tf.constant(last)))
        losses = StepLosses()
        if first < batches.full:
            losses = _losses(self._train(*data, tf.constant(first), tf.constant(batches.full)))
        start = tf.constant(max(first, batches.full))
        return losses.and_then(_losses(self._train_last(*data, start, tf.constant(last))))

    def logits(self, bank: ImageBank, batches: Batches, first: int, last: int) -> np.ndarray:
        """Return the logits of batches `first` to `last` - 1, dropout off: float32 (last - first, size, 10).

        `batches` have the size `EVALUATED_AT_ONCE` and as many rows as `TRAIN_SLICE` images need.
        """
        found = self._evaluate(bank.images, batches.rows, tf.constant(first), tf.constant(last))
        return found.numpy()[first:last]

    def _train_steps(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        rows: tf.Tensor,
        counts: tf.Tensor,
        rates: tf.Tensor,
        seed: tf.Tensor,
        first: tf.Tensor,
        last: tf.Tensor,
        *,
        cut: bool = False,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """`cut`: leave out what fills up a batch before the model sees it, not only from the loss."""

        def one(step: tf.Tensor, total: tf.Tensor, highest: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            inputs, truth = _scaled(tf.gather(images, rows[step])), tf.gather(labels, rows[step])
            if self._strengths:
                now = tf.stack([seed, tf.cast(self._optimizer.iterations, tf.int32)])
                inputs = augment(inputs, self._strengths, now)
            if cut:
                inputs, truth = inputs[: counts[step]], truth[: counts[step]]
            with tf.GradientTape() as tape:
                losses = cross_entropies(truth, self.model(inputs, training=True))
                loss = _sum_of_first(losses, counts[step]) / tf.cast(counts[step], tf.float32)
                penalized = loss
                if self._l2:
                    penalized += self._l2 * tf.add_n([tf.reduce_sum(kernel**2) for kernel in self._kernels])
            gradients = tape.gradient(penalized, self.model.trainable_variables)
            self._optimizer.learning_rate = rates[step]
            self._optimizer.apply(gradients, self.model.trainable_variables)
            return step + 1, total + loss, tf.maximum(highest, loss)

        return tf.while_loop(lambda step, *_: step < last, one, (first, 0.0, 0.0))[1:]

    def _evaluate_batches(self, images: tf.Tensor, rows: tf.Tensor, first: tf.Tensor, last: tf.Tensor) -> tf.Tensor:
        def one(step: tf.Tensor, found: tf.TensorArray) -> tuple[tf.Tensor, tf.TensorArray]:
            logits = self.model(_scaled(tf.gather(images, rows[step])), training=False)
            return step + 1, found.write(step, logits)

        size, at_once = rows.shape
        found = tf.TensorArray(tf.float32, size, element_shape=(at_once, 10))
        return tf.while_loop(lambda step, _: step < last, one, (first, found))[1].stack()


def _losses(found: tuple[tf.Tensor, tf.Tensor]) -> StepLosses:
    total, highest = found
    return StepLosses(float(total), float(highest))


def _copy(source: keras.Model, target: keras.Model) -> None:
    for old, new in zip(target.variables, source.variables, strict=True):
        old.assign(new)


def _scaled(images: tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _sum_of_first(values: tf.Tensor, count: tf.Tensor) -> tf.Tensor:
    return tf.reduce_sum(tf.where(tf.range(tf.shape(values)[0]) < count, values, 0.0))
