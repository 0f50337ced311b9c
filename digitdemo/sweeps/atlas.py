"""The atlas: what some hundred small trainings came to, as it is shipped; `python -m digitdemo atlas` writes it.

The file is JSON, compressed. Of a training it has the config and the numbers of the kept model, not its curve.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import logging
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs import checksums
from digitdemo.runs.metrics import Amount, Count, Fraction
from digitdemo.runs.run import Run, RunError
from digitdemo.sweeps.atlas_plan import PLATES
from digitdemo.sweeps.sweep import Sweep
from digitdemo.system import ASSETS, warn_once
from digitdemo.texts import mark
from digitdemo.texts.said import Message

ATLAS = ASSETS / "atlas.json.gz"
MOST_BYTES = 2_000_000  # of the file
_MOST_UNPACKED = 20_000_000  # bytes: a damaged file is not to fill the memory
_MOST_ENTRIES = 5000
_DIGITS = 5  # significant ones of losses and seconds

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One training of the atlas: accuracies, fractions, and losses in nats of the model that was kept.

    `knobs` are those of its config that are not at the default of its architecture, as an address writes them;
    `seconds` is all its time, measuring included.
    """

    knobs: Annotated[dict[str, str], msgspec.Meta(max_length=40)]
    parameters: Count
    train_accuracy: Fraction
    validation_accuracy: Fraction
    test_accuracy: Fraction
    train_loss: Amount
    test_loss: Amount
    seconds: Amount


@dataclass(frozen=True)
class Charted:
    """An entry with its config, checked."""

    config: TrainConfig
    entry: Entry


@dataclass(frozen=True)
class Atlas:
    """The atlas by config, and a sentence on why there is none, "" where all is well."""

    charted: dict[TrainConfig, Charted]
    message: Message | None = None

    @property
    def problem(self) -> str:
        """Why there is none, as it is said now; "" where there is one, or none was ever made."""
        return str(self.message) if self.message else ""

    def of_plate(self, plate: str) -> list[Charted]:
        """Return what was recorded for one of `PLATES`, in its order."""
        return [one for sweep in PLATES[plate] for one in self.of_sweep(sweep)]

    def of_sweep(self, sweep: Sweep) -> list[Charted]:
        """Return what was recorded of a sweep, in its order."""
        return [self.charted[config] for config in sweep.trainings if config in self.charted]


def entry_of(run: Run) -> Entry | None:
    """Return what the atlas records of a run; None of one that was not trained to its end and validated."""
    kept = run.kept
    if run.outcome != "finished" or kept.validation_accuracy is None or run.parameters is None:
        return None
    return Entry(
        knobs=run.config.to_texts(),
        parameters=run.parameters,
        train_accuracy=kept.train_accuracy,
        validation_accuracy=kept.validation_accuracy,
        test_accuracy=kept.test_accuracy,
        train_loss=_short(kept.train_loss),
        test_loss=_short(kept.test_loss),
        seconds=_short(kept.elapsed_seconds),
    )


def write_atlas(entries: Iterable[Entry], machine: str, path: Path = ATLAS) -> None:
    """Write what `read_atlas` reads, and record its SHA-256 sum beside it.

    Raises:
        ValueError: it would be larger than `MOST_BYTES`; then nothing is written.
    """
    record = {"machine": machine, "entries": [dataclasses.asdict(entry) for entry in entries]}
    data = gzip.compress(json.dumps(record, separators=(",", ":")).encode(), mtime=0)
    if len(data) > MOST_BYTES:
        raise ValueError(f"{path.name}: {len(data):,} bytes; at most {MOST_BYTES:,} are shipped")
    path.write_bytes(data)
    checksums.record_checksums(path.name, path.parent)


def read_atlas(path: Path = ATLAS) -> dict[TrainConfig, Charted]:
    """Return the atlas by config, checked by its SHA-256 sum.

    Raises:
        RunError: the file is missing or damaged.
    """
    sums = checksums.read_checksums(path.parent)
    checksums.check_files(path.parent, {name: value for name, value in sums.items() if name == path.name})
    try:
        record = msgspec.convert(json.loads(_unpacked(path)), _Record)
        charted = [Charted(_config(entry), entry) for entry in record.entries]
    except (OSError, EOFError, zlib.error, RecursionError, ValueError) as error:
        raise RunError(f"{path.name}: cannot be read ({str(error)[:200]})") from error
    return {one.config: one for one in charted}


def load_atlas(path: Path = ATLAS) -> Atlas:
    """Return the atlas as it was shipped, an empty one where none is; that it is damaged is logged and said."""
    try:
        if not path.exists() and path.name not in checksums.read_checksums(path.parent):
            return Atlas({})
        return Atlas(read_atlas(path))
    except RunError as error:
        warn_once(_LOG, f"The atlas is left out: {error}")
        said = mark("The atlas is missing or damaged and left out: restore {file}.")
        return Atlas({}, Message(said, file=f"assets/{path.name}"))


@dataclass(frozen=True, kw_only=True)
class _Record:
    machine: Annotated[str, msgspec.Meta(max_length=1000)]
    entries: Annotated[list[Entry], msgspec.Meta(max_length=_MOST_ENTRIES)]


def _unpacked(path: Path) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(path.read_bytes())) as file:
        data = file.read(_MOST_UNPACKED + 1)
    if len(data) > _MOST_UNPACKED:
        raise ValueError(f"more than {_MOST_UNPACKED:,} bytes")
    return data


def _config(entry: Entry) -> TrainConfig:
    config, problems = TrainConfig.from_texts(entry.knobs)
    if problems:
        raise ValueError(problems[0])
    return config


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
