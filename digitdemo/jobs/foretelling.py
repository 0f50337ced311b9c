"""How long trainings would take, for whoever thinks of starting them."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.admission import TooLong, refuse_too_long
from digitdemo.jobs.pace import Pace


@dataclass(frozen=True)
class Foretold:
    """The `seconds` of all, and why one of them would be refused as too long, if it would."""

    seconds: float
    refusal: TooLong | None


def foretell(pace: Pace, configs: Sequence[TrainConfig], trainers: int, *, warm: int = 0) -> Foretold:
    """Return how long trainings would take by so many trainers, of which so many are `warm`: there already."""
    work = [pace.work(config) for config in configs]
    free = [0.0 if number < warm else pace.start_seconds() for number in range(trainers)]  # a heap: in order
    seconds = 0.0
    for one in work:
        end = free[0] + one.seconds
        heapq.heapreplace(free, end)
        seconds = max(seconds, end)
    try:
        refuse_too_long(configs, work)
    except TooLong as refusal:
        return Foretold(seconds, refusal)
    return Foretold(seconds, None)
