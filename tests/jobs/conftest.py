"""A trainer that is a script of events, and queues that it trains for."""

import dataclasses
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import Began, Command, Ended, Epoch, Event, Live, Prepare, Probed, Progressed, Ready, Stop
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.runs.live_weights import HalfArray, LiveWeights
from digitdemo.runs.metrics import Doing, Probe, Progress
from digitdemo.runs.run import Ending, stopped_reason
from digitdemo.runs.store import RunStore
from tests.conftest import RECORD, Clock

QUICK = TrainConfig(architecture="linear", epochs=1)
PROGRESS = Progress(
    epoch=1, epochs=1, step=1, steps=2, phase="training", images_per_second=1.0, fraction=0.5, seconds_left=1.0
)


def live_weights(epochs: float, test_accuracy: float) -> LiveWeights:
    """Return a moment of a model that has two weights."""
    arrays = (HalfArray((2,), b"\x00\x3c\x00\xbc"),)
    return LiveWeights(epochs=epochs, test_accuracy=test_accuracy, test_images=400, arrays=arrays)


class ScriptedTrainer:
    """Begins each training with an epoch record and then waits until the test ends it."""

    made: ClassVar[list["ScriptedTrainer"]] = []

    def __init__(self) -> None:
        self.events: queue.Queue = queue.Queue()
        self.trained: list[str] = []
        self.watched: list[str] = []
        self.folders: dict[str, Path] = {}
        self.prepared: list[tuple[TrainConfig, ...]] = []
        self.stopped: list[str] = []
        self.dead = False  # answers like a dead process
        self.hangs = False  # takes commands and says nothing
        self.deaf = False  # goes on whatever it is told
        self.ended = False
        self.outdated = False
        self.death = TrainerDied("signal 9")
        ScriptedTrainer.made.append(self)
        self.events.put(Ready())

    def send(self, command: Command) -> None:
        if self.dead:
            raise self.death
        if self.hangs:
            return
        if isinstance(command, Stop):
            self.stopped.append(command.job)
            if self.deaf:
                return
            self.end_job(command.job, outcome="stopped", reason=stopped_reason(command.why, 0, 1))
        elif isinstance(command, Prepare):
            self.prepared.append(command.configs)
        else:
            self.folders[command.job] = Path(command.folder)
            if command.watched:
                self.watched.append(command.job)
            self.trained.append(command.job)
            self.events.put(Epoch(job=command.job, record=RECORD))

    def progress(self, job_id: str) -> None:
        self.events.put(Progressed(job=job_id, progress=PROGRESS))

    def epoch(self, job_id: str, epoch: int, **fields) -> None:
        self.events.put(Epoch(job=job_id, record=dataclasses.replace(RECORD, epoch=epoch, **fields)))

    def began(self, job_id: str, doing: Doing) -> None:
        self.events.put(Began(job=job_id, doing=doing))

    def probe(self, job_id: str, probe: Probe) -> None:
        self.events.put(Probed(job=job_id, probe=probe))

    def live(self, job_id: str, live: LiveWeights) -> None:
        self.events.put(Live(job=job_id, live=live))

    def end_job(self, job_id: str, **ending) -> None:
        self.events.put(Ended(job=job_id, ending=Ending(temperature=1.25, **ending)))

    def die(self, death: TrainerDied | None = None) -> None:
        self.death = death or self.death
        self.dead = True
        self.events.put(None)

    def receive(self, timeout: float) -> Event:
        try:
            event = self.events.get(timeout=timeout)
        except queue.Empty:
            raise TrainerDied(f"no sign of life for {timeout:.1f} s") from None
        if event is None:
            raise self.death
        return event

    def end(self) -> None:
        self.ended = True
        self.die()  # whoever waits for its next event hears of it


@pytest.fixture
def make_queue(tmp_path, clock: Clock) -> Iterator[Callable[..., JobQueue]]:
    ScriptedTrainer.made = []
    made = []

    def make(**options) -> JobQueue:
        made.append(JobQueue(RunStore(tmp_path), start_trainer=ScriptedTrainer, clock=clock, **options))
        return made[-1]

    yield make
    for trainer in ScriptedTrainer.made:
        trainer.die()
    for each in made:
        each.close()
