"""A trainer that is kept warm between trainings, started when it is needed and replaced when it has died."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Protocol

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.trainer_process import TrainerDied

STARTUP_SECONDS = 600.0  # TensorFlow's import takes 5 s of a whole core, and a small host has a tenth of one
SILENCE_SECONDS = 120.0  # a trainer that says nothing for so long in mid-training hangs, and is ended

Event = dict[str, Any]


class Trainer(Protocol):
    """What is needed of a trainer; `TrainerProcess` is the local one."""

    def send(self, command: dict[str, Any]) -> None: ...
    def receive(self, timeout: float) -> Event: ...
    def end(self) -> None: ...


class WarmTrainer:
    """At most one trainer at a time. `train` is for one thread; the other methods may be called from any."""

    def __init__(self, start: Callable[[], Trainer]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._trainer: Trainer | None = None
        self._stopped: set[str] = set()
        self._closed = False

    @property
    def trainer(self) -> Trainer | None:
        """The trainer that is warm now."""
        return self._trainer

    def train(self, job_id: str, config: TrainConfig, folder: str, on_event: Callable[[Event], None]) -> Event:
        """Have a model trained into `folder`, call `on_event` at every event on the way, and return the last one.

        Raises:
            TrainerDied: in the middle of this training. If it had died before, while it was idle, a new one is started.
        """
        warm, begun = self._trainer is not None, False

        def heard(event: Event) -> None:
            nonlocal begun
            begun = True
            on_event(event)

        try:
            return self._converse(job_id, config, folder, heard)
        except TrainerDied:
            self.end()
            if warm and not begun:
                return self._converse(job_id, config, folder, on_event)
            raise
        finally:
            self._stopped.discard(job_id)

    def stop(self, job_id: str) -> None:
        """Ask for the end of that training at its next step."""
        with self._lock:
            self._stopped.add(job_id)
            trainer = self._trainer
        if trainer is not None:
            with contextlib.suppress(TrainerDied):  # `train` sees the death itself
                trainer.send({"command": "stop", "job": job_id})

    def end(self) -> None:
        """End the trainer if there is one; the next training starts a new one."""
        with self._lock:
            trainer, self._trainer = self._trainer, None
        if trainer is not None:
            trainer.end()

    def close(self) -> None:
        """End the trainer and start no other."""
        with self._lock:
            self._closed = True
        self.end()

    def _converse(self, job_id: str, config: TrainConfig, folder: str, on_event: Callable[[Event], None]) -> Event:
        trainer = self._running()
        trainer.send({"command": "train", "job": job_id, "config": config.to_dict(), "folder": folder})
        if job_id in self._stopped:  # asked while there was no trainer to tell
            trainer.send({"command": "stop", "job": job_id})
        patience = STARTUP_SECONDS
        while True:
            event = trainer.receive(patience)
            if event["event"] == "fatal":
                raise TrainerDied(event["reason"])
            if event.get("job") != job_id:
                continue  # "ready"
            if event["event"] == "ended":
                return event
            patience = SILENCE_SECONDS
            on_event(event)

    def _running(self) -> Trainer:
        with self._lock:
            if self._closed:
                raise TrainerDied("the app is ending")
            if self._trainer is None:
                self._trainer = self._start()
            return self._trainer
