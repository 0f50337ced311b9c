"""Trainers that take just as long as they are told, by the app's own scheduling, in a time that jumps."""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job, new_jobs
from digitdemo.jobs.line import Line

_CONFIG = TrainConfig(architecture="linear", epochs=1)  # any: what counts is how long it takes


class SimulatedQueue:
    """The `Line` of a queue with so many `trainers`, hours of which are played through in a moment.

    `waited` has, by owner, the seconds from each start of trainings to the turn of each; `again` says after how many
    seconds an owner comes again whose training has ended, None: not.
    """

    def __init__(self, trainers: int = 1) -> None:
        self.now = 0.0
        self.line = Line(lambda: self.now, lambda: trainers)
        self.waited: dict[str, list[float]] = defaultdict(list)
        self.again: Callable[[Job], float | None] = lambda job: None
        self._trainers = trainers
        self._coming: list[tuple[float, int, str, str, float, int]] = []
        self._ends: list[tuple[float, int, str]] = []
        self._numbers = itertools.count()

    def comes(self, at: float, owner: str, address: str, seconds: float, count: int = 1) -> None:
        """Have somebody start so many trainings, of so many seconds each, `at` seconds from now."""
        heapq.heappush(self._coming, (self.now + at, next(self._numbers), owner, address, seconds, count))

    def play(self, seconds: float) -> None:
        """Let so much time pass; it ends before that if nobody trains and nobody will."""
        end = self.now + seconds
        while self.now < end:
            self._let_come()
            self._begin()
            moments = [heap[0][0] for heap in (self._ends, self._coming) if heap]
            if not moments:
                return
            self.now = min(moments)
            self._let_come()
            self._end()

    def longest(self, beginning: str) -> float:
        """Return the longest wait, in seconds, of owners whose names begin so."""
        return max(wait for owner, waits in self.waited.items() if owner.startswith(beginning) for wait in waits)

    def count(self, beginning: str) -> int:
        """Return how many trainings of owners whose names begin so had their turn."""
        return sum(len(waits) for owner, waits in self.waited.items() if owner.startswith(beginning))

    def _let_come(self) -> None:
        while self._coming and self._coming[0][0] <= self.now:
            at, _, owner, address, seconds, count = heapq.heappop(self._coming)
            self.line.add(new_jobs([_CONFIG] * count, [seconds] * count, owner=owner, address=address, asked=at))

    def _begin(self) -> None:
        while len(self._ends) < self._trainers and (first := next(self.line.coming(), None)):
            job = self.line.begin(first.id, later=0)
            self.waited[job.owner].append(self.now - job.asked)
            heapq.heappush(self._ends, (self.now + job.seconds, next(self._numbers), job.id))

    def _end(self) -> None:
        while self._ends and self._ends[0][0] <= self.now:
            job = self.line.set(heapq.heappop(self._ends)[2], state="ended", ended=self.now)
            self.line.drop([job.id])
            if (pause := self.again(job)) is not None:
                self.comes(pause, job.owner, job.address, job.seconds)
