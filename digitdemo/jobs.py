"""The queue of trainings: one at a time, each in its turn, in a child process that is kept warm while in use."""

from __future__ import annotations

import dataclasses
import threading
import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from digitdemo.config import TrainConfig
from digitdemo.machine import describe_machine
from digitdemo.metrics import EpochMetrics, Progress
from digitdemo.runs import Outcome, Run, RunStore, new_run_id
from digitdemo.trainer_process import TrainerDied, TrainerProcess

IDLE_SECONDS = 300.0  # a warm trainer holds some 600 MB: it goes when nobody has trained for so long
SILENCE_SECONDS = 120.0  # a trainer that says nothing for so long hangs, and is ended
ABSENT_SECONDS = 180.0  # a page asks at least once a minute, even in a hidden tab; beyond this nobody is there
MOST_WAITING = 100

State = Literal["waiting", "starting", "training", "saving", "ended"]


class QueueRefused(Exception):
    """A training cannot be queued now; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is known of one training at one moment. `place` counts the trainings before it; `run` is set at the end."""

    id: str
    owner: str
    config: TrainConfig
    state: State = "waiting"
    place: int = 0
    stopping: bool = False
    history: tuple[EpochMetrics, ...] = ()
    progress: Progress | None = None
    run: Run | None = None


class Trainer(Protocol):
    """What the queue needs of a trainer; `TrainerProcess` is the local one."""

    def send(self, command: dict[str, Any]) -> None: ...
    def receive(self, timeout: float) -> dict[str, Any]: ...
    def end(self) -> None: ...


