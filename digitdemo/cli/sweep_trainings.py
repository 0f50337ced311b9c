"""The trainings of a sweep: in this process one after the other, or on the cluster that the environment names."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digitdemo.cluster import cluster_if_any
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job, after_event, begun_again, new_jobs
from digitdemo.jobs.performing import run_of, trained
from digitdemo.jobs.protocol import Event
from digitdemo.jobs.trainer_process import TrainerLost
from digitdemo.jobs.warm_trainer import WarmTrainer
from digitdemo.runs.files import new_run_id
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run, ended_run
from digitdemo.runs.store import RunStore
from digitdemo.system import describe_machine, quiet

if TYPE_CHECKING:
    from digitdemo.cluster.place import Place

Keep = Callable[[Run, Path], None]
"""Keeps a run whose files are in that folder, or does not; on a cluster in the thread of its trainer."""


@dataclass(frozen=True)
class Trained:
    """A run that has ended, and for how many seconds its training went on."""

    run: Run
    seconds: float


class Trainings(Protocol):
    """Where trainings are trained, so many `at_once` by now."""

    @property
    def at_once(self) -> int: ...

    def train(self, configs: Sequence[TrainConfig]) -> Iterator[Trained]:
        """Train these from their seeds, and yield each as it ends.

        Raises:
            KeyboardInterrupt: by Ctrl-C; what is under way is not kept.
        """
        ...


@contextlib.contextmanager
def trainings(store: RunStore, keep: Keep) -> Iterator[Trainings]:
    """Yield where the trainings of a sweep are trained; `keep` is called with each run that has ended."""
    place = cluster_if_any()
    if place is None:
        yield _Here(store, keep)
        return
    try:
        yield _OnCluster(place, store, keep)
    finally:
        place.close()


class _Here:
    at_once = 1

    def __init__(self, store: RunStore, keep: Keep) -> None:
        self._store, self._keep = store, keep

    def train(self, configs: Sequence[TrainConfig]) -> Iterator[Trained]:
        with quiet():
            from digitdemo.training.session import train_and_export  # slow: TensorFlow

        machine = describe_machine()
        for config in configs:
            history: list[EpochMetrics] = []
            began = time.monotonic()
            with self._store.draft() as draft:
                ending = train_and_export(config, draft, on_epoch=history.append)
                one = ended_run(ending, run_id=new_run_id(config), config=config, history=history, machine=machine)
                if one.outcome == "stopped":
                    raise KeyboardInterrupt
                self._keep(one, draft)
            yield Trained(one, time.monotonic() - began)


class _OnCluster:
    """A thread and a trainer for each that the cluster offers, which may become more meanwhile."""

    def __init__(self, place: Place, store: RunStore, keep: Keep) -> None:
        self._place, self._store, self._keep = place, store, keep
        self._waiting: queue.SimpleQueue[TrainConfig] = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[Trained | BaseException] = queue.SimpleQueue()
        self._at_work: list[tuple[WarmTrainer, threading.Thread]] = []

    @property
    def at_once(self) -> int:
        return self._place.trainers()

    def train(self, configs: Sequence[TrainConfig]) -> Iterator[Trained]:
        for config in configs:
            self._waiting.put(config)
        try:
            for left in range(len(configs), 0, -1):
                while len(self._at_work) < min(left, self.at_once):
                    self._have_one_more()
                ended = self._ended.get()
                if isinstance(ended, BaseException):
                    raise ended
                yield ended
        finally:
            self._end()

    def _have_one_more(self) -> None:
        trainer = WarmTrainer(self._place.start)
        thread = threading.Thread(target=self._work, args=(trainer,), name="sweep", daemon=True)
        self._at_work.append((trainer, thread))
        thread.start()

    def _end(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        for trainer, _ in self._at_work:
            trainer.close()
        for _, thread in self._at_work:
            thread.join()
        self._store.clear_drafts()

    def _work(self, trainer: WarmTrainer) -> None:
        try:
            while True:
                self._ended.put(self._train(trainer, self._waiting.get_nowait()))
        except queue.Empty:
            trainer.close()  # another app may have it
        except BaseException as error:
            self._ended.put(error)

    def _train(self, trainer: WarmTrainer, config: TrainConfig) -> Trained:
        began = time.monotonic()
        (job,) = new_jobs([config], [0.0], owner="")

        def heed(event: Event) -> None:
            nonlocal job
            job = after_event(job, event)

        def now() -> Job:
            return job

        while True:
            with self._store.draft() as draft:
                try:
                    ending = trained(job, trainer, str(draft), heed, now)
                except TrainerLost as loss:
                    job = begun_again(job, job.seconds, loss)
                    continue
                one = run_of(job, ending, trainer.machine or describe_machine())
                self._keep(one, draft)
            return Trained(one, time.monotonic() - began)
