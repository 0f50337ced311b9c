"""Which worker has which training: what the queue and its workers share, under one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job, after_event, begun_again
from digitdemo.jobs.line import Line
from digitdemo.jobs.oversight import check_that_it_stops, why_stop
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.performing import FORGOTTEN, Performed, run_of
from digitdemo.jobs.presence import Presence
from digitdemo.jobs.protocol import Event
from digitdemo.jobs.trainer_process import TrainerLost
from digitdemo.runs.run import BY_HAND, Ending
from digitdemo.system import describe_machine

_LEFT_BEFORE = "nobody was here any more before its turn came"


class TrainsOne(Protocol):
    """What a dispatcher knows of a worker: whether its trainer is there, and how to have a training stopped."""

    number: int

    @property
    def warm(self) -> bool: ...
    def stop(self, job_id: str, why: str) -> None: ...


class Dispatcher:
    """The trainings and who is at work on them. Whoever reads or changes it holds `changed`, but for its methods.

    `trainers` says how many may train at once by now, `clock` the seconds.
    """

    def __init__(self, clock: Callable[[], float], trainers: Callable[[], int], pace: Pace) -> None:
        self.changed = threading.Condition()
        self.line = Line(clock, trainers)
        self.presence = Presence(clock)
        self.pace = pace
        self.clock = clock
        self.trainers = trainers
        self.expected: tuple[TrainConfig, ...] = ()
        self.closed = False
        self.machine = describe_machine()
        self._idle: list[TrainsOne] = []
        self._at_work: dict[str, TrainsOne] = {}  # by training

    def rest(self, worker: TrainsOne) -> None:
        """Take note that a worker has nothing to do; `changed` is held."""
        if worker not in self._idle:
            self._idle.append(worker)

    def rise(self, worker: TrainsOne) -> None:
        """Take note that a worker does something else than a training now; `changed` is held."""
        if worker in self._idle:
            self._idle.remove(worker)
            self.changed.notify_all()  # what was this one's may be another's now

    def next_job(self, worker: TrainsOne) -> Job | None:
        """Return the job that a worker at rest is to begin now, if there is one; `changed` is held.

        Whose trainer is there comes before whoever would have to start one.
        """
        if not self.line.count_waiting or len(self._at_work) >= self.trainers() or not self._is_first(worker):
            return None
        if (job := self._first_present()) is None:
            return None
        later = 0.0 if worker.warm else self.pace.start_seconds()
        self._at_work[job.id] = worker
        self.rise(worker)
        return self.line.begin(job.id, later=later)

    def take_expected(self, worker: TrainsOne) -> tuple[TrainConfig, ...]:
        """Return what a worker at rest is to prepare for, nothing if that is another's to do; `changed` is held."""
        if not self.expected or not self._is_first(worker):
            return ()
        expected, self.expected = self.expected, ()
        return expected

    def as_it_is(self, job_id: str) -> Job:
        """Return the job."""
        return self.line.jobs[job_id]

    def set_stopping(self, job_id: str, why: str) -> None:
        """Take note that a training is to stop; `changed` is held."""
        self.line.set(job_id, stopping=why, stopping_since=self.clock())

    def tell_to_stop(self, job_id: str, why: str) -> None:
        """Have the training under way stop at its next step. Its trainer is told without the lock."""
        with self.changed:
            worker = self._at_work.get(job_id)
        if worker is not None:
            worker.stop(job_id, why)

    def heed(self, job_id: str, event: Event) -> None:
        """Take note of what the trainer says of a training, and stop this if it has to be.

        Raises:
            TrainerDied: it goes on although it was told to stop long ago.
        """
        with self.changed:
            job = self.line.note(after_event(self.line.jobs[job_id], event))
            check_that_it_stops(job, self.clock())
            why = why_stop(job, self.clock(), absent=self.presence.absent(job.owner))
            if why:
                self.set_stopping(job_id, why)
        if why:
            self.tell_to_stop(job_id, why)

    def end(self, job_id: str, done: Performed) -> None:
        """Take note that a training has ended."""
        with self.changed:
            self._set_free(job_id)
            run = run_of(self.line.jobs[job_id], done.ending, done.machine or self.machine)
            nothing_more = dict.fromkeys(("live", "look", "map_look"))
            end: dict[str, Any] = dict(state="ended", phase="ended", ended=self.clock(), run=run)
            self.line.set(job_id, kept=done.kept, made_room=done.made_room, **end, **nothing_more)
            self.pace.see(run)
            self.changed.notify_all()  # another may begin elsewhere

    def begin_again(self, job_id: str, loss: TrainerLost) -> None:
        """Let a training whose trainer was lost wait for the next one."""
        with self.changed:
            if (job := self.line.jobs[job_id]).stopping:  # since the trainer was lost
                self.end(job_id, Performed(Ending(outcome="stopped", reason=f"{BY_HAND} before its turn came")))
                return
            self._set_free(job_id)
            seconds = self.pace.work(job.config, job.own).seconds
            self.line.begin_again(begun_again(job, seconds, loss))
            self.changed.notify_all()

    def forget_old(self) -> None:
        """Drop jobs that ended so long ago that every page has heard of it; their runs are in the store."""
        with self.changed:
            ended = [job for job in self.line.jobs.values() if job.ended is not None]
            self.line.drop(
                job.id for job in ended if job.stopping == FORGOTTEN or self.presence.long_ago(job.ended or 0.0)
            )
            self.presence.forget_all_but({job.owner for job in self.line.jobs.values()})

    def _set_free(self, job_id: str) -> None:
        """Let who was at work on a job, if anybody was, have the next one before another starts a trainer for it."""
        if (worker := self._at_work.pop(job_id, None)) is not None:
            self.rest(worker)

    def _is_first(self, worker: TrainsOne) -> bool:
        """Return whether of the workers at rest, of which there may be hundreds, this one is to be at work first."""
        return worker is min(self._idle, key=lambda one: (not one.warm, one.number))

    def _first_present(self) -> Job | None:
        """Return the first job whose owner is there, ending those before it."""
        for job in self.line.coming():
            if not self.presence.absent(job.owner):
                return job
            self.end(job.id, Performed(Ending(outcome="stopped", reason=_LEFT_BEFORE)))
        return None
