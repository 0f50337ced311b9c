"""Sweeps whose runs are made up."""

import dataclasses
from collections.abc import Iterable

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.sweeps.sweep import Axis, Sweep
from tests.conftest import run_of

BASE = TrainConfig(architecture="mlp", epochs=1, train_size=200)
WIDTHS = Axis("width", (2, 8, 32))


def sweep(*axes: Axis, seeds: int = 3) -> Sweep:
    return Sweep(BASE, axes or (WIDTHS,), seeds)


def trained(config: TrainConfig, validation: float, **fields) -> Run:
    """Return a run of that config, seed included."""
    return run_of(config, validation, seed=config.seed, id=f"{abs(hash(config))}", **fields)


def diverged(config: TrainConfig) -> Run:
    return dataclasses.replace(trained(config, 0.1), outcome="diverged", reason="the loss is not a number")


def all_trained(made: Sweep, tables: Iterable[Iterable[float]]) -> list[Run]:
    """Return runs of a whole sweep; of each cell, the validation accuracies by seed."""
    return [
        trained(config, accuracy)
        for cell, accuracies in zip(made.cells, tables, strict=True)
        for config, accuracy in zip(cell.configs, accuracies, strict=True)
    ]
