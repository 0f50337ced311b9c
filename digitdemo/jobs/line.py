"""The trainings that the queue knows of, in their order, each with how many are before it and how long these take."""

from __future__ import annotations

import dataclasses
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from digitdemo.jobs.job import Job
from digitdemo.jobs.turns import Turns

_LEAST_LEFT = 1.0  # seconds, of a training that should have ended by now


class Line:
    """The jobs, by id, as they came. It has no lock: its owner has one.

    `clock` gives seconds; `trainers` says how many may train at once by now, at least 1.
    """

    def __init__(self, clock: Callable[[], float], trainers: Callable[[], int] = lambda: 1) -> None:
        self._clock, self._trainers = clock, trainers
        self._jobs: dict[str, Job] = {}
        self._turns = Turns()
        self._order: list[Job] = []  # the first of those that wait, as long as nothing has changed
        self._more: Iterator[Job] | None = None  # and who comes after them

    @property
    def jobs(self) -> dict[str, Job]:
        """All jobs by id: read only."""
        return self._jobs

    @property
    def under_way(self) -> int:
        """How many are being trained."""
        return sum(job.under_way for job in self._jobs.values())

    def of(self, owner: str) -> list[Job]:
        """Return an owner's jobs: those that have ended, as they did, those under way, those that wait."""
        own = [job for job in self._jobs.values() if job.owner == owner]
        ended = sorted((job for job in own if job.ended is not None), key=lambda job: job.ended or 0.0)
        waiting = [job for job in self.waiting() if job.owner == owner]
        return [*ended, *(job for job in own if job.under_way), *map(self.placed, waiting)]

    def waiting(self) -> list[Job]:
        """Return those that wait, the next one first."""
        return list(self.coming())

    def coming(self) -> Iterator[Job]:
        """Yield those that wait, the next one first: to know that one takes little."""
        if self._more is None:
            self._order, self._more = [], self._turns.order(list(self._jobs.values()))
        order, more = self._order, self._more
        yield from order
        for job in more:
            order.append(job)
            yield job

    @property
    def count_waiting(self) -> int:
        """How many wait."""
        return sum(job.state == "waiting" for job in self._jobs.values())

    def placed(self, job: Job) -> Job:
        """Return the job with its place, and with the seconds until its turn comes."""
        if job.state != "waiting":
            return job
        before = list(itertools.takewhile(lambda other: other.id != job.id, self.coming()))
        return self._placed(job, before)

    def seconds_until(self, new: Sequence[Job]) -> float:
        """Return the seconds until the turn of the first of `new` jobs comes, if these are added."""
        order = self._turns.order([*self._jobs.values(), *new])
        return self._placed(new[0], list(itertools.takewhile(lambda job: job is not new[0], order))).wait

    def add(self, new: Sequence[Job]) -> None:
        """Let them wait."""
        self._jobs |= {job.id: job for job in new}
        self._note()

    def begin(self, job_id: str, *, later: float) -> Job:
        """Note that a job's turn has come, and that its training begins so many seconds later."""
        job = self._jobs[job_id]
        began = dict(state="starting", phase="starting", began=self._clock(), seconds=job.seconds + later)
        self._turns.begin(job, self._jobs.values())
        return self.set(job_id, **began)

    def begin_again(self, job: Job) -> None:
        """Let a job wait again whose training came to nothing: what its turn took counts for nobody."""
        self._turns.give_back(job.id)
        self.note(job)

    def set(self, job_id: str, **fields: Any) -> Job:
        """Change a job."""
        return self.note(dataclasses.replace(self._jobs[job_id], **fields))

    def note(self, job: Job) -> Job:
        """Take a job as it is by now."""
        before, self._jobs[job.id] = self._jobs[job.id], job
        if before.under_way and job.ended is not None:
            self._turns.end(job)
        if (before.state, before.owner) != (job.state, job.owner):
            self._note()
        return job

    def drop(self, ids: Iterable[str]) -> None:
        """Know nothing of them any more."""
        for job_id in list(ids):
            del self._jobs[job_id]
        self._note()

    def _note(self) -> None:
        self._order, self._more = [], None
        self._turns.note(self._jobs.values())

    def _placed(self, job: Job, before: Sequence[Job]) -> Job:
        """Return the job with how many have to end before its turn comes, and the seconds until then."""
        left = [self._left(other) for other in self._jobs.values() if other.under_way]
        trainers = self._trainers()
        # Each begins where a trainer is free first: list scheduling (Graham, 1969), of an order that is there.
        free = [*[0.0] * (trainers - len(left)), *heapq.nlargest(trainers, left)]
        heapq.heapify(free)
        for other in before:
            heapq.heapreplace(free, free[0] + other.seconds)
        place = max(0, len(left) + len(before) - trainers + 1)
        return dataclasses.replace(job, place=place, wait=free[0])

    def _left(self, job: Job) -> float:
        """Return how many seconds a training still takes: by what it says itself, else by what was foretold."""
        if job.stopping or job.state == "saving":
            return _LEAST_LEFT
        if job.progress is not None and job.progress.seconds_left is not None:
            return max(_LEAST_LEFT, job.progress.seconds_left)
        return max(_LEAST_LEFT, job.seconds - (self._clock() - (job.began or self._clock())))