class JobQueue:
    """Trainings in the order of their coming, one at a time, at most one unfinished per owner.

    All methods may be called from any thread. An owner is whoever `submit` says: a visitor's random key.
    """

    def __init__(
        self, store: RunStore, *, start_trainer: type[Trainer] = TrainerProcess, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._store = store
        self._start_trainer = start_trainer
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._seen: dict[str, float] = {}
        self._trainer: Trainer | None = None
        self._closed = False
        self._machine = describe_machine()
        self._worker = threading.Thread(target=self._work, name="training queue", daemon=True)
        self._worker.start()

    def submit(self, config: TrainConfig, owner: str) -> Job:
        """Queue a training.

        Raises:
            QueueRefused: the owner has one that has not ended, or too many are waiting.
        """
        with self._changed:
            if any(job.owner == owner for job in self._unfinished()):
                raise QueueRefused("Your last training has not ended yet. Stop it, or wait for it.")
            if len(self._unfinished()) > MOST_WAITING:
                raise QueueRefused(f"{MOST_WAITING} trainings are waiting already. Try again in a few minutes.")
            job = Job(id=new_run_id(config), owner=owner, config=config)
            self._jobs[job.id] = job
            self._seen[owner] = time.monotonic()
            self._changed.notify_all()
            return self._placed(job)

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
                self._end(job, "stopped", "stopped before its turn came")
                return
            self._set(job_id, stopping=True)
            trainer = self._trainer
        if trainer is not None:
            _try_send(trainer, {"command": "stop", "job": job_id})

    def close(self) -> None:
        """End the trainer and the queue."""
        with self._changed:
            self._closed = True
            trainer = self._trainer
            self._changed.notify_all()
        if trainer is not None:
            trainer.end()
        self._worker.join(timeout=10)

    def _unfinished(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.state != "ended"]

    def _placed(self, job: Job) -> Job:
        place = self._unfinished().index(job) if job.state == "waiting" else 0
        return dataclasses.replace(job, place=place)

    def _set(self, job_id: str, **fields: Any) -> Job:
        with self._changed:
            self._jobs[job_id] = job = dataclasses.replace(self._jobs[job_id], **fields)
            return job

    def _end(self, job: Job, outcome: Outcome, reason: str) -> None:
        self._set(job.id, state="ended", run=self._run(job, outcome, reason))

    def _run(self, job: Job, outcome: Outcome, reason: str) -> Run:
        return Run(
            id=job.id, config=job.config, history=job.history, outcome=outcome, reason=reason, machine=self._machine
        )

    def _absent(self, job: Job) -> bool:
        return time.monotonic() - self._seen.get(job.owner, 0.0) > ABSENT_SECONDS

    def _work(self) -> None:
        self._store.prune()
        while True:
            job = self._next_job()
            if job is None:
                return
            self._perform(job)
            self._store.prune()
            self._forget_old()

    def _next_job(self) -> Job | None:
        """Wait for a job and return it; end a trainer that idles meanwhile. None when the queue is closed."""
        idle_since = time.monotonic()
        with self._changed:
            while not self._closed:
                for job in self._unfinished():
                    if not self._absent(job):
                        return self._set(job.id, state="starting")
                    self._end(job, "stopped", "its page was closed before its turn came")
                idle = time.monotonic() - idle_since
                if self._trainer is not None and idle >= self._idle_seconds:
                    self._trainer.end()
                    self._trainer = None
                self._changed.wait(self._idle_seconds - idle if self._trainer is not None else None)
        return None

    def _perform(self, job: Job) -> None:
        """Train, keep the run, and end the job, whatever happens: a job that fails must not end the queue."""
        try:
            with self._store.draft() as draft:
                try:
                    outcome, reason = self._converse(job, str(draft))
                except TrainerDied as death:
                    outcome, reason = "failed", f"the trainer process ended unexpectedly ({death})"
                job = self._jobs[job.id]
                if job.history:
                    self._store.save(self._run(job, outcome, reason), draft)
        except OSError as error:  # its text would show a path of the server
            outcome, reason = "failed", f"the run could not be saved ({error.strerror})"
        self._end(self._jobs[job.id], outcome, reason)

    def _converse(self, job: Job, folder: str) -> tuple[Outcome, str]:
        """Have the trainer train and keep `job` up to date with its events; return outcome and reason."""
        trainer = self._trainer
        if trainer is None:
            with self._changed:
                trainer = self._trainer = self._start_trainer()
        try:
            trainer.send({"command": "train", "job": job.id, "config": job.config.to_dict(), "folder": folder})
            if self._jobs[job.id].stopping:  # asked while there was no trainer to tell
                trainer.send({"command": "stop", "job": job.id})
            while True:
                event = trainer.receive(SILENCE_SECONDS)
                if event.get("job") != job.id:
                    continue  # "ready"
                if event["event"] == "ended":
                    return event["outcome"], event["reason"]
                self._apply(job.id, event)
                self._end_if_abandoned(job.id, trainer)
        except TrainerDied:
            self._trainer = None
            trainer.end()
            raise

    def _apply(self, job_id: str, event: dict[str, Any]) -> None:
        match event["event"]:
            case "epoch":
                record = EpochMetrics(**event["record"])
                self._set(job_id, state="training", history=(*self._jobs[job_id].history, record))
            case "progress":
                self._set(job_id, progress=Progress(**event["record"]))
            case "saving":
                self._set(job_id, state="saving")

    def _end_if_abandoned(self, job_id: str, trainer: Trainer) -> None:
        """Stop a training that nobody watches any more while others wait."""
        with self._changed:
            job = self._jobs[job_id]
            if job.stopping or len(self._unfinished()) < 2 or not self._absent(job):
                return
            self._set(job_id, stopping=True)
        trainer.send({"command": "stop", "job": job_id})

    def _forget_old(self) -> None:
        """Drop ended jobs that nobody collected; their runs are in the store."""
        with self._changed:
            for job in list(self._jobs.values()):
                if job.state == "ended" and time.monotonic() - self._seen.get(job.owner, 0.0) > 20 * ABSENT_SECONDS:
                    del self._jobs[job.id]
            owners = {job.owner for job in self._jobs.values()}
            self._seen = {owner: seen for owner, seen in self._seen.items() if owner in owners}


def _try_send(trainer: Trainer, command: dict[str, Any]) -> None:
    try:
        trainer.send(command)
    except TrainerDied:
        return  # the worker sees the death itself and ends the job with the reason
