"""The queue of trainings: in fair turns, as many at a time as there are trainers, which are kept warm while in use."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.admission import refuse_too_late, refuse_too_long, refuse_too_many, refuse_without_room
from digitdemo.jobs.dispatcher import Dispatcher
from digitdemo.jobs.foretelling import Foretold, foretell
from digitdemo.jobs.job import Job, new_jobs
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.performing import FORGOTTEN, Performed
from digitdemo.jobs.trainer_process import TrainerProcess
from digitdemo.jobs.warm_trainer import Trainer
from digitdemo.jobs.work import Work
from digitdemo.jobs.worker import Worker
from digitdemo.limits import limits
from digitdemo.runs.run import BY_HAND, Ending

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore

_STAY_SECONDS = 10.0  # for which the end of the queue waits for those of its workers

_LOG = logging.getLogger(__name__)


class JobQueue:
    """Trainings in the order of `Turns`, at most `trainers` at a time; all methods may be called from any thread.

    An owner is whoever `submit` says: what `owner_of` makes of a visitor's key. Owners queue some at once, and others
    when all of these have ended. How many `trainers` there are may change; None: as many as the limit says. `clock`
    gives the seconds by which owners are absent and trainings take too long.
    """

    def __init__(
        self,
        store: RunStore,
        *,
        start_trainer: Callable[[], Trainer] = TrainerProcess,
        trainers: Callable[[], int] | None = None,
        idle_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._start_trainer = start_trainer
        # A warm trainer holds some 700 MB: it goes when nobody has trained, or expected to, for so long.
        self._idle_seconds = 60 * limits().idle_minutes if idle_seconds is None else idle_seconds
        usual = limits().trainers
        self._dispatcher = Dispatcher(clock, trainers or (lambda: usual), Pace())
        self._changed, self._line = self._dispatcher.changed, self._dispatcher.line
        self._workers: list[Worker] = []
        with self._changed:
            self._have_workers(1)

    def prepare(self, *configs: TrainConfig) -> None:
        """Expect a training by one of `configs`, the likeliest first: have a trainer warm and its graphs compiled.

        That is done while nobody trains, and what was expected before is expected no longer. Costs what an idle
        trainer costs, for `idle_seconds` after the last time that it was asked for.
        """
        with self._changed:
            self._dispatcher.expected = configs
            self._have_workers(self._line.under_way + 1)
            self._changed.notify_all()

    def foretell(self, configs: Sequence[TrainConfig]) -> Foretold:
        """Return how long trainings would take here in all, from their start on, if nobody else trained."""
        with self._changed:
            shared = self._dispatcher
            return foretell(shared.pace, configs, shared.trainers(), warm=sum(worker.warm for worker in self._workers))

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
            found = [self._dispatcher.pace.work(config, own) for config in configs]
            refuse_too_long(configs, found)
            jobs = list(self._line.jobs.values())
            refuse_too_many(len(configs), owner, address, jobs, own, at_once=self._dispatcher.trainers())
            return found

        with self._changed:
            work()
        refuse_without_room(self._store, configs, owner, address)  # a moment, for which no page is to wait
        with self._changed:
            seconds = [one.seconds for one in work()]
            about = dict(
                owner=owner, address=address, watched=watched, name=name, own=own, asked=self._dispatcher.clock()
            )
            queued = new_jobs(configs, seconds, **about)
            refuse_too_late(self._line.seconds_until(queued))
            self._line.add(queued)
            self._dispatcher.presence.see(owner)
            self._have_workers(self._line.under_way + self._line.count_waiting)
            self._changed.notify_all()
            return [self._line.placed(job) for job in queued]

    def job(self, job_id: str) -> Job | None:
        """Return the job as it is now, and take the question as a sign that its owner is there."""
        with self._changed:
            job = self._line.jobs.get(job_id)
            if job is None:
                return None
            self._dispatcher.presence.see(job.owner)
            return self._line.placed(job)

    def jobs_of(self, owner: str) -> list[Job]:
        """Return the owner's jobs, and take the question as a sign that somebody is there.

        First come those that have ended, which each page finds for some minutes; then the others, as it is their turn.
        """
        with self._changed:
            own = self._line.of(owner)
            if own:
                self._dispatcher.presence.see(owner)
            return own

    def stop(self, job_id: str) -> None:
        """End the job, now if it waits, at its next step if it trains. Its curve and last model are kept."""
        with self._changed:
            job = self._line.jobs.get(job_id)
            if job is None or job.state == "ended" or job.stopping:
                return
            if job.state == "waiting":
                ending = Ending(outcome="stopped", reason=f"{BY_HAND} before its turn came")
                self._dispatcher.end(job_id, Performed(ending))
                return
            self._dispatcher.set_stopping(job_id, BY_HAND)
        self._dispatcher.tell_to_stop(job_id, BY_HAND)

    def stop_all(self, owner: str) -> None:
        """End all jobs of that owner as `stop` does."""
        with self._changed:
            own = [job.id for job in self._line.of(owner) if job.state != "ended"]
        for job_id in reversed(own):  # those under way at last: their end would begin the next
            self.stop(job_id)

    def forget(self, owner: str) -> None:
        """End all jobs of that owner and keep nothing of them. The owner's runs are to be deleted afterwards."""
        with self._changed:
            own = self._line.of(owner)
            self._line.drop(job.id for job in own if not job.under_way)
            for job in own:
                if job.under_way:
                    self._dispatcher.set_stopping(job.id, FORGOTTEN)
        for job in own:
            if job.under_way:
                self._dispatcher.tell_to_stop(job.id, BY_HAND)

    def give(self, owner: str, to: str) -> None:
        """Make the jobs of one owner those of another."""
        with self._changed:
            for job in self._line.of(owner):
                self._line.set(job.id, owner=to)
            self._dispatcher.presence.see(to)

    def look_again(self) -> None:
        """Take note that there may be more trainers now, or fewer."""
        with self._changed:
            self._have_workers(self._line.under_way + self._line.count_waiting)
            self._changed.notify_all()

    def close(self) -> None:
        """End the trainers and the queue."""
        with self._changed:
            self._dispatcher.closed = True
            self._changed.notify_all()
        for worker in self._workers:
            worker.close()
        until = time.monotonic() + _STAY_SECONDS
        for worker in self._workers:
            worker.join(max(0.0, until - time.monotonic()))

    def _have_workers(self, wanted: int) -> None:
        """Have as many workers as are wanted, and as there may be trainers; each is a thread that stays."""
        while len(self._workers) < min(wanted, self._dispatcher.trainers()):
            about = self._dispatcher, self._store, self._start_trainer, self._idle_seconds
            try:
                self._workers.append(Worker(len(self._workers), *about))
            except RuntimeError as error:  # there are too many threads
                if not self._workers:
                    raise
                _LOG.warning("no more than %d trainings at once: %s", len(self._workers), error)
                return
