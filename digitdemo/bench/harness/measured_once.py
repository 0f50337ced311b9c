"""A training that is measured once, at its end: the same weights in a fraction of the time where epochs are short."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from digitdemo.analysis.studies.trained import Trained
from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.splits import epoch_order
from digitdemo.system import quiet

if TYPE_CHECKING:
    from digitdemo.training.graphs import Graphs
    from digitdemo.training.image_bank import ImageBank


def train_measured_once(config: TrainConfig, x: int) -> Trained:
    """Train by `config` and return its errors at the end, `x` as given.

    Raises:
        FloatingPointError: a loss was infinite or not a number.
    """
    graphs, bank, subset = train_unmeasured(config)
    train_accuracy, test_accuracy = accuracies(graphs, bank, subset, bank.mnist_test_indices)
    return Trained(
        x=x,
        seed=config.seed,
        train_error=round(1 - train_accuracy, 5),
        test_error=round(1 - test_accuracy, 5),
    )


def train_unmeasured(config: TrainConfig, *, may_get_lost: bool = False) -> tuple[Graphs, ImageBank, np.ndarray]:
    """Train by `config` as `digitdemo/training/loop.py` does; return what was trained, and the images' indices.

    Raises:
        FloatingPointError: a loss was infinite or not a number, and it may not get lost.
    """
    with quiet():
        from digitdemo.training.batches import Batches
        from digitdemo.training.graphs import graphs_of
        from digitdemo.training.image_bank import mnist_bank
        from digitdemo.training.networks import build_model
    bank = mnist_bank()
    subset = bank.prepare(config)
    graphs = graphs_of(config)
    graphs.begin(build_model(config), config)
    steps = math.ceil(len(subset) / graphs.batch_size)
    rates = learning_rates(config, config.epochs * steps).reshape(config.epochs, steps)
    for epoch in range(1, config.epochs + 1):
        batches = Batches(epoch_order(subset, config.seed, epoch), graphs.batch_size, bank.size)
        total = graphs.train(bank, batches, rates[epoch - 1], config.seed, 0, steps).total
        if not (may_get_lost or math.isfinite(total)):
            raise FloatingPointError(f"the loss in epoch {epoch} of {config} is no finite number")
    return graphs, bank, subset


def accuracies(graphs: Graphs, bank: ImageBank, *parts: np.ndarray) -> list[float]:
    """Return the accuracy of what was trained on each of the parts of `bank`, indices; its layers are let go."""
    with quiet():
        from digitdemo.training.evaluation import Evaluator
        from digitdemo.training.loop import forget
        from digitdemo.training.pacing import Pacer
    found = [Evaluator(graphs, bank, np.asarray(part), Pacer()).evaluate().accuracy for part in parts]
    forget()
    return found
