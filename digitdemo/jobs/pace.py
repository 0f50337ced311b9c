"""How fast this machine trains: by what it was seen to do, and before that by its cores."""

import statistics
from collections import deque

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.work import COST_CORES, START_SECONDS, Work, work_of
from digitdemo.limits import limits
from digitdemo.runs.run import Run
from digitdemo.system import usable_cores

_KNOWN = 5  # trainings of an architecture that tell: fewer would be chance, more would be of another time of the day
# Seconds that a training's epochs take in all, here and as expected, or it tells nothing of a longer one.
_TELLS, _EXPECTED = 0.5, 0.1
_LEAST = 0.5  # of what cores say: a training makes little use of many


class Pace:
    """How many times as long as on the machine of `COSTS` trainings take here. It has no lock: its owner has one."""

    def __init__(self, cores: float | None = None) -> None:
        """`cores` are those that a training may use; None: a trainer's share of this machine's."""
        self._guess = max(_LEAST, COST_CORES / (cores or usable_cores() / limits().trainers))
        self._seen: dict[str, deque[float]] = {name: deque(maxlen=_KNOWN) for name in ARCHITECTURES}

    def see(self, run: Run) -> None:
        """Take note of how long a training took here; one that was cut short counts by its whole epochs."""
        seconds, epochs = run.history[-1].elapsed_seconds if run.history else 0.0, len(run.history) - 1
        shown = run.own.times * run.own.images if run.own else 0
        # By a twentieth of a second that a busy machine held up, everything would take ten times as long.
        if (expected := epochs * work_of(run.config, shown).epoch) < _EXPECTED or seconds < _TELLS:
            return
        self._seen[run.config.architecture].append(seconds / expected)

    def factor(self, architecture: str) -> float:
        """Return how many times as long one of that architecture takes: it knows others' if none was seen."""
        if own := self._seen[architecture]:
            return statistics.median(own)
        return self._of_all()

    def work(self, config: TrainConfig, own: OwnImages | None = None) -> Work:
        """Return the work of a training in this machine's seconds, in a trainer that is there."""
        shown = own.times * len(own.labels) if own else 0
        return work_of(config, shown).times(self.factor(config.architecture))

    def start_seconds(self) -> float:
        """Return what it takes until a new trainer is there."""
        return START_SECONDS * self._of_all()

    def _of_all(self) -> float:
        known = [statistics.median(seen) for seen in self._seen.values() if seen]
        return statistics.median(known) if known else self._guess
