"""The queue of trainings: one at a time, in fair turns, in a child process that is kept warm while in use."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.trainer_process import TrainerDied, TrainerProcess
from digitdemo.jobs.warm_trainer import Event, Trainer, WarmTrainer
from digitdemo.runs.metrics import EpochMetrics, Progress
from digitdemo.runs.run import Outcome, Run
from digitdemo.runs.store import RunStore, new_run_id
from digitdemo.system import describe_machine

IDLE_SECONDS = 300.0  # a warm trainer holds some 700 MB: it goes when nobody has trained for so long
ABSENT_SECONDS = 180.0  # a page asks at least once a minute, even in a hidden tab; beyond this nobody is there
GRACE_SECONDS = 10.0  # a connection that breaks may be back within seconds, a closed page is not
MOST_WAITING = 100
MOST_AT_ONCE = 6  # of one owner: a config and a changed one, each from three seeds
_BY_HAND = "stopped by hand"
_LEFT = "stopped because its page was closed and others were waiting"

_LOG = logging.getLogger(__name__)

State = Literal["waiting", "starting", "training", "saving", "ended"]


class QueueRefused(Exception):
    """A training cannot be queued now; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is known of one training at one moment.

    `turn` is its number among the `together` trainings that its owner queued at once, from 0. `place` counts the
    trainings before it, `stopping` says why it is being stopped ("" if it is not), `run` is set at the end.
    """

    id: str
    owner: str
    config: TrainConfig
    turn: int = 0
    together: int = 1
    state: State = "waiting"
    place: int = 0
    stopping: str = ""
    history: tuple[EpochMetrics, ...] = ()
    progress: Progress | None = None
    run: Run | None = None


class JobQueue:
    """Trainings one at a time: everybody's first, then everybody's second, each in the order of their coming.

    All methods may be called from any thread. An owner is whoever `submit` says: a visitor's random key. Owners queue
    up to `MOST_AT_ONCE` at once, and others when all of these have ended.
    """

    def __init__(
        self, store: RunStore, *, start_trainer: type[Trainer] = TrainerProcess, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._store = store
        self._trainer = WarmTrainer(start_trainer)
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._seen: dict[str, float] = {}
        self._closed = False
        self._machine = describe_machine()
        self._worker = threading.Thread(target=self._work, name="training queue", daemon=True)
        self._worker.start()

    def submit(self, configs: Sequence[TrainConfig], owner: str) -> list[Job]:
        """Queue trainings, in this order, and return their jobs.

        Raises:
            QueueRefused: the owner has one that has not ended, or too many are waiting.
            ValueError: none is given, or more than `MOST_AT_ONCE`.
        """
        if not 1 <= len(configs) <= MOST_AT_ONCE:
            raise ValueError(f"{len(configs)} trainings at once: need 1 to {MOST_AT_ONCE}")
        with self._changed:
            unfinished = self._unfinished()
            if any(job.owner == owner for job in unfinished):
                raise QueueRefused("Your last training has not ended yet. Stop it, or wait for it.")
            if len(unfinished) + len(configs) > MOST_WAITING + 1:  # one of them is under way
                raise QueueRefused(f"No more than {MOST_WAITING} trainings can wait. Try again in a few minutes.")
            jobs = [
                Job(id=new_run_id(config), owner=owner, config=config, turn=turn, together=len(configs))
                for turn, config in enumerate(configs)
            ]
            self._jobs |= {job.id: job for job in jobs}
            self._seen[owner] = time.monotonic()
            self._changed.notify_all()
            return [self._placed(job) for job in jobs]

    def job(self, job_id: str) -> Job | None:
        """Return the job as it is now, and take the question as a sign that its owner is there."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None:
                return None
            self._seen[job.owner] = time.monotonic()
            return self._placed(job)

    def collect(self, job_id: str) -> Run | None:
        """Return the run of a job that has ended, and forget the job; None while it has not."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None or job.state != "ended":
                return None
            del self._jobs[job_id]
            return job.run

    def stop(self, job_id: str) -> None:
        """End the job, now if it waits, at its next step if it trains. Its curve and last model are kept."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is None or job.state == "ended" or job.stopping:
                return
            if job.state == "waiting":
                self._end(job, "stopped", f"{_BY_HAND} before its turn came")
                return
            self._set(job_id, stopping=_BY_HAND)
        self._trainer.stop(job_id)

    def stop_all(self, owner: str) -> None:
        """End all jobs of that owner as `stop` does."""
        with self._changed:
            own = [job.id for job in self._unfinished() if job.owner == owner]
        for job_id in reversed(own):  # the one under way at last: its end would begin the next
            self.stop(job_id)

    def leave(self, owner: str) -> None:
        """Take note that the owner's page was closed; asking for a job within some seconds takes that back."""
        with self._changed:
            if owner in self._seen:
                self._seen[owner] = min(self._seen[owner], time.monotonic() - ABSENT_SECONDS + GRACE_SECONDS)

    def close(self) -> None:
        """End the trainer and the queue."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._trainer.close()
        self._worker.join(timeout=10)

    def _unfinished(self) -> list[Job]:
        """Return the jobs that have not ended: the one under way, and then those that wait, the next one first."""
        unfinished = [job for job in self._jobs.values() if job.state != "ended"]
        return sorted(unfinished, key=lambda job: (job.state == "waiting", job.turn))  # stable: then as they came

    def _placed(self, job: Job) -> Job:
        place = self._unfinished().index(job) if job.state == "waiting" else 0
        return dataclasses.replace(job, place=place)

    def _set(self, job_id: str, **fields: Any) -> Job:
        with self._changed:
            self._jobs[job_id] = job = dataclasses.replace(self._jobs[job_id], **fields)
            return job

    def _end(self, job: Job, outcome: Outcome, reason: str) -> None:
        self._set(job.id, state="ended", run=self._run(job, {"outcome": outcome, "reason": reason}))

    def _run(self, job: Job, ended: dict[str, Any]) -> Run:
        return Run(id=job.id, config=job.config, history=job.history, machine=self._machine, **ended)

    def _absent(self, job: Job) -> bool:
        return time.monotonic() - self._seen.get(job.owner, 0.0) > ABSENT_SECONDS

    def _work(self) -> None:
        self._store.prune()
        while (job := self._next_job()) is not None:
            self._perform(job)
            self._store.prune()
            self._forget_old()

    def _next_job(self) -> Job | None:
        """Wait for a job and return it; end a trainer that idles meanwhile. None when the queue is closed."""
        idle_until = time.monotonic() + self._idle_seconds
        while True:
            with self._changed:
                if self._closed:
                    return None
                if job := self._first_present():
                    return self._set(job.id, state="starting")
                left = idle_until - time.monotonic()
                warm = self._trainer.trainer is not None
                if not warm or left > 0:
                    self._changed.wait(left if warm else None)
                    continue
            self._trainer.end()  # takes a moment: not while every page that asks has to wait

    def _first_present(self) -> Job | None:
        """Return the first job whose owner is there, ending those before it."""
        for job in self._unfinished():
            if not self._absent(job):
                return job
            self._end(job, "stopped", "its page was closed before its turn came")
        return None

    def _perform(self, job: Job) -> None:
        """Train, keep the run, and end the job, whatever happens: a job that fails must not end the queue."""
        try:
            with self._store.draft() as draft:
                ended = self._train(job, str(draft))
                run = self._run(self._jobs[job.id], ended)
                if run.history:
                    self._store.save(run, draft)
        except OSError as error:  # its text would show a path of the server
            self._end(self._jobs[job.id], "failed", f"the run could not be saved ({error.strerror})")
        except Exception as error:
            _LOG.exception("training %s failed", job.id)
            self._trainer.end()  # it may still be at work for this job
            self._end(self._jobs[job.id], "failed", type(error).__name__)
        else:
            self._set(job.id, state="ended", run=run)

    def _train(self, job: Job, folder: str) -> dict[str, Any]:
        """Have the trainer train and keep the job up to date with its events; return what the run has of its end."""
        try:
            last = self._trainer.train(job.id, job.config, folder, lambda event: self._apply(job.id, event))
        except TrainerDied as death:
            return {"outcome": "failed", "reason": f"the trainer process ended unexpectedly ({death})"}
        ended: dict[str, Any] = {
            name: last[name] for name in ("outcome", "reason", "temperature", "parameters") if name in last
        }
        if ended["outcome"] == "stopped":
            job = self._jobs[job.id]
            ended["reason"] = f"{job.stopping} after {max(0, len(job.history) - 1)} of {job.config.epochs} epochs"
        return ended

    def _apply(self, job_id: str, event: Event) -> None:
        match event["event"]:
            case "epoch":
                record = EpochMetrics(**event["record"])
                self._set(job_id, state="training", history=(*self._jobs[job_id].history, record))
            case "progress":
                self._set(job_id, progress=Progress(**event["record"]))
            case "saving":
                self._set(job_id, state="saving")
        self._stop_if_abandoned(job_id)

    def _stop_if_abandoned(self, job_id: str) -> None:
        """Stop a training that nobody watches any more while others wait."""
        with self._changed:
            job = self._jobs[job_id]
            others = any(other.owner != job.owner for other in self._unfinished())
            if job.stopping or not others or not self._absent(job):
                return
            self._set(job_id, stopping=_LEFT)
        self._trainer.stop(job_id)

    def _forget_old(self) -> None:
        """Drop ended jobs that nobody collected; their runs are in the store."""
        with self._changed:
            for job in list(self._jobs.values()):
                if job.state == "ended" and time.monotonic() - self._seen.get(job.owner, 0.0) > 20 * ABSENT_SECONDS:
                    del self._jobs[job.id]
            owners = {job.owner for job in self._jobs.values()}
            self._seen = {owner: seen for owner, seen in self._seen.items() if owner in owners}
