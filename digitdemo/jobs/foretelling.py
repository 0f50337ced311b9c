"""How long trainings would take, for whoever thinks of starting them."""

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


def foretell(pace: Pace, configs: Sequence[TrainConfig], *, warm: bool = False) -> Foretold:
    """Return how long trainings would take, one after the other; `warm` says that there is a trainer already."""
    work = [pace.work(config) for config in configs]
    seconds = sum(one.seconds for one in work) + (0.0 if warm else pace.start_seconds())
    try:
        refuse_too_long(configs, work)
    except TooLong as refusal:
        return Foretold(seconds, refusal)
    return Foretold(seconds, None)
