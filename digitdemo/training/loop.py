"""`train(config)`: the training loop.

TensorFlow is imported here, so only the trainer process and the command line may import this module.
"""

import math
import time
from collections.abc import Callable, Iterator

import keras
import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import epoch_order, validation_subset
from digitdemo.runs.metrics import TRAIN_SLICE, UNTRAINED_IMAGES, EpochMetrics, Progress
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training.evaluation import Measurement
from digitdemo.training.graphs import Batches, Graphs, graphs_of
from digitdemo.training.image_bank import Pool, mnist_pool
from digitdemo.training.networks import build_model
from digitdemo.training.pacing import Clock, Pacer
from digitdemo.training.schedule import learning_rates


class Stopped(Exception):
    """Raise this from `on_progress` to end a training at once; the message says why, such as "stopped by hand"."""


class Diverged(Exception):
    """The loss became infinite or not a number; the records yielded so far stand."""


def train(
    config: TrainConfig,
    mnist: Mnist | None = None,
    *,
    model: keras.Model | None = None,
    snapshots: Snapshots | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Iterator[EpochMetrics]:
    """Train `model` (new if None) and yield its metrics: first epoch 0, untrained, then one record per epoch.

    Train and test are measured by the same function after the epoch, dropout off: train on the first
    `TRAIN_SLICE` images of the training subset, test on all test images (epoch 0: on the first `UNTRAINED_IMAGES` of
    both, because somebody waits for the first step). Nothing is chosen by the test set.
    `on_progress` is called every 0.1 s or so while an epoch trains and is measured (a single step may last
    longer on a slow machine); what it raises ends the training. Closing the generator stops it, too.
    `model` has the weights of the last whole epoch, also when the training was ended within the next one. With early
    stopping, `config.patience` above 0, it has those of the epoch with the lowest loss on the validation images, and
    the training ends that many epochs after it. `snapshots` are given the weights of every epoch.

    Raises:
        Diverged: a loss is infinite or not a number.
    """
    pool = Pool(mnist) if mnist else mnist_pool()
    model = model or build_model(config)
    subset = pool.prepare(config)
    learned = np.concatenate([subset, pool.drawn_indices])
    graphs = graphs_of(config)
    graphs.begin(model)
    steps = _Steps(config, graphs, pool, learned)
    measuring = Pacer()
    train_slice = Measurement(graphs, pool, subset[:TRAIN_SLICE], measuring)
    test = Measurement(graphs, pool, pool.test_indices, measuring)
    held_out = validation_subset(config.train_size, config.seed, total=pool.train)
    validation = Measurement(graphs, pool, held_out, measuring) if config.patience else None
    images = train_slice.images + test.images + (validation.images if validation else 0)
    clock = Clock(config.epochs, steps.per_epoch, len(learned), on_progress)

    def record(epoch: int, seconds: float) -> EpochMetrics:
        most = TRAIN_SLICE if epoch else UNTRAINED_IMAGES
        report = clock.evaluating(epoch, images)
        on_train, on_test = train_slice.measure(report, most=most), test.measure(report, most=most)
        on_validation = validation.measure(report, most=most) if validation else None
        return EpochMetrics(
            epoch=epoch,
            train_accuracy=on_train.accuracy,
            train_loss=on_train.loss,
            test_accuracy=on_test.accuracy,
            test_loss=on_test.loss,
            seconds=seconds,
            images_per_second=len(learned) / seconds if seconds else 0.0,
            elapsed_seconds=clock.elapsed if epoch else 0.0,
            test_recall=on_test.recall,
            validation_accuracy=on_validation.accuracy if on_validation else None,
            validation_loss=on_validation.loss if on_validation else None,
        )

    yield record(0, 0.0)
    if snapshots:
        snapshots.take(0, graphs.weights)
    clock.start()
    pacer, lowest, best = Pacer(), math.inf, 0
    for epoch in range(1, config.epochs + 1):
        run = steps.epoch(epoch)
        begun = time.perf_counter()
        for first, last in pacer.calls(steps.per_epoch):
            step_loss = run(first, last)
            if not math.isfinite(step_loss):
                raise Diverged(
                    f"the training loss became {step_loss} in epoch {epoch}, step {last} of {steps.per_epoch}"
                )
            clock.training(epoch, last, time.perf_counter() - begun)
        metrics = record(epoch, time.perf_counter() - begun)
        if not math.isfinite(metrics.train_loss + metrics.test_loss):
            raise Diverged(f"the loss after epoch {epoch} is not finite")
        loss = metrics.validation_loss
        if loss is None or loss < lowest:
            lowest, best = loss or 0.0, epoch
            graphs.hand_over(model)
        if snapshots:
            snapshots.take(epoch, graphs.weights)
        yield metrics
        if validation and epoch - best >= config.patience:
            return


class _Steps:
    """The steps of one training: its images in the order of each epoch, and its learning rates."""

    def __init__(self, config: TrainConfig, graphs: Graphs, pool: Pool, learned: np.ndarray) -> None:
        self._config, self._graphs, self._pool, self._learned = config, graphs, pool, learned
        self.per_epoch = math.ceil(len(learned) / graphs.batch_size)
        self._rates = learning_rates(config, config.epochs * self.per_epoch).reshape(config.epochs, self.per_epoch)
        self.epoch(1)(0, 0)  # traces and compiles the graph before the clock starts

    def epoch(self, number: int) -> Callable[[int, int], float]:
        """Return what trains steps `first` to `last` - 1 of that epoch, from 1, and returns their mean loss."""
        order = epoch_order(self._learned, self._config.seed, number)
        batches = Batches(order, self._graphs.batch_size, self._pool.size)
        rates = self._rates[number - 1]

        def run(first: int, last: int) -> float:
            total = self._graphs.train(self._pool, batches, rates, self._config.seed, first, last)
            return total / max(1, last - first)

        return run


def forget() -> None:
    """Release the graphs and layers of past trainings: without this a process that trains many models grows."""
    keras.backend.clear_session()
