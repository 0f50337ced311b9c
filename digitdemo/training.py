"""`train(config)`: the training loop, and the one function that measures accuracy and loss.

TensorFlow is imported here, so only the trainer process and the command line may import this module.
"""

import math
import time
from collections.abc import Callable, Iterator

import keras
import numpy as np
import tensorflow as tf

from digitdemo.augmentation import STRENGTHS, augment
from digitdemo.calibration import FEWEST_IMAGES, fit_temperature
from digitdemo.config import TrainConfig
from digitdemo.data import Mnist, epoch_order, load_mnist, training_subset, validation_subset
from digitdemo.metrics import TRAIN_SLICE, EpochMetrics, Progress
from digitdemo.models import build_model
from digitdemo.pen_drawings import NO_DIGIT, pen_drawings

PROGRESS_SECONDS = 0.1  # aimed time between two progress reports, half of what is promised
_EVALUATION_BATCH = 500
_CALIBRATION_BATCH = 100  # outside a graph a batch of 500 takes 150 MB more


class Stopped(Exception):
    """Raise this from `on_progress` to end a training at once."""


class Diverged(Exception):
    """The loss became infinite or not a number; the records yielded so far stand."""


def train(
    config: TrainConfig,
    mnist: Mnist | None = None,
    *,
    model: keras.Model | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Iterator[EpochMetrics]:
    """Train `model` (new if None) and yield its metrics: first epoch 0, untrained, then one record per epoch.

    Train and test are measured by the same function after the epoch, dropout off: train on the first
    `TRAIN_SLICE` images of the training subset, test on all test images. Nothing is chosen by the test set.
    `on_progress` is called every 0.1 s or so while an epoch trains and is measured (a single step may last
    longer on a slow machine); what it raises ends the training. Closing the generator stops it, too.

    The data stays uint8 in memory and is gathered and scaled batch by batch inside one graph, which runs as many
    steps per call as fit between two progress reports.

    Raises:
        Diverged: a loss is infinite or not a number.
    """
    mnist = mnist or load_mnist()
    model = model or build_model(config)
    subset = training_subset(config.train_size, config.seed, total=len(mnist.x_train))
    images, labels = mnist.x_train, mnist.y_train
    if config.pen_drawings:
        drawn, drawn_labels = pen_drawings(config.pen_drawings, config.seed)
        images, labels = np.concatenate([images, drawn]), np.concatenate([labels, drawn_labels])
    images, labels = _tensors(images, labels)
    test_images, test_labels = _tensors(mnist.x_test, mnist.y_test)
    slice_indices = tf.constant(subset[:TRAIN_SLICE])
    test_indices = tf.range(len(mnist.x_test))
    subset = np.concatenate([subset, len(mnist.x_train) + np.arange(config.pen_drawings, dtype=np.int32)])
    steps = math.ceil(len(subset) / config.batch_size)
    run_steps = _step_runner(config, model, images, labels, config.epochs * steps)
    measure = _evaluator(model)
    run_steps(tf.constant(subset), tf.constant(0), tf.constant(0))  # traces the graph before the clock starts

    clock = _Clock(config.epochs, steps, len(subset), on_progress)

    def record(epoch: int, seconds: float) -> EpochMetrics:
        report = clock.evaluating(epoch, len(slice_indices) + len(test_indices))
        train_accuracy, train_loss = _evaluate(measure, images, labels, slice_indices, report)
        test_accuracy, test_loss = _evaluate(measure, test_images, test_labels, test_indices, report)
        return EpochMetrics(
            epoch=epoch,
            train_accuracy=train_accuracy,
            train_loss=train_loss,
            test_accuracy=test_accuracy,
            test_loss=test_loss,
            seconds=seconds,
            images_per_second=len(subset) / seconds if seconds else 0.0,
            elapsed_seconds=clock.elapsed if epoch else 0.0,
        )

    yield record(0, 0.0)
    clock.start()
    chunk = 1
    for epoch in range(1, config.epochs + 1):
        order = tf.constant(epoch_order(subset, config.seed, epoch))
        begun, step = time.perf_counter(), 0
        while step < steps:
            before, last = time.perf_counter(), min(step + chunk, steps)
            loss = float(run_steps(order, tf.constant(step), tf.constant(last)))
            if not math.isfinite(loss):
                raise Diverged(f"the training loss became {loss} in epoch {epoch}, step {last} of {steps}")
            took, done, step = time.perf_counter() - before, last - step, last
            chunk = max(1, min(2 * chunk, int(done * PROGRESS_SECONDS / took)))
            clock.training(epoch, step, time.perf_counter() - begun)
        metrics = record(epoch, time.perf_counter() - begun)
        if not math.isfinite(metrics.train_loss + metrics.test_loss):
            raise Diverged(f"the loss after epoch {epoch} is not finite")
        yield metrics


def calibrate(model: keras.Model, config: TrainConfig, mnist: Mnist | None = None) -> float | None:
    """Return the temperature of `model`, trained by `config`, fitted on the validation images; None if too few."""
    mnist = mnist or load_mnist()
    indices = validation_subset(config.train_size, config.seed, total=len(mnist.x_train))
    if len(indices) < FEWEST_IMAGES:
        return None
    batches = (
        mnist.x_train[indices[start : start + _CALIBRATION_BATCH], ..., np.newaxis]
        for start in range(0, len(indices), _CALIBRATION_BATCH)
    )
    logits = np.concatenate([model(_scaled(batch), training=False).numpy() for batch in batches])
    return fit_temperature(logits, mnist.y_train[indices])


def _tensors(images: np.ndarray, labels: np.ndarray) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.constant(images[..., np.newaxis]), tf.constant(labels.astype(np.int32))


def _scaled(images: tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _cross_entropy(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)


def _loss(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Return the cross-entropy of each image; what is no digit ought to be each of the ten with the same probability.

    Source of the latter: D. Hendrycks, M. Mazeika, T. Dietterich, "Deep anomaly detection with outlier exposure",
    arXiv:1812.04606.
    """
    uniform = tf.reduce_logsumexp(logits, axis=1) - tf.reduce_mean(logits, axis=1)
    return tf.where(labels == NO_DIGIT, uniform, _cross_entropy(tf.minimum(labels, 9), logits))


def _step_runner(config: TrainConfig, model: keras.Model, images: tf.Tensor, labels: tf.Tensor, steps: int) -> Callable:
    """Return a graph function (order, first, last) that does those training steps and returns their mean loss.

    `steps` is the number of steps of the whole training.
    """
    optimizer = keras.optimizers.Adam(_learning_rate(config, steps))
    optimizer.build(model.trainable_variables)
    strength = STRENGTHS.get(config.augmentation)

    def one_step(step: tf.Tensor, total: tf.Tensor, order: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        batch = order[step * config.batch_size : (step + 1) * config.batch_size]
        inputs = _scaled(tf.gather(images, batch))
        if strength:
            inputs = augment(inputs, strength, tf.stack([config.seed, tf.cast(optimizer.iterations, tf.int32)]))
        with tf.GradientTape() as tape:
            logits = model(inputs, training=True)
            loss = tf.reduce_mean((_loss if config.pen_drawings else _cross_entropy)(tf.gather(labels, batch), logits))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return step + 1, total + loss

    @tf.function(autograph=False)  # AutoGraph would rewrite a Python loop with syntax that Python 3.15 removes
    def run_steps(order: tf.Tensor, first: tf.Tensor, last: tf.Tensor) -> tf.Tensor:
        _, total = tf.while_loop(
            lambda step, total: step < last, lambda step, total: one_step(step, total, order), (first, 0.0)
        )
        return total / tf.cast(tf.maximum(last - first, 1), tf.float32)

    return run_steps


def _learning_rate(config: TrainConfig, steps: int) -> float | keras.optimizers.schedules.LearningRateSchedule:
    """Return the learning rate, or how it rises and falls over `steps` steps.

    One cycle: L. N. Smith, "Super-convergence", arXiv:1708.07120, with the cosine's fall instead of the linear one.
    """
    if config.schedule == "constant":
        return config.learning_rate
    rising = steps // 5
    return keras.optimizers.schedules.CosineDecay(
        config.learning_rate / 25, steps - rising, alpha=0.0, warmup_target=config.learning_rate, warmup_steps=rising
    )


def _evaluator(model: keras.Model) -> Callable:
    """Return a graph function (images, labels, indices) that counts right answers and sums losses, dropout off."""

    @tf.function(autograph=False, reduce_retracing=True)
    def measure(images: tf.Tensor, labels: tf.Tensor, indices: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        logits = model(_scaled(tf.gather(images, indices)), training=False)
        truth = tf.gather(labels, indices)
        right = tf.argmax(logits, axis=1, output_type=tf.int32) == truth
        return tf.reduce_sum(tf.cast(right, tf.int32)), tf.reduce_sum(_cross_entropy(truth, logits))

    return measure


def _evaluate(
    measure: Callable, images: tf.Tensor, labels: tf.Tensor, indices: tf.Tensor, report: Callable[[int], None]
) -> tuple[float, float]:
    """Return accuracy and mean loss over the images at `indices`."""
    right, loss = 0, 0.0
    for start in range(0, len(indices), _EVALUATION_BATCH):
        batch = indices[start : start + _EVALUATION_BATCH]
        batch_right, batch_loss = measure(images, labels, batch)
        right, loss = right + int(batch_right), loss + float(batch_loss)
        report(len(batch))
    return right / len(indices), loss / len(indices)


class _Clock:
    """Turns steps and measured images into `Progress`. An image measured counts as a third of one trained."""

    def __init__(self, epochs: int, steps: int, images: int, on_progress: Callable[[Progress], None]) -> None:
        self._epochs, self._steps, self._images, self._on_progress = epochs, steps, images, on_progress
        self._started: float | None = None
        self._rate = 0.0

    def start(self) -> None:
        self._started = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning of epoch 1."""
        return time.perf_counter() - self._started if self._started is not None else 0.0

    def training(self, epoch: int, step: int, seconds: float) -> None:
        trained = self._images * step / self._steps
        self._rate = trained / seconds if seconds else 0.0
        self._report(epoch, step, "training", trained / self._epoch_work)

    def evaluating(self, epoch: int, images: int) -> Callable[[int], None]:
        self._measured_images = images
        measured = 0

        def report(count: int) -> None:
            nonlocal measured
            measured += count
            if epoch:
                self._report(epoch, self._steps, "evaluating", (self._images + measured / 3) / self._epoch_work)

        return report

    @property
    def _epoch_work(self) -> float:
        return self._images + self._measured_images / 3

    def _report(self, epoch: int, step: int, phase: str, share_of_epoch: float) -> None:
        fraction = min(1.0, (epoch - 1 + share_of_epoch) / self._epochs)
        self._on_progress(
            Progress(
                epoch=epoch,
                epochs=self._epochs,
                step=step,
                steps=self._steps,
                phase=phase,  # type: ignore[arg-type]
                images_per_second=self._rate,
                fraction=fraction,
                seconds_left=self.elapsed * (1 - fraction) / fraction,
            )
        )


def forget() -> None:
    """Release the graphs and layers of past trainings: without this a process that trains many models grows."""
    keras.backend.clear_session()
