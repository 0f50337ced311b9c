"""One training that has ended: its record, and the checked reading of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import EpochMetrics

Outcome = Literal["finished", "stopped", "diverged", "failed"]


class RunError(Exception):
    """A run folder is missing, incomplete or not what this program writes."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a training ended. `reason` says why where `outcome` is not "finished".

    `temperature` calibrates the model's probabilities; None where no images were left to fit it to. `parameters`
    counts the model's weights, trained or not; None in runs of earlier versions, and where no model was made.
    """

    outcome: Outcome = "finished"
    reason: str = ""
    temperature: float | None = None
    parameters: int | None = None


@dataclass(frozen=True, kw_only=True)
class Run(Ending):
    """One training that has ended: what was asked for, what was measured on which machine, and how it ended."""

    id: str
    config: TrainConfig
    history: tuple[EpochMetrics, ...]
    machine: str = ""

    @property
    def kept(self) -> EpochMetrics:
        """The metrics of the model that was kept."""
        return kept_record(self.config, self.history)


def kept_record(config: TrainConfig, history: Sequence[EpochMetrics]) -> EpochMetrics:
    """Return the metrics of the model that a training by `config` keeps, of those in `history`.

    It is that of the last whole epoch; with early stopping, of the trained one with the lowest validation loss.
    """
    if not config.patience or len(history) < 2:
        return history[-1]
    return min(history[1:], key=lambda record: record.validation_loss or 0.0)


def run_to_dict(run: Run) -> dict[str, Any]:
    """Return all of `run` but its id as plain values."""
    return {
        "config": run.config.to_dict(),
        **{name: getattr(run, name) for name in ("outcome", "reason", "machine", "temperature", "parameters")},
        "history": [dataclasses.asdict(record) for record in run.history],
    }


def run_from_dict(run_id: str, about: dict[str, Any]) -> Run:
    """Return the run that `run_to_dict` made `about` from.

    Raises:
        ValueError: something is missing, too much, or not of the kind that it ought to be.
    """
    try:
        if about["outcome"] not in get_args(Outcome):
            raise ValueError(f"outcome {about['outcome']!r}")
        return Run(
            id=run_id,
            config=TrainConfig.from_dict(about["config"]),
            history=tuple(EpochMetrics(**record) for record in about["history"]),
            outcome=about["outcome"],
            reason=about["reason"],
            machine=about["machine"],
            temperature=_temperature(about.get("temperature")),
            parameters=_parameters(about.get("parameters")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a run: {error}") from error


def _temperature(value: Any) -> float | None:
    if value is not None and not (type(value) in (int, float) and 0 < value < 1000):
        raise ValueError(f"temperature {value!r}")
    return value


def _parameters(value: Any) -> int | None:
    if value is not None and not (type(value) is int and value >= 0):
        raise ValueError(f"parameters {value!r}")
    return value
