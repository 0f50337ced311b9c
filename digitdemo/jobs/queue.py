"""The queue of trainings: one at a time, in fair turns, in a child process that is kept warm while in use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.admission import refuse_too_late, refuse_too_long, refuse_too_many, refuse_without_room
from digitdemo.jobs.foretelling import Foretold, foretell
from digitdemo.jobs.job import Job, after_event, new_jobs
from digitdemo.jobs.line import Line
from digitdemo.jobs.oversight import check_that_it_stops, why_stop
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.performing import FORGOTTEN, Performed, perform, run_of
from digitdemo.jobs.presence import Presence
from digitdemo.jobs.protocol import Event
from digitdemo.jobs.trainer_process import TrainerProcess
from digitdemo.jobs.warm_trainer import Trainer, WarmTrainer
from digitdemo.jobs.work import Work
from digitdemo.limits import limits
from digitdemo.runs.run import BY_HAND, Ending
from digitdemo.system import describe_machine

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore

_LEFT_BEFORE = "nobody was here any more before its turn came"


class JobQueue:
    """Trainings one at a time, in the order of `Turns`; all methods may be called from any thread.

    An owner is whoever `submit` says: what `owner_of` makes of a visitor's key. Owners queue some at once, and others
    when all of these have ended. `clock` gives the seconds by which owners are absent and trainings take too long.
    """

    def __init__(
        self,
        store: RunStore,
        *,
        start_trainer: Callable[[], Trainer] = TrainerProcess,
        idle_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._trainer = WarmTrainer(start_trainer)
        # A warm trainer holds some 700 MB: it goes when nobody has trained, or expected to, for so long.
        self._idle_seconds = 60 * limits().idle_minutes if idle_seconds is None else idle_seconds
        self._changed = threading.Condition()
        self._line = Line(clock)
        self._clock = clock
        self._presence = Presence(clock)
        self._pace = Pace()
        self._expected: tuple[TrainConfig, ...] = ()
        self._closed = False
        self._machine = describe_machine()
        self._worker = threading.Thread(target=self._work, name="training queue", daemon=True)
        self._worker.start()

    def prepare(self, *configs: TrainConfig) -> None:
        """Expect a training by one of `configs`, the likeliest first: have a trainer warm and its graphs compiled.

        That is done while nobody trains, and what was expected before is expected no longer. Costs what an idle
        trainer costs, for `idle_seconds` after the last time that it was asked for.
        """
        with self._changed:
            self._expected = configs
            self._changed.notify_all()

    def foretell(self, configs: Sequence[TrainConfig]) -> Foretold:
        """Return how long trainings would take here, one after the other, from their start on."""
        with self._changed:
            return foretell(self._pace, configs, warm=self._trainer.warm)

    def submit(
        self,
        configs: Sequence[TrainConfig],
        owner: str,
        *,
        address: str = "",
        watched: bool = False,
        name: str = "",
        own: OwnImages | None = None,
    ) -> list[Job]:
        """Queue trainings, in this order, and return their jobs. If they are `watched`, these have weights, too.

        `address` is from where the owner comes, "" where that is unknown. The runs are called `name`, unless it is "".
        `own` are drawings of the owner's that they learn from, too.

        Raises:
            QueueRefused: a limit is in the way (`digitdemo/jobs/admission.py`); then none of them is queued.
            ValueError: `configs` is empty.
        """
        if not configs:
            raise ValueError("0 trainings at once: need 1")

        def work() -> list[Work]:
            found = [self._pace.work(config, own) for config in configs]
            refuse_too_long(configs, found)
            refuse_too_many(len(configs), owner, address, list(self._line.jobs.values()), own)
            return found

        with self._changed:
            work()
        refuse_without_room(self._store, configs, owner, address)  # a moment, for which no page is to wait
        with self._changed:
            seconds = [one.seconds for one in work()]
            about = dict(owner=owner, address=address, watched=watched, name=name, own=own, asked=self._clock())
            queued = new_jobs(configs, seconds, **about)
            refuse_too_late(self._line.seconds_until(queued))
            self._line.add(queued)
            self._presence.see(owner)
            self._changed.notify_all()
            return [self._line.placed(job) for job in queued]

    def job(self, job_id: str) -> Job | None:
        """Return the job as it is now, and take the question as a sign that its owner is there."""
        with self._changed:
            job = self._line.jobs.get(job_id)
            if job is None:
                return None
            self._presence.see(job.owner)
            return self._line.placed(job)

    def jobs_of(self, owner: str) -> list[Job]:
        """Return the owner's jobs, and take the question as a sign that somebody is there.

        First come those that have ended, which each page finds for some minutes; then the others, as it is their turn.
        """
        with self._changed:
            own = self._line.of(owner)
            if own:
                self._presence.see(owner)
            return own

    def stop(self, job_id: str) -> None:
        """End the job, now if it waits, at its next step if it trains. Its curve and last model are kept."""
        with self._changed:
            job = self._line.jobs.get(job_id)
            if job is None or job.state == "ended" or job.stopping:
                return
            if job.state == "waiting":
                self._end(job_id, Performed(Ending(outcome="stopped", reason=f"{BY_HAND} before its turn came")))
                return
            self._set_stopping(job_id, BY_HAND)
        self._trainer.stop(job_id, BY_HAND)

    def stop_all(self, owner: str) -> None:
        """End all jobs of that owner as `stop` does."""
        with self._changed:
            own = [job.id for job in self._line.of(owner) if job.state != "ended"]
        for job_id in reversed(own):  # the one under way at last: its end would begin the next
            self.stop(job_id)

    def forget(self, owner: str) -> None:
        """End all jobs of that owner and keep nothing of them. The owner's runs are to be deleted afterwards."""
        with self._changed:
            own = self._line.of(owner)
            self._line.drop(job.id for job in own if not job.under_way)
            for job in own:
                if job.under_way:
                    self._set_stopping(job.id, FORGOTTEN)
        for job in own:
            if job.under_way:
                self._trainer.stop(job.id, BY_HAND)

    def give(self, owner: str, to: str) -> None:
        """Make the jobs of one owner those of another."""
        with self._changed:
            for job in self._line.of(owner):
                self._line.set(job.id, owner=to)
            self._presence.see(to)

    def close(self) -> None:
        """End the trainer and the queue."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._trainer.close()
        self._worker.join(timeout=10)

    def _set_stopping(self, job_id: str, why: str) -> None:
        self._line.set(job_id, stopping=why, stopping_since=self._clock())

    def _end(self, job_id: str, done: Performed) -> None:
        with self._changed:
            run = run_of(self._line.jobs[job_id], done.ending, self._machine)
            nothing_more = dict.fromkeys(("live", "look", "map_look"))
            end: dict[str, Any] = dict(state="ended", phase="ended", ended=self._clock(), run=run)
            self._line.set(job_id, kept=done.kept, made_room=done.made_room, **end, **nothing_more)
            self._pace.see(run)

    def _work(self) -> None:
        self._store.tidy()
        while (job := self._next_job()) is not None:
            self._perform(job)
            self._store.clear_drafts()
            self._forget_old()

    def _next_job(self) -> Job | None:
        """Wait for a job and return it; meanwhile prepare a trainer that is expected, and end one that idles.

        None when the queue is closed.
        """
        idle_until = time.monotonic() + self._idle_seconds
        while True:
            with self._changed:
                if self._closed:
                    return None
                if job := self._first_present():
                    return self._line.begin(job.id, later=0.0 if self._trainer.warm else self._pace.start_seconds())
                expected, self._expected = self._expected, ()
                if expected:
                    idle_until = time.monotonic() + self._idle_seconds
                left = idle_until - time.monotonic()
                if not expected and (not self._trainer.warm or left > 0):
                    self._changed.wait(left if self._trainer.warm else None)
                    continue
            if expected:  # these take a moment: not while every page that asks has to wait
                self._trainer.prepare(expected)
            else:
                self._trainer.end()

    def _first_present(self) -> Job | None:
        """Return the first job whose owner is there, ending those before it."""
        for job in self._line.waiting():
            if not self._presence.absent(job.owner):
                return job
            self._end(job.id, Performed(Ending(outcome="stopped", reason=_LEFT_BEFORE)))
        return None

    def _perform(self, job: Job) -> None:
        now, heed = (lambda: self._line.jobs[job.id]), (lambda event: self._apply(job.id, event))
        self._end(job.id, perform(job, self._trainer, self._store, self._machine, heed=heed, now=now))

    def _apply(self, job_id: str, event: Event) -> None:
        with self._changed:
            job = self._line.note(after_event(self._line.jobs[job_id], event))
            check_that_it_stops(job, self._clock())
            why = why_stop(job, self._clock(), absent=self._presence.absent(job.owner))
            if why:
                self._set_stopping(job_id, why)
        if why:
            self._trainer.stop(job_id, why)

    def _forget_old(self) -> None:
        """Drop jobs that ended so long ago that every page has heard of it; their runs are in the store."""
        with self._changed:
            ended = [job for job in self._line.jobs.values() if job.ended is not None]
            self._line.drop(
                job.id for job in ended if job.stopping == FORGOTTEN or self._presence.long_ago(job.ended or 0.0)
            )
            self._presence.forget_all_but({job.owner for job in self._line.jobs.values()})
