"""A training that is measured once, at its end: the same weights in a fraction of the time where epochs are short."""

import math

import numpy as np

from digitdemo.analysis.studies.trained import Trained
from digitdemo.config.schedule import learning_rates
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.splits import epoch_order
from digitdemo.system import quiet


def train_measured_once(config: TrainConfig, x: int) -> Trained:
    """Train by `config` as `digitdemo/training/loop.py` does, and return its errors at the end, `x` as given.

    Raises:
        FloatingPointError: a loss was infinite or not a number.
    """
    with quiet():
        from digitdemo.training.batches import Batches
        from digitdemo.training.evaluation import Evaluator
        from digitdemo.training.graphs import graphs_of
        from digitdemo.training.image_bank import mnist_bank
        from digitdemo.training.loop import forget
        from digitdemo.training.networks import build_model
        from digitdemo.training.pacing import Pacer
    bank = mnist_bank()
    subset = bank.prepare(config)
    graphs = graphs_of(config)
    graphs.begin(build_model(config), config)
    steps = math.ceil(len(subset) / graphs.batch_size)
    rates = learning_rates(config, config.epochs * steps).reshape(config.epochs, steps)
    for epoch in range(1, config.epochs + 1):
        batches = Batches(epoch_order(subset, config.seed, epoch), graphs.batch_size, bank.size)
        if not math.isfinite(graphs.train(bank, batches, rates[epoch - 1], config.seed, 0, steps).total):
            raise FloatingPointError(f"the loss in epoch {epoch} of {config} is no finite number")
    on_train, on_test = (
        Evaluator(graphs, bank, np.asarray(indices), Pacer()).evaluate()
        for indices in (subset, bank.mnist_test_indices)
    )
    forget()
    return Trained(
        x=x,
        seed=config.seed,
        train_error=round(1 - on_train.accuracy, 5),
        test_error=round(1 - on_test.accuracy, 5),
    )
