"""`train(config)`: the training loop."""

import gc
import math
import time
from collections.abc import Callable, Iterator

import keras
import numpy as np

from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import FEWEST_VALIDATION_IMAGES, TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.own_images import OwnImages
from digitdemo.data.splits import epoch_order, validation_subset
from digitdemo.data.synthetic import are_drawn, pen_drawings
from digitdemo.runs.learning import Look
from digitdemo.runs.live_weights import LiveWeights
from digitdemo.runs.metrics import TRAIN_SLICE, UNTRAINED_IMAGES, Doing, EpochMetrics, Probe, Progress
from digitdemo.runs.run import kept_record
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training.album import Album
from digitdemo.training.batches import Batches
from digitdemo.training.evaluation import Evaluation, Evaluator
from digitdemo.training.graphs import StepLosses, graphs_of
from digitdemo.training.image_bank import ImageBank, mnist_bank
from digitdemo.training.layer_probe import LayerProbe
from digitdemo.training.networks import build_model
from digitdemo.training.onlooker import Eye, Onlooker
from digitdemo.training.pacing import CALL_SECONDS, Pacer
from digitdemo.training.prober import Prober
from digitdemo.training.progress import ProgressTracker

_DRAWN_AT_ONCE = 250  # images, in 0.2 s: who wants to train waits no longer than that


class Stopped(Exception):
    """Raise this from `on_progress` or `on_doing` to end a training at once; the message says why."""


class Diverged(Exception):
    """The loss became infinite or not a number; the records yielded so far stand."""


