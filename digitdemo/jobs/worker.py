"""One trainer of the queue and the thread that gives it work: training after training, as the dispatcher says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.dispatcher import Dispatcher
from digitdemo.jobs.job import Job
from digitdemo.jobs.performing import perform
from digitdemo.jobs.trainer_process import TrainerLost
from digitdemo.jobs.warm_trainer import Trainer, WarmTrainer

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore


class Worker:
    """Begins at once. Its trainer is started when it is needed, and ends after `idle_seconds` of rest.

    The first of a queue, whose `number` is 0, tidies the store before it trains.
    """

    def __init__(
        self,
        number: int,
        dispatcher: Dispatcher,
        store: RunStore,
        start_trainer: Callable[[], Trainer],
        idle_seconds: float,
    ) -> None:
        self.number = number
        self._dispatcher, self._store = dispatcher, store
        self._trainer = WarmTrainer(start_trainer)
        self._idle_seconds = idle_seconds
        self._thread = threading.Thread(target=self._work, name=f"training queue {number}", daemon=True)
        self._thread.start()

    @property
    def warm(self) -> bool:
        """Whether it has a trainer that is there."""
        return self._trainer.warm

    def stop(self, job_id: str, why: str) -> None:
        """Ask for the end of the training at its next step."""
        self._trainer.stop(job_id, why)

    def close(self) -> None:
        """End the trainer, for good; the thread follows when the dispatcher is closed."""
        self._trainer.close()

    def join(self, timeout: float) -> None:
        """Wait for the end of the thread for so many seconds."""
        self._thread.join(timeout)

    def _work(self) -> None:
        if self.number == 0:
            self._store.tidy()
        while (job := self._next_job()) is not None:
            self._perform(job)
            self._dispatcher.forget_old()

    def _next_job(self) -> Job | None:
        """Wait for a job and return it; meanwhile prepare a trainer that is expected, and end one that idles.

        None when the queue is closed.
        """
        shared = self._dispatcher
        idle_until = time.monotonic() + self._idle_seconds
        while True:
            with shared.changed:
                if shared.closed:
                    return None
                shared.rest(self)
                if job := shared.next_job(self):
                    return job
                expected: tuple[TrainConfig, ...] = shared.take_expected(self)
                if expected:
                    idle_until = time.monotonic() + self._idle_seconds
                left = idle_until - time.monotonic()
                if not expected and (not self.warm or left > 0):
                    shared.changed.wait(left if self.warm else None)
                    continue
                shared.rise(self)
            if expected:  # these take a moment: not while every page that asks has to wait
                self._trainer.prepare(expected)
            else:
                self._trainer.end()

    def _perform(self, job: Job) -> None:
        shared = self._dispatcher
        heed, now = (lambda event: shared.heed(job.id, event)), (lambda: shared.as_it_is(job.id))
        try:
            done = perform(job, self._trainer, self._store, shared.machine, heed=heed, now=now)
        except TrainerLost as loss:
            shared.begin_again(job.id, loss)
        else:
            shared.end(job.id, done)
