"""The learning-rate range test of three networks, and their trainings at fixed rates."""

import numpy as np

from digitdemo.analysis.studies.rate_test import NAMES, RATES, SEEDS, STEPS, RateTests, Trial, rate_config
from digitdemo.bench.harness.measured_once import accuracies, train_unmeasured
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.splits import validation_subset
from digitdemo.system import quiet


def measure_rate_test() -> RateTests:
    """Test and train all of them from every seed, some minutes."""
    with quiet():
        from digitdemo.training.range_test import HIGHEST_RATE, LOWEST_RATE, measure_range
    networks = {}
    for architecture in NAMES:
        found = []
        for seed in SEEDS:
            curve = measure_range(rate_config(architecture, RATES[0], seed=seed), steps=STEPS)
            accuracies = [validation_accuracy(rate_config(architecture, rate, seed=seed)) for rate in RATES]
            losses = tuple(round(loss, 3) for loss in curve.losses)
            found.append(Trial(seed=seed, losses=losses, accuracies=tuple(accuracies)))
            shown = ", ".join(f"{rate:g} {accuracy:.3f}" for rate, accuracy in zip(RATES, accuracies, strict=True))
            print(f"{architecture:8} seed {seed}: test of {len(losses)} steps; accuracy at {shown}", flush=True)
        networks[architecture] = tuple(found)
    rates = np.geomspace(LOWEST_RATE, HIGHEST_RATE, STEPS)
    return RateTests(rates=tuple(float(f"{rate:.4g}") for rate in rates), networks=networks)


def validation_accuracy(config: TrainConfig) -> float:
    """Train for the epochs of `config` at its fixed rate and return the accuracy on the validation images.

    One that got lost, its weights no numbers any more, goes on answering: its accuracy is that of guessing.
    """
    graphs, bank, _ = train_unmeasured(config, may_get_lost=True)
    held_out = validation_subset(config.train_size, config.seed, total=bank.train_count)
    (accuracy,) = accuracies(graphs, bank, held_out)
    return round(accuracy, 5)
