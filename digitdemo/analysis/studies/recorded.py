"""What was recorded for a study, as it is shipped: a JSON file each, written by `python -m digitdemo bench studies`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

import msgspec

from digitdemo.analysis.studies.study import R
from digitdemo.runs import checksums
from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS, warn_once

FOLDER = "studies"  # in assets/

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Recorded(Generic[R]):
    """What was measured, on which machine, and how many seconds that took, beside other work perhaps."""

    machine: str
    seconds: float
    measured: R


def recorded_study(name: str, kind: type[R], assets: Path = ASSETS) -> Recorded[R]:
    """Return what was recorded for the study of that name, checked by its SHA-256 sum where there is one to check by.

    Raises:
        RunError: the file is missing or damaged, or has no record of that kind.
    """
    part = f"{FOLDER}/{name}.json"
    if (assets / checksums.FILE).exists():
        checksums.check_files(assets, {part: checksums.read_checksums(assets).get(part, "")})
    try:
        return msgspec.json.decode((assets / part).read_bytes(), type=Recorded[kind])  # type: ignore[valid-type]
    except (OSError, ValueError) as error:
        raise RunError(f"{part}: cannot be read ({error})") from error


def recorded_or_none(name: str, kind: type[R], assets: Path = ASSETS) -> Recorded[R] | None:
    """Return what `recorded_study` does; None where that fails, which is logged once."""
    try:
        return recorded_study(name, kind, assets)
    except RunError as error:
        warn_once(_LOG, str(error))
        return None


def write_study(name: str, recorded: Recorded[Any], assets: Path = ASSETS) -> None:
    """Write what `recorded_study` reads, and its sum."""
    path = assets / FOLDER / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(recorded), indent=0) + b"\n")
    checksums.record_checksums(f"{FOLDER}/{name}.json", assets)
