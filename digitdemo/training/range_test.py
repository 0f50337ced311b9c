"""The learning-rate range test: one short training in which the rate rises from step to step.

Source: L. N. Smith, "Cyclical learning rates for training neural networks", arXiv:1506.01186, section 3.3; the
exponential rise is fastai's (`Learner.lr_find`), for a rate is looked for over decades.
"""

import math
from collections.abc import Callable

import numpy as np

from digitdemo.analysis.range_test import RangeCurve
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import epoch_order
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import graphs_of
from digitdemo.training.image_bank import ImageBank, mnist_bank
from digitdemo.training.networks import build_model

STEPS = 100
LOWEST_RATE, HIGHEST_RATE = 1e-6, 1.0
_LOST = 2.0  # times the first loss: what has got so far above guessing is not coming back within the test


def measure_range(
    config: TrainConfig,
    mnist: Mnist | None = None,
    *,
    steps: int = STEPS,
    on_step: Callable[[int], None] = lambda step: None,
) -> RangeCurve:
    """Train an untrained model by `config` for so many steps, at rates from `LOWEST_RATE` to `HIGHEST_RATE`.

    Everything but the learning rate, the schedule and the number of epochs is as in a training by `config`. The test
    ends early where a loss is twice the first one, infinite or not a number; the curve has the finite ones. `on_step`
    hears how many steps are done; what it raises ends the test.
    """
    bank = ImageBank(mnist) if mnist else mnist_bank()
    learned = np.concatenate([bank.prepare(config), bank.drawn_indices])
    graphs = graphs_of(config)
    graphs.begin(build_model(config), config)
    per_epoch = math.ceil(len(learned) / graphs.batch_size)
    rates = np.geomspace(LOWEST_RATE, HIGHEST_RATE, steps)
    losses: list[float] = []
    for step, rate in enumerate(rates):
        epoch, place = divmod(step, per_epoch)
        if place == 0:
            batches = Batches(epoch_order(learned, config.seed, epoch + 1), graphs.batch_size, bank.size)
        same = np.full(per_epoch, rate, np.float32)
        loss = graphs.train(bank, batches, same, config.seed, place, place + 1).total
        if not math.isfinite(loss):
            break
        losses.append(loss)
        on_step(step + 1)
        if loss > _LOST * losses[0]:
            break
    return RangeCurve(rates=tuple(rates[: len(losses)].tolist()), losses=tuple(losses))
