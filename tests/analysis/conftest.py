"""Runs with a given curve."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import LayerSigns
from digitdemo.runs.run import Outcome, Run
from tests.conftest import RECORD


def layers(*, first: float = 0.5, dead: float = 0.1, moved: float = 0.8) -> tuple[LayerSigns, ...]:
    """Return a hidden layer and an output layer; `first` is the gradient of the former beside that of the latter."""
    return (
        LayerSigns(name="dense 1", gradient=0.1 * first, dead=dead, moved=moved, updated=0.1),
        LayerSigns(name="output", gradient=0.1, dead=None, moved=moved / 2, updated=0.1),
    )


def run_with(
    *accuracies: tuple[float, float],
    outcome: Outcome = "finished",
    losses: Sequence[float] = (),
    validation: Sequence[float] = (),
    validation_losses: Sequence[float] = (),
    measured: dict[str, Any] | None = None,
    **knobs,
) -> Run:
    """Return a run with a train and test accuracy of each epoch; `measured` is the same in all its records.

    Without `losses` it has learned all in the first epoch, without `validation` none was held out.
    """
    count = len(accuracies)
    settled = (2.3, *[0.5] * (count - 1))
    history = [
        dataclasses.replace(
            RECORD,
            epoch=epoch,
            train_accuracy=train,
            test_accuracy=test,
            train_loss=(losses or settled)[epoch],
            test_loss=1.0,
            validation_accuracy=validation[epoch] if validation else None,
            validation_images=5000 if validation else None,
            validation_loss=(validation_losses or [1.0] * count)[epoch],
            **(measured or {}),
        )
        for epoch, (train, test) in enumerate(accuracies)
    ]
    config = TrainConfig(**{"architecture": "mlp", "learning_rate": 0.001, "schedule": "constant", **knobs})
    return Run(id="x", config=config, history=tuple(history), outcome=outcome)


def early_stopped(*accuracies: tuple[float, float], kept: int, **fields) -> Run:
    """Return a run that early stopping ended before its 50 epochs, and that kept the model of epoch `kept`."""
    losses = tuple(0.1 if epoch == kept else 1.0 for epoch in range(len(accuracies)))
    return run_with(*accuracies, validation_losses=losses, patience=len(accuracies) - 1 - kept, epochs=50, **fields)
