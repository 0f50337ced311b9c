"""`train(config)`: the training loop."""

import math
import time
from collections.abc import Callable, Iterator

import keras
import numpy as np

from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import FEWEST_VALIDATION_IMAGES, TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import epoch_order, validation_subset
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import TRAIN_SLICE, UNTRAINED_IMAGES, EpochMetrics, Progress
from digitdemo.runs.run import kept_record
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training.batches import Batches
from digitdemo.training.evaluation import Evaluator
from digitdemo.training.graphs import StepLosses, graphs_of
from digitdemo.training.image_bank import ImageBank, mnist_bank
from digitdemo.training.layer_probe import LayerProbe
from digitdemo.training.live_publisher import LivePublisher
from digitdemo.training.networks import build_model
from digitdemo.training.pacing import Pacer
from digitdemo.training.progress import ProgressTracker


class Stopped(Exception):
    """Raise this from `on_progress` to end a training at once; the message says why."""


class Diverged(Exception):
    """The loss became infinite or not a number; the records yielded so far stand."""


def train(
    config: TrainConfig,
    mnist: Mnist | None = None,
    *,
    model: keras.Model | None = None,
    snapshots: Snapshots | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_live: Callable[[LiveWeights], None] | None = None,
) -> Iterator[EpochMetrics]:
    """Train `model` (new if None) and yield its metrics: first epoch 0, untrained, then one record per epoch.

    Train and test are measured by the same function after the epoch, dropout off: train on the first
    `TRAIN_SLICE` images of the training subset, test on all test images, validation on those that are held out, where
    they are at least `FEWEST_VALIDATION_IMAGES` (epoch 0: on the first `UNTRAINED_IMAGES` of each, because somebody
    waits for the first step). Nothing is chosen by the test set.
    `on_progress` is called every 0.1 s or so while an epoch trains and is measured (a single step may last
    longer on a slow machine); what it raises ends the training. Closing the generator stops it, too.
    `on_live` is given the untrained weights, then more than twice a second what has become of them, and those of each
    epoch before it is measured; without it, nothing of that costs any time.
    `model` has the weights of the epoch that `kept_record` names, also when the training was ended within a later one.
    With early stopping, `config.patience` above 0, the training ends that many epochs after it. `snapshots` are given
    the weights of every epoch.

    Raises:
        Diverged: a loss is infinite or not a number.
    """
    bank = ImageBank(mnist) if mnist else mnist_bank()
    model = model or build_model(config)
    subset = bank.prepare(config)
    learned = np.concatenate([subset, bank.drawn_indices])
    held_out = validation_subset(config.train_size, config.seed, total=bank.train_count)
    graphs = graphs_of(config)
    graphs.begin(model)

    evaluation_pacer, training_pacer = Pacer(), Pacer()
    train_slice = Evaluator(graphs, bank, subset, evaluation_pacer)
    test = Evaluator(graphs, bank, bank.mnist_test_indices, evaluation_pacer)
    enough = len(held_out) >= FEWEST_VALIDATION_IMAGES
    validation = Evaluator(graphs, bank, held_out, evaluation_pacer) if enough else None
    steps = math.ceil(len(learned) / graphs.batch_size)
    progress = ProgressTracker(
        config.epochs,
        steps,
        trained=len(learned),
        evaluated=train_slice.images + test.images + (validation.images if validation else 0),
        on_progress=on_progress,
    )

    def evaluate(epoch: int, seconds: float, losses: StepLosses | None = None) -> EpochMetrics:
        report, most = progress.evaluation_report(epoch), TRAIN_SLICE if epoch else UNTRAINED_IMAGES
        on_train, on_test = train_slice.evaluate(report, most=most), test.evaluate(report, most=most)
        on_validation = validation.evaluate(report, most=most) if validation else None
        layers = probe.measure()
        return EpochMetrics(
            epoch=epoch,
            train_accuracy=on_train.accuracy,
            train_loss=on_train.loss,
            test_accuracy=on_test.accuracy,
            test_loss=on_test.loss,
            seconds=seconds,
            images_per_second=len(learned) / seconds if seconds else 0.0,
            elapsed_seconds=progress.elapsed,
            test_recall=on_test.recall,
            validation_accuracy=on_validation.accuracy if on_validation else None,
            validation_loss=on_validation.loss if on_validation else None,
            validation_recall=on_validation.recall if on_validation else (),
            train_images=on_train.images,
            test_images=on_test.images,
            validation_images=on_validation.images if on_validation else None,
            true_train_accuracy=on_train.true_accuracy if config.label_noise else None,
            step_loss=losses.total / steps if losses else None,
            highest_step_loss=losses.highest if losses else None,
            layers=layers,
        )

    def batches_of(epoch: int) -> Batches:
        return Batches(epoch_order(learned, config.seed, epoch), graphs.batch_size, bank.size)

    rates = learning_rates(config, config.epochs * steps).reshape(config.epochs, steps)
    probe = LayerProbe(graphs.model, bank, subset)
    graphs.trace(bank, batches_of(1))  # takes up to two seconds, which are no training: before the clock starts
    history = [evaluate(0, 0.0)]
    yield history[0]
    if snapshots:
        snapshots.take(0, graphs.weights)
    publisher = LivePublisher(graphs, bank, on_live) if on_live else None
    if publisher:
        publisher.publish(0)
    progress.start()
    for epoch in range(1, config.epochs + 1):
        batches = batches_of(epoch)
        losses, started = StepLosses(), time.perf_counter()
        for first, last in training_pacer.calls(steps):
            found = graphs.train(bank, batches, rates[epoch - 1], config.seed, first, last)
            if not math.isfinite(found.total):
                raise Diverged(
                    f"the training loss was {_in_words(found.total)} in epoch {epoch}, step {last} of {steps}"
                )
            losses = losses.and_then(found)
            progress.report_training(epoch, last, time.perf_counter() - started)
            if publisher and last < steps:
                publisher.publish_if_due(epoch - 1 + last / steps)
        if publisher:
            publisher.publish(epoch)
        metrics = evaluate(epoch, time.perf_counter() - started, losses)
        _check_finite(metrics)
        history.append(metrics)
        kept = kept_record(config, history)
        if kept.epoch == epoch:
            graphs.hand_over(model)
        if snapshots:
            snapshots.take(epoch, graphs.weights)
        yield metrics
        if config.patience and epoch - kept.epoch >= config.patience:
            return


def prepare(config: TrainConfig) -> None:
    """Make, trace and compile what `train` by `config` needs before its first step, for whoever trains so later."""
    next(train(config))


def _check_finite(metrics: EpochMetrics) -> None:
    losses = {"training": metrics.train_loss, "test": metrics.test_loss, "validation": metrics.validation_loss}
    for name, loss in losses.items():
        if loss is not None and not math.isfinite(loss):
            raise Diverged(f"the {name} loss was {_in_words(loss)} after epoch {metrics.epoch}")


def _in_words(loss: float) -> str:
    return "not a number" if math.isnan(loss) else "infinite"


def forget() -> None:
    """Release the graphs and layers of past trainings: without this a process that trains many models grows."""
    keras.backend.clear_session()
