import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.store import RunStore
from digitdemo.ui import process, resources
from tests.conftest import until
from tests.jobs.conftest import ScriptedTrainer


class SlowQueue:
    """Takes as long to begin as the real queue does on a busy machine."""

    def __init__(self, store: RunStore) -> None:
        time.sleep(0.05)

    def close(self) -> None:
        pass


def test_visitors_who_come_first_at_once_share_one_queue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    monkeypatch.setattr(process, "JobQueue", SlowQueue)
    st.cache_resource.clear()
    process.close_job_queue()
    barrier = threading.Barrier(30)

    def visit(_: int) -> object:
        barrier.wait()
        return resources.job_queue()

    try:
        with ThreadPoolExecutor(30) as visitors:
            queues = list(visitors.map(visit, range(30)))
    finally:
        process.close_job_queue()
        st.cache_resource.clear()
    assert len(set(map(id, queues))) == 1


class Elsewhere:
    """A cluster of two trainers, each a script of events."""

    def __init__(self) -> None:
        self.closed = False
        self.on_change = None

    def start(self) -> ScriptedTrainer:
        return ScriptedTrainer()

    def trainers(self) -> int:
        return 2

    def close(self) -> None:
        self.closed = True


def test_where_a_cluster_is_named_trainings_are_there_and_it_is_left_with_the_queue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    place = Elsewhere()
    monkeypatch.setattr(process, "cluster_if_any", lambda: place)
    ScriptedTrainer.made = []
    process.close_job_queue()
    try:
        queue = process.job_queue(lambda: RunStore(tmp_path))
        queue.submit([TrainConfig(architecture="linear", epochs=1)] * 3, "a")
        until(lambda: sum(len(trainer.trained) for trainer in ScriptedTrainer.made) == 2)
        assert place.on_change == queue.look_again
        place.on_change()
    finally:
        for trainer in ScriptedTrainer.made:
            trainer.die()
        process.close_job_queue()
    assert place.closed
