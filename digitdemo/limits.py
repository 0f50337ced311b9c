"""What one message, one training, one visitor may take, and all together: one record, each with its variable.

The defaults suit a host with 1 GB of memory and one core. `python -m digitdemo limits` prints what holds here.
"""

import dataclasses
import functools
import logging
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from digitdemo.system import memory_limit, usable_cores, warn_once

_PREFIX = "DIGITDEMO_"
# What XLA compiles in a trainer is never let go. A host with that many bytes of memory has room for one that keeps the
# graphs of every likely architecture.
_LARGE = 6e9
TRAINER_MB: dict[str, float] = {"small": 950, "large": 1300}
# What the system counts of such a trainer is some 130 MB more; the largest networks that are likely add 550.
_TRAINER_MOST_MB: dict[str, float] = {"small": 1700, "large": 2500}
# A training gains little from a third core, and what else the app needs beside trainers is some 700 MB.
_CORES, _BESIDE_MB = 2, 700

_LOG = logging.getLogger(__name__)


def _limit(default: float | Callable[[], float], unit: str, about: str, *, least: float = 0) -> Any:
    """Return the field of a limit that is at least `least`; a default that depends on the machine is a function."""
    metadata = {"unit": unit, "about": about, "least": least}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _size() -> str:
    return "large" if memory_limit() >= _LARGE else "small"


def _trainer_mb() -> float:
    return TRAINER_MB[_size()]


def _trainer_most_mb() -> float:
    return _TRAINER_MOST_MB[_size()]


def _trainers() -> int:
    """Return one for every two cores, if each may grow as large as it is allowed to."""
    room = (memory_limit() / 1e6 - _BESIDE_MB) / _trainer_most_mb()
    return max(1, int(min(usable_cores() / _CORES, room)))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much may be asked of this app; the variable of each is its name in capitals after `DIGITDEMO_`."""

    # Of a training
    training_minutes: float = _limit(60, "min", "one training, as foretold; a longer one is refused", least=1)
    wall_minutes: float = _limit(120, "min", "one training, by the clock; then it stops and is kept", least=1)
    trainers: int = _limit(_trainers, "trainers", "at work at once; they share the cores", least=1)
    trainer_mb: float = _limit(_trainer_mb, "MB", "a trainer that is larger after a training makes room for a new one")
    trainer_most_mb: float = _limit(_trainer_most_mb, "MB", "data of a trainer, held by Linux; 0 is no such limit")
    warm_start_gb: float = _limit(2, "GB", "memory of the machine from which a trainer waits before anybody trains")
    idle_minutes: float = _limit(5, "min", "rest after which a trainer that nobody expects to need ends", least=0.01)
    # Of the queue
    waiting_per_visitor: int = _limit(10, "trainings", "waiting at once, of one visitor", least=1)
    waiting: int = _limit(200, "trainings", "waiting at once, of all", least=1)
    wait_minutes: float = _limit(240, "min", "from a start to its turn, as foretold; a later one is refused", least=1)
    waiting_drawings_mb: float = _limit(20, "MB", "drawings in trainings that wait to learn from them, of all", least=1)
    grace_minutes: float = _limit(10, "min", "absence after which a visitor's trainings end", least=0.01)
    # Of what is sent
    picture_mb: float = _limit(8, "MB", "file of a picture", least=0.1)
    picture_megapixels: float = _limit(50, "MP", "pixels of a picture", least=0.1)
    picture_side: int = _limit(10_000, "pixels", "longer side of a picture", least=28)
    picture_decoded_mb: float = _limit(44, "MB", "memory that a picture takes while it is decoded", least=1)
    uploads_per_minute: int = _limit(20, "files", "sent by one session", least=1)
    uploads_mb: float = _limit(60, "MB", "files that were sent and not read yet, of all", least=12)
    sessions: int = _limit(300, "sessions", "open at once, a tab each, of all", least=1)
    reruns_per_second: float = _limit(8, "script runs", "of one session, after four times as many at once", least=0.5)
    # Of what is in memory
    models_mb: float = _limit(100, "MB", "models that answer, of all; who was asked last stays", least=1)
    # Of what is kept
    visitor_mb: float = _limit(250, "MB", "runs of one visitor")
    runs_mb: float = _limit(4000, "MB", "runs of all")
    visits: int = _limit(10_000, "visits", "kept that have neither runs nor drawings nor rooms, of all", least=1)
    address_share: float = _limit(0.5, "share", "of what all may keep or queue, from one address", least=0.01)
    drawings_per_visitor: int = _limit(500, "drawings", "kept of one visitor", least=1)
    drawings: int = _limit(40_000, "drawings", "kept of all", least=1)
    rooms_per_teacher: int = _limit(5, "rooms", "open at once, of one teacher", least=1)
    rooms: int = _limit(100, "rooms", "open at once, of all", least=1)
    room_learners: int = _limit(60, "learners", "in one room", least=1)
    room_runs: int = _limit(10, "runs", "that one learner shows in a room", least=1)
    room_drawings: int = _limit(30, "drawings", "of one learner in a room; 30 are three of each digit", least=1)
    # Of whom to believe
    proxies: int = _limit(0, "proxies", "before the app, whose word on a visitor's address is taken")

    def of_address(self, most: float) -> int:
        """Return how much of `most`, which all may keep, may be from one address."""
        return max(1, int(most * min(1.0, self.address_share)))


def limits(environ: Mapping[str, str] = os.environ) -> Limits:
    """Return the limits that hold by now; of a variable that says what cannot be, the log says so, and its default."""
    usual = _usual()
    changed: dict[str, Any] = {}
    for one in dataclasses.fields(Limits):
        if text := environ.get(variable(one.name)):
            default = getattr(usual, one.name)
            changed[one.name] = _number(variable(one.name), text, default, one.metadata["least"], whole=one.type is int)
    return dataclasses.replace(usual, **changed)


def variable(name: str) -> str:
    """Return the environment variable that sets the limit of that name."""
    return _PREFIX + name.upper()


@functools.cache
def _usual() -> Limits:
    return Limits()


def _number(name: str, text: str, usual: float, least: float, *, whole: bool) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (number >= least and math.isfinite(number)) or (whole and number != int(number)):
        kind = "whole number" if whole else "number"
        warn_once(_LOG, f"{name}: {text!r} is no {kind} from {least:g}; {usual:g} is used instead")
        return usual
    return int(number) if whole else number
