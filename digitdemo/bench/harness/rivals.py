"""What `bench training` times: the app's own trainer process, and others that train the same models."""

import dataclasses
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.mnist_file import MNIST_PATH
from digitdemo.jobs.protocol import Began, Ended, Epoch, Event, Prepare, Prepared, Progressed, Ready, Stop, Train
from digitdemo.jobs.trainer_process import TrainerProcess
from digitdemo.runs.metrics import EpochMetrics

_PATIENCE_SECONDS = 1800.0
_SAMPLE_SECONDS = 0.05


class OurTrainer:
    """The trainer process that the app uses, spoken to as the app does."""

    def __init__(self) -> None:
        self._process = TrainerProcess()
        self._number = 0
        self._watched = psutil.Process(self._process.pid)
        self.peak_mb = 0.0
        threading.Thread(target=self._watch, name="memory of the trainer", daemon=True).start()
        self._until(lambda event: isinstance(event, Ready))

    def train(self, config: TrainConfig) -> "Training":
        """Have a model trained; return what was heard on the way."""
        begun = self._start(config)
        first_step, records = 0.0, []
        while True:
            event = self._process.receive(_PATIENCE_SECONDS)
            now = time.perf_counter() - begun
            match event:
                case Progressed():
                    first_step = first_step or now
                case Epoch(record=record):
                    records.append((now, record))
                case Ended(ending=ending):
                    assert ending.outcome == "finished", ending.reason
                    return Training(first_step, records, now)

    def prepare(self, *configs: TrainConfig) -> None:
        """Have trainings prepared of which none was yet, and wait until they are."""
        self._process.send(Prepare(configs=configs))
        self._until(lambda event: isinstance(event, Prepared))

    def seconds_to_stop(self, config: TrainConfig, after: float) -> float:
        """Start a training, ask for its end `after` seconds from the first step on, and return how long that took."""
        self._start(config)
        self._until(lambda event: isinstance(event, Progressed))
        end = time.perf_counter() + after
        while time.perf_counter() < end:
            self._process.receive(_PATIENCE_SECONDS)
        begun = time.perf_counter()
        self._process.send(Stop(job=str(self._number), why="stopped by the benchmark"))
        last = self._until(lambda event: isinstance(event, Ended) or _keeps_the_model(event))
        seconds = time.perf_counter() - begun
        if not isinstance(last, Ended):
            self._until(lambda event: isinstance(event, Ended))
        return seconds

    def memory_mb(self) -> float:
        """Return the resident memory now, in MB (10**6 bytes)."""
        return self._watched.memory_info().rss / 1e6

    def end(self) -> None:
        """End the process."""
        self._process.end()

    def _start(self, config: TrainConfig) -> float:
        self._number += 1
        self._folder = tempfile.TemporaryDirectory()
        begun = time.perf_counter()
        self._process.send(Train(job=str(self._number), config=config, folder=self._folder.name))
        return begun

    def _until(self, awaited: Callable[[Event], bool]) -> Event:
        while not awaited(event := self._process.receive(_PATIENCE_SECONDS)):
            pass
        return event

    def _watch(self) -> None:
        try:
            while True:
                self.peak_mb = max(self.peak_mb, self.memory_mb())
                time.sleep(_SAMPLE_SECONDS)
        except psutil.NoSuchProcess:
            pass  # it has ended, and so does this thread


def _keeps_the_model(event: Event) -> bool:
    return isinstance(event, Began) and event.doing in ("converting", "saving")


@dataclasses.dataclass(frozen=True)
class Training:
    """One training by `OurTrainer`: seconds from its start to the first step, every record, and the end, when its files
    are there."""

    first_step: float
    records: list[tuple[float, EpochMetrics]]
    end: float

    @property
    def usable_after(self) -> float:
        """Seconds from the last epoch's record to the end."""
        return self.end - self.records[-1][0]

    def seconds_to(self, accuracy: float) -> float | None:
        """Return the seconds from the start to the first record with that test accuracy; None if there is none."""
        return next((seconds for seconds, record in self.records if record.test_accuracy >= accuracy), None)


class Rival:
    """A file of this folder that trains one of the listings in a process of its own, with no settings of ours."""

    def __init__(self, file: str, name: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "TF_ENABLE_ONEDNN_OPTS"}
        self._file = file
        self._process = subprocess.Popen(
            # -P: the files of this folder must not stand for modules of the same names.
            [sys.executable, "-P", str(Path(__file__).with_name(file)), name, str(MNIST_PATH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment,
        )
        self._hear()

    def ask(self, do: str, **fields: Any) -> dict[str, Any]:
        """Have something done and return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **fields}) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def memory_mb(self) -> float:
        """Return the resident memory now, in MB (10**6 bytes)."""
        return psutil.Process(self._process.pid).memory_info().rss / 1e6

    def end(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._file} ended with exit code {self._process.wait()}")
        return json.loads(line)


@contextmanager
def rivals(name: str) -> Iterator[tuple[OurTrainer, Rival, Rival | None]]:
    """Start our trainer, Keras and, if it is installed, PyTorch for one listing; end them all."""
    started: list[OurTrainer | Rival] = []
    try:
        ours, keras = OurTrainer(), Rival("plain_keras.py", name)
        started += [ours, keras]
        torch = Rival("plain_torch.py", name) if importlib.util.find_spec("torch") else None
        started += [torch] if torch else []
        yield ours, keras, torch
    finally:
        for process in started:
            process.end()
