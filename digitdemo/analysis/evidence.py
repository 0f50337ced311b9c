"""What the rules look at: a few numbers drawn from the curve of a run, before any knob is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from digitdemo.analysis.intervals import Interval, gap_interval
from digitdemo.analysis.sample_sizes import measured_images
from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run

GUESSING = math.log(10)  # the loss of one who gives every digit the same probability


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Numbers on the epoch that a run kept and on those before it; later ones were given up with their weights.

    Accuracies are fractions, losses mean cross-entropies in nats on train, dropout off. `lowest` and `highest` are
    those of any epoch after the first weights'; `highest_step` is that of a single step as it was trained. `late` is
    the share of the loss' whole fall that came in the second half of the learning: near a half for one who has only
    begun, near 0 for one who has settled. `shrunk` is the share of the loss that was left before that half and is gone
    after it. Learning is counted in learning rates, so that the end of one cycle, with
    steps of nearly nothing, does not look like standing still. `moved` is how far the weights of the layer that moved
    farthest are from their first values, as a share of those. `first_gradient` is the first layer's gradient, as a
    share of its weights, divided by that of the last layer; `dead` is the largest share of units of a hidden layer that
    answer the same to everything. `gave_up` says that early stopping kept an epoch before the last one: those after it
    brought nothing. These three are the kept epoch's, and None in records of earlier versions.
    """

    history: tuple[EpochMetrics, ...]
    train: float
    test: float
    validation: float | None
    gap: Interval
    loss: float
    lowest: float
    highest: float
    highest_step: float | None
    late: float
    shrunk: float
    steps: int
    first_gradient: float | None
    moved: float | None
    dead: float | None
    gave_up: bool


def evidence_of(run: Run) -> Evidence:
    """Return the numbers on `run`, which has completed an epoch."""
    kept = run.kept
    history = tuple(record for record in run.history if record.epoch <= kept.epoch)
    trained = history[1:]
    train_images, test_images = measured_images(run)
    steps = [record.highest_step_loss for record in trained if record.highest_step_loss is not None]
    gradients = [layer.gradient for layer in kept.layers]
    before = _loss_before_second_half(run.config, history)
    fall = history[0].train_loss - kept.train_loss
    return Evidence(
        history=history,
        train=kept.train_accuracy,
        test=kept.test_accuracy,
        validation=kept.validation_accuracy,
        gap=gap_interval(kept.train_accuracy, train_images, kept.test_accuracy, test_images),
        loss=kept.train_loss,
        lowest=min(record.train_loss for record in trained),
        highest=max(record.train_loss for record in trained),
        highest_step=max(steps, default=None),
        late=max(0.0, (before - kept.train_loss) / fall) if fall > 0 else 0.0,
        shrunk=1 - kept.train_loss / before,
        steps=kept.epoch * steps_of_an_epoch(run.config),
        first_gradient=_ratio(gradients[0], gradients[-1]) if len(gradients) > 1 else None,
        moved=max((layer.moved for layer in kept.layers if layer.moved is not None), default=None),
        dead=max((layer.dead for layer in kept.layers if layer.dead is not None), default=None),
        gave_up=kept.epoch < run.history[-1].epoch,
    )


def steps_of_an_epoch(config: TrainConfig) -> int:
    """Return how many steps a training by `config` makes in an epoch."""
    return math.ceil((config.train_size + config.pen_drawings) / config.batch_size)


def _loss_before_second_half(config: TrainConfig, history: tuple[EpochMetrics, ...]) -> float:
    """Return the loss when half of the learning was done, above 0."""
    kept, each = history[-1], steps_of_an_epoch(config)
    rates = learning_rates(config, config.epochs * each).reshape(config.epochs, each).sum(axis=1, dtype=np.float64)
    learned = np.concatenate([[0.0], np.cumsum(rates[: kept.epoch])])
    # Between two epochs the loss falls by the same share in each step, not by the same amount.
    losses = np.log(np.maximum([record.train_loss for record in history], 1e-9))
    return math.exp(np.interp(learned[-1] / 2, learned, losses))


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None