def train(
    config: TrainConfig,
    mnist: Mnist | None = None,
    *,
    own: OwnImages | None = None,
    model: keras.Model | None = None,
    snapshots: Snapshots | None = None,
    album: Album | None = None,
    on_doing: Callable[[Doing], None] = lambda doing: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_probe: Callable[[Probe], None] = lambda probe: None,
    on_live: Callable[[LiveWeights], None] | None = None,
    on_look: Callable[[Look], None] = lambda look: None,
    on_kept: Callable[[Evaluation | None], None] = lambda validation: None,
) -> Iterator[EpochMetrics]:
    """Train `model` (new if None) and yield its metrics: first epoch 0, untrained, then one record per epoch.

    Train and test are measured by the same function after the epoch, dropout off: train on the first
    `TRAIN_SLICE` images of the training subset, test on all test images, validation on those that are held out, where
    they are at least `FEWEST_VALIDATION_IMAGES` (epoch 0: on the first `UNTRAINED_IMAGES` of each, because somebody
    waits for the first step). Nothing is chosen by the test set. `own` are drawings that are learned from, too.
    `model` has the weights of the epoch that `kept_record` names, also when the training was ended within a later one.
    With early stopping, `config.patience` above 0, the training ends that many epochs after it. `snapshots` are given
    the weights of every epoch, and `album` what can be seen of what the model learns.

    On the way `on_doing` hears what the training does from then on, and `on_progress`, every 0.1 s or so while an epoch
    trains and is measured, how far it is (a single step may last longer on a slow machine). What these raise ends the
    training; closing the generator stops it, too. `on_probe` hears how the model does at epochs 0, 1, 2 ..., and
    between them as often as that costs next to nothing. `on_live` is given the weights with every probe, those of each
    epoch before it is measured; without it, nothing of that costs any time. `on_look` hears what `album` is given, and
    nothing without one. `on_kept` hears of each epoch whose model
    is kept what that answers to the validation images, None where these are too few.

    Raises:
        Diverged: a loss is infinite or not a number.
    """
    bank = ImageBank(mnist) if mnist else mnist_bank()
    model = model or build_model(config)
    if not are_drawn(config.pen_drawings, config.seed):
        on_doing("drawing")
    subset = bank.prepare(config, own)
    learned = np.concatenate([subset, bank.drawn_indices, bank.own_indices])
    held_out = validation_subset(config.train_size, config.seed, total=bank.train_count)
    graphs = graphs_of(config)
    if not graphs.traced:
        on_doing("compiling")
        for _ in graphs.trace(bank):
            on_doing("compiling")  # as often as this can be interrupted
    on_doing("measuring")
    graphs.begin(model, config)

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

    onlooker = Onlooker(graphs.model, model, bank, on_look, album) if album else None
    prober = Prober(graphs, train_slice, test, on_probe, on_live, onlooker.glance if onlooker else None)
    layer_probe = LayerProbe(graphs.model, bank, subset)

    def evaluate(
        epoch: int, seconds: float, losses: StepLosses | None = None
    ) -> tuple[EpochMetrics, Evaluation | None]:
        report, most = progress.evaluation_report(epoch), TRAIN_SLICE if epoch else UNTRAINED_IMAGES
        on_train, on_test = train_slice.evaluate(report, most=most), test.evaluate(report, most=most)
        on_validation = validation.evaluate(report, most=most) if validation else None
        if not (epoch and prober.watched):  # else that was done as soon as the epoch was trained
            prober.tell(epoch, on_train, on_test)
        metrics = EpochMetrics(
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
            layers=layer_probe.measure(),
        )
        return metrics, on_validation

    def batches_of(epoch: int) -> Batches:
        return Batches(epoch_order(learned, config.seed, epoch), graphs.batch_size, bank.size)

    rates = learning_rates(config, config.epochs * steps).reshape(config.epochs, steps)
    history = [evaluate(0, 0.0)[0]]
    yield history[0]
    if snapshots:
        snapshots.take(0, graphs.weights)
    progress.start()
    for epoch in range(1, config.epochs + 1):
        on_doing("training")
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
            if onlooker and (last < steps or epoch == 1):
                onlooker.look_if_due(epoch - 1 + last / steps)
            if last < steps:
                prober.probe_if_due(epoch - 1 + last / steps)
        seconds = time.perf_counter() - started
        if prober.watched:
            prober.probe(epoch)
        on_doing("measuring")
        metrics, validation_answers = evaluate(epoch, seconds, losses)
        _check_finite(metrics)
        history.append(metrics)
        kept = kept_record(config, history)
        if kept.epoch == epoch:
            graphs.hand_over(model)
            on_kept(validation_answers)
        if snapshots:
            snapshots.take(epoch, graphs.weights)
        if onlooker:
            onlooker.look(epoch, kept=kept.epoch == epoch)
        yield metrics
        if config.patience and epoch - kept.epoch >= config.patience:
            return


def prepare(config: TrainConfig) -> Iterator[None]:
    """Make, trace and compile what `train` by `config` would have to, in parts, for whoever trains so later."""
    for count in range(_DRAWN_AT_ONCE, config.pen_drawings + _DRAWN_AT_ONCE, _DRAWN_AT_ONCE):
        if not are_drawn(min(count, config.pen_drawings), config.seed):
            pen_drawings(min(count, config.pen_drawings), config.seed)
            yield
    graphs = graphs_of(config)
    yield from graphs.trace(mnist_bank())
    converted = graphs.converted()
    while not converted.done():
        time.sleep(CALL_SECONDS)
        yield
    Eye(graphs.model, mnist_bank()).see()  # what it does for the first time takes a while
    yield


def _check_finite(metrics: EpochMetrics) -> None:
    losses = {"training": metrics.train_loss, "test": metrics.test_loss, "validation": metrics.validation_loss}
    for name, loss in losses.items():
        if loss is not None and not math.isfinite(loss):
            raise Diverged(f"the {name} loss was {_in_words(loss)} after epoch {metrics.epoch}")


def _in_words(loss: float) -> str:
    return "not a number" if math.isnan(loss) else "infinite"


def forget() -> None:
    """Release the layers of past trainings: without this a process that trains many models grows.

    It is not `keras.backend.clear_session()`, by which TensorFlow forgets how to run the graphs that it knows: up to
    0.8 s before the next training's first step.
    """
    gc.collect()
