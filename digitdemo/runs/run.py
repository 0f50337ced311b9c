"""One training that has ended: its record, and the checked reading of it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.metrics import Count, EpochMetrics
from digitdemo.runs.reasons import reason_in_words
from digitdemo.texts import mark, tr

Outcome = Literal["finished", "stopped", "diverged", "failed"]
_NAMES = mark("finished"), mark("stopped"), mark("diverged"), mark("failed")

# What was no knob when the recipes that now set it were others: a record without it was trained with Keras' own value.
_AS_BEFORE = {"beta2": KNOBS["beta2"].default}

_UNSAVED = ("the model could not be saved", "the run could not be saved")  # such a reason begins so
BY_HAND = "stopped by hand"  # why a person's own training was stopped


class RunError(Exception):
    """A run is missing, incomplete or not what this program writes."""


class StoreError(RunError):
    """The database of runs cannot be reached, read or written; the message is for visitors and names no place."""


class WriteRefused(StoreError):
    """The database can be read and not be written."""


class DiskFull(WriteRefused):
    """There is no space left where the database is."""


class Forgotten(RunError):
    """Whoever a run was trained for has had all that there was deleted, meanwhile or in another app."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a training ended. `reason` says why where `outcome` is not "finished": in English, which is recorded.

    `temperature` calibrates the model's probabilities; None where no images were left to fit it to. `parameters`
    counts the model's weights, trained or not; None in runs of earlier versions, and where no model was made.
    """

    outcome: Outcome = "finished"
    reason: str = ""
    temperature: Annotated[float, msgspec.Meta(gt=0, lt=1000)] | None = None
    parameters: Count | None = None

    @property
    def unsaved(self) -> bool:
        """Whether it was trained to its end, and could not be kept."""
        return self.outcome == "failed" and self.reason.startswith(_UNSAVED)

    @property
    def sentence(self) -> str:
        """The reason as a sentence, such as "Stopped by hand after 2 of 10 epochs."; "" where there is none."""
        if not self.reason:
            return ""
        reason = reason_in_words(self.reason)
        if self.outcome == "failed" and not self.unsaved:
            return tr("Cut short: {reason}.", reason=reason)
        return f"{reason[0].upper()}{reason[1:]}."


def outcome_name(outcome: Outcome) -> str:
    """Return how a training ended in a word for a table."""
    return tr(outcome)


@dataclass(frozen=True, kw_only=True)
class LearnedOwn:
    """How many drawings of its owner's a training learned from, as how many images, each shown `times` an epoch."""

    drawings: Annotated[int, msgspec.Meta(ge=1)]
    images: Annotated[int, msgspec.Meta(ge=1)]
    times: Annotated[int, msgspec.Meta(ge=1)]


@dataclass(frozen=True, kw_only=True)
class Run(Ending):
    """One training that has ended: what was asked for, what was measured on which machine, and how it ended.

    `history` counts its epochs from 0. It is empty only where a training ended before the untrained model was measured;
    only a `lasting` run is kept.
    """

    id: str
    config: TrainConfig
    history: Annotated[tuple[EpochMetrics, ...], msgspec.Meta(min_length=1)]  # checked in reading
    machine: str = ""
    own: LearnedOwn | None = None  # whoever has not these drawings cannot repeat it

    @property
    def lasting(self) -> bool:
        """Whether it is worth a place among the runs: not where it was stopped before its first epoch was over."""
        return len(self.history) > (1 if self.outcome == "stopped" else 0)

    @property
    def kept(self) -> EpochMetrics:
        """The metrics of the model that was kept."""
        return kept_record(self.config, self.history)


def kept_record(config: TrainConfig, history: Sequence[EpochMetrics]) -> EpochMetrics:
    """Return the metrics of the model that a training by `config` keeps, of those in `history`, which is not empty.

    It is that of the last whole epoch; with early stopping, of the trained one with the lowest validation loss, the
    earliest of equals. A loss that is missing, infinite or not a number counts as higher than all others, so that
    where no trained epoch has another, it is epoch 1.
    """
    if not config.patience or len(history) < 2:
        return history[-1]
    return min(history[1:], key=_validation_loss)


def _validation_loss(record: EpochMetrics) -> float:
    loss = record.validation_loss
    return loss if loss is not None and math.isfinite(loss) else math.inf


def ended_run(
    ending: Ending,
    *,
    run_id: str,
    config: TrainConfig,
    history: Sequence[EpochMetrics],
    machine: str,
    own: LearnedOwn | None = None,
) -> Run:
    """Return the run that a training by `config` on `machine` leaves behind when it has ended so."""
    about = dataclasses.asdict(ending)
    return Run(id=run_id, config=config, history=tuple(history), machine=machine, own=own, **about)


def stopped_reason(why: str, epochs_done: int, epochs: int) -> str:
    """Return the reason of a run that was stopped: `BY_HAND`, say, with how far it came."""
    return f"{why} after {epochs_done} of {epochs} {'epoch' if epochs == 1 else 'epochs'}"


def run_to_dict(run: Run) -> dict[str, Any]:
    """Return all of `run` but its id as JSON has it: what is infinite or not a number is None.

    `own` is there only where it says something.
    """
    # Not `run` itself: of a dataclass that it has read, msgspec writes only the fields that it found in the file.
    about = msgspec.json.decode(msgspec.json.encode(_with_all_fields(run)))
    del about["id"]
    if about["own"] is None:
        del about["own"]
    return about


def _with_all_fields(value: Any) -> Any:
    """Return what `dataclasses.asdict` does, but copy nothing: who opens a lesson waits for it."""
    if dataclasses.is_dataclass(value):
        return {name: _with_all_fields(getattr(value, name)) for name in value.__dataclass_fields__}
    return [_with_all_fields(each) for each in value] if isinstance(value, tuple) else value


def run_from_dict(run_id: str, about: dict[str, Any]) -> Run:
    """Return the run that `run_to_dict` made `about` from.

    What earlier versions did not write may be missing: knobs, which then have their default, and what may be None.

    Raises:
        ValueError: something else is missing, unknown, or not of the kind that it ought to be; the message names it.
    """
    run = msgspec.convert({**about, **_with_later_knobs(about), "id": run_id}, Run)
    _refuse_unknown(about, run, "$")
    missing = [
        field.name
        for field in dataclasses.fields(run)
        if field.name not in ("id", *about) and getattr(run, field.name) is not None
    ]
    if missing:
        raise ValueError(f"Object missing required field `{missing[0]}` - at `$`")
    for number, record in enumerate(run.history):
        if record.epoch != number:
            raise ValueError(f"Expected epoch {number}, got {record.epoch} - at `$.history[{number}].epoch`")
    return run


def _with_later_knobs(about: dict[str, Any]) -> dict[str, Any]:
    config = about.get("config")
    return {"config": _AS_BEFORE | config} if isinstance(config, dict) else {}


def _refuse_unknown(given: dict[str, Any] | list[Any], found: Any, path: str) -> None:
    """Raise ValueError where `given` has a field that `found`, made of it, has not: msgspec passes over those.

    Most of what is given are plain numbers, hundreds of thousands in the recorded runs: they are not gone into.
    """
    if isinstance(given, dict):
        for name, value in given.items():
            if name not in found.__dataclass_fields__ or name == "id":
                raise ValueError(f"Object contains unknown field `{name[:40]}` - at `{path}`")
            if isinstance(value, dict | list):
                _refuse_unknown(value, getattr(found, name), f"{path}.{name}")
    else:
        for number, value in enumerate(given):
            if isinstance(value, dict | list):
                _refuse_unknown(value, found[number], f"{path}[{number}]")
