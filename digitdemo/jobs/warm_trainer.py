"""A trainer that is kept warm between trainings, started when it is needed and replaced when it has died."""

import contextlib
import logging
import math
import threading
import time
from collections.abc import Callable
from typing import Protocol

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.movement import Movement
from digitdemo.jobs.protocol import Command, Ended, Event, Fatal, Prepare, Prepared, Ready, Stop, Train
from digitdemo.jobs.trainer_process import CannotTrain, TrainerDied
from digitdemo.runs.run import Ending

# Until a new trainer says something of its first training: TensorFlow's import and drawing 12,000 images take half a
# minute of a whole core, and a small host has a tenth of one.
STARTUP_SECONDS = 600.0
# One that has trained and says nothing for so long hangs, and is ended; a new one then has the time above.
SILENCE_SECONDS = 120.0
# Between two that die before they have trained anything, where nobody waits for one: TensorFlow may be broken, say.
_PAUSE_SECONDS = 60.0

_LOG = logging.getLogger(__name__)


class Trainer(Protocol):
    """What is needed of a trainer; `TrainerProcess` is a local one. One elsewhere has a `machine`: where.

    One that is `outdated`, if it says so, is replaced before it trains once more.
    """

    def send(self, command: Command) -> None: ...
    def receive(self, timeout: float) -> Event: ...
    def end(self) -> None: ...


class WarmTrainer:
    """At most one trainer at a time. `train` and `prepare` are for one thread; the others may be called from any."""

    def __init__(self, start: Callable[[], Trainer]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._trainer: Trainer | None = None
        self._proven = False  # it has said something of a training
        self._deaths = 0  # in a row, of those that had not
        self._not_before = -math.inf  # when one may be started again that nobody waits for
        self._stopped: dict[str, Stop] = {}
        self._closed = False
        self.machine = ""
        """Where the last one was that was started; "" for this machine."""

    @property
    def warm(self) -> bool:
        """Whether there is a trainer now."""
        return self._trainer is not None

    def prepare(self, configs: tuple[TrainConfig, ...]) -> None:
        """Start a trainer if there is none, and have it prepare trainings by `configs`, but for what it has already.

        It is told each time: so one that has died while it was idle is noticed before somebody trains.
        """
        if not self.warm and time.monotonic() < self._not_before:
            return
        try:
            self._running().send(Prepare(configs=configs))
        except TrainerDied as death:
            _LOG.warning("no trainer could be prepared (%s)", death)
            self._deaths = 0 if self._proven else self._deaths + 1
            if self._deaths > 1:
                self._not_before = time.monotonic() + _PAUSE_SECONDS
            self.end()

    def train(
        self,
        job_id: str,
        config: TrainConfig,
        folder: str,
        on_event: Callable[[Event], None],
        *,
        watched: bool = False,
        own: OwnImages | None = None,
    ) -> Ending:
        """Have a model trained into `folder`, call `on_event` at every event on the way, and return how it ended.

        If it is `watched`, its weights are among the events. `own` are drawings to learn from, too.

        Raises:
            TrainerDied: in the middle of this training. If it had died before, while it was idle, a new one is started.
        """
        command = Train(job=job_id, config=config, folder=folder, watched=watched, own=own)
        warm, begun = self.warm, False

        def heard(event: Event) -> None:
            nonlocal begun
            begun = True
            on_event(event)

        try:
            return self._converse(command, heard)
        except TrainerDied as death:
            if not warm or begun:
                raise
            _LOG.warning("the trainer had ended while it was idle (%s); another one is started", death)
            return self._converse(command, heard)
        finally:
            self._stopped.pop(job_id, None)

    def stop(self, job_id: str, why: str) -> None:
        """Ask for the end of that training at its next step."""
        command = Stop(job=job_id, why=why)
        with self._lock:
            self._stopped[job_id] = command
            trainer = self._trainer
        if trainer is not None:
            with contextlib.suppress(TrainerDied):  # `train` sees the death itself
                trainer.send(command)

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

    def _converse(self, command: Train, on_event: Callable[[Event], None]) -> Ending:
        trainer = self._running()
        try:
            trainer.send(command)
            if (stop := self._stopped.get(command.job)) is not None:  # asked while there was no trainer to tell
                trainer.send(stop)
            return self._listen(trainer, command.job, on_event)
        except TrainerDied:
            self.end()
            raise

    def _listen(self, trainer: Trainer, job_id: str, on_event: Callable[[Event], None]) -> Ending:
        movement = Movement(SILENCE_SECONDS)
        while True:
            match trainer.receive(SILENCE_SECONDS if self._proven else STARTUP_SECONDS):
                case Prepared():
                    pass
                case Ready():
                    pass  # its first training is still to be prepared
                case Fatal(reason=reason):
                    raise CannotTrain(reason)
                case event if event.job != job_id:
                    _LOG.warning("the trainer speaks of %s, but it is to train %s", event.job, job_id)
                case Ended(ending=ending):
                    self._proven = True
                    return ending
                case event:
                    self._proven = True
                    movement.note(event)
                    on_event(event)

    def _running(self) -> Trainer:
        with self._lock:
            if self._closed:
                raise TrainerDied("the app is ending")
            trainer = self._trainer
        if trainer is not None:
            if not getattr(trainer, "outdated", False):
                return trainer
            self.end()
        trainer = self._start()  # which may take some seconds, for which no page is to wait
        with self._lock:
            if not self._closed:
                self._trainer, self._proven = trainer, False
                self.machine = getattr(trainer, "machine", "")
                return trainer
        trainer.end()
        raise TrainerDied("the app is ending")
