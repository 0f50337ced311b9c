"""The recorded runs of the experiments, as they are shipped: written by `python -m digitdemo bench experiments`.

The file is JSON, compressed: the same names stand in thousands of records.
"""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.runs import checksums
from digitdemo.runs.run import Run, RunError, run_from_dict, run_to_dict
from digitdemo.system import ASSETS, warn_once
from digitdemo.texts import mark
from digitdemo.texts.said import Message

_LOG = logging.getLogger(__name__)

# Five give a mean whose interval is worth showing.
RECORDED_SEEDS = (0, 1, 2, 3, 4)
RECORDED = ASSETS / "experiments.json.gz"

# Significant digits of what is measured in many of them: enough for every figure that is shown.
_DIGITS = {"train_loss": 5, "test_loss": 5, "validation_loss": 5, "seconds": 4, "images_per_second": 4}
_DIGITS |= {"elapsed_seconds": 4, "test_recall": 4, "gradient": 3, "moved": 3, "updated": 3, "dead": 3}
_DIGITS |= {"step_loss": 5, "highest_step_loss": 5}

RunKey = tuple[str, str, int]  # experiment, which of its trainings, seed


@dataclass(frozen=True)
class Recorded:
    """The recorded runs by experiment, training and seed.

    The `messages` say, a sentence each, why there is none, and that the file cannot be checked.
    """

    runs: dict[RunKey, Run]
    messages: tuple[Message, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Return the messages as they are said now."""
        return tuple(map(str, self.messages))


def load_recorded(path: Path = RECORDED) -> Recorded:
    """Return the recorded runs, as they were shipped; a problem is logged, too."""
    problems = []
    runs = {}
    try:
        sums = checksums.read_checksums(path.parent)
    except RunError as error:
        sums = {}
        problems.append(
            Message(
                mark("The recorded experiments cannot be checked for damage: restore {file}."), file="assets/SHA256SUMS"
            )
        )
        warn_once(_LOG, f"{problems[-1]} ({error})")
    try:
        runs = _read_runs(path, sums)
    except RunError as error:
        problems.append(
            Message(
                mark("The recorded experiments are missing or damaged and left out: restore {file}."),
                file=f"assets/{path.name}",
            )
        )
        warn_once(_LOG, f"{problems[-1]} ({error})")
    return Recorded(runs, tuple(problems))


def recorded_runs(path: Path = RECORDED) -> dict[RunKey, Run]:
    """Return the recorded runs by experiment, training and seed, checked by their SHA-256 sum.

    Raises:
        RunError: the file is missing or damaged.
    """
    return _read_runs(path, checksums.read_checksums(path.parent) if (path.parent / checksums.FILE).exists() else {})


def arm_runs(runs: Mapping[RunKey, Run], name: str) -> dict[str, list[Run]] | None:
    """Return the runs of each training of an experiment in the order of the seeds; None where one is missing."""
    found = {
        arm: [runs[key] for seed in RECORDED_SEEDS if (key := (name, arm, seed)) in runs]
        for arm in EXPERIMENTS[name].arms
    }
    return found if all(len(each) == len(RECORDED_SEEDS) for each in found.values()) else None


def write_recorded(runs: Iterable[Run], path: Path = RECORDED) -> None:
    """Write what `recorded_runs` reads."""
    records = [_rounded(run_to_dict(run)) for run in runs]
    path.write_bytes(gzip.compress(json.dumps(records, separators=(",", ":")).encode(), mtime=0))


def _rounded(value: Any, digits: int | None = None) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each, _DIGITS.get(name, digits)) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each, digits) for each in value]
    return float(f"{value:.{digits}g}") if digits and isinstance(value, float) else value


def _read_runs(path: Path, sums: dict[str, str]) -> dict[RunKey, Run]:
    """Return what `recorded_runs` does, unchecked where there are no `sums` at all."""
    if sums:
        checksums.check_files(path.parent, {name: value for name, value in sums.items() if name == path.name})
    try:
        records = msgspec.convert(json.loads(gzip.decompress(path.read_bytes())), list[dict[str, Any]])
        runs = [run_from_dict(f"experiment-{number}", about) for number, about in enumerate(records)]
    except (OSError, EOFError, zlib.error, RecursionError, ValueError) as error:
        raise RunError(f"{path.name}: cannot be read ({error})") from error
    by_config = {run.config: run for run in runs}
    return {
        (name, arm, seed): by_config[config]
        for name, experiment in EXPERIMENTS.items()
        for arm in experiment.arms
        for seed in RECORDED_SEEDS
        if (config := experiment.config(arm, seed=seed)) in by_config
    }
