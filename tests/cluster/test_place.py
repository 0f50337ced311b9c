"""A queue whose trainers are on workers of a real scheduler, which are killed in the middle of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitdemo.bench.harness.cluster_processes import ClusterProcesses
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.jobs.queue import JobQueue
from digitdemo.runs.files import MODEL_FILE, SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.store import RunStore
from tests.conftest import until

LINEAR = TrainConfig(architecture="linear", epochs=1)


@pytest.fixture
def place(processes: ClusterProcesses, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    from digitdemo.cluster.place import Place  # here: where dask.distributed is not, the fixture before has skipped

    for name, value in {**processes.environment, "DIGITDEMO_TRAINERS": "2"}.items():
        monkeypatch.setenv(name, value)
    found = Place(processes.access)
    yield found
    found.close()


@pytest.fixture
def jobs_(place, tmp_path) -> Iterator[JobQueue]:
    queue = JobQueue(RunStore(tmp_path), start_trainer=place.start, trainers=place.trainers)
    place.on_change = queue.look_again
    yield queue
    queue.close()


def offered(place, count: int) -> None:
    """Wait until the workers that a place knows offer so many trainers."""
    until(lambda: place.on_workers() == count)


def under_way(jobs_: JobQueue, jobs: list[Job]) -> list[Job]:
    return [now for job in jobs if (now := jobs_.job(job.id)).progress and now.state == "training"]


def test_a_sweep_outlives_a_worker_and_the_scheduler_and_each_run_is_there_once(
    processes: ClusterProcesses, place, jobs_: JobQueue, hold: Path, tmp_path: Path
):
    workers = [processes.start_worker() for _ in range(3)]
    offered(place, 3)
    hold.touch()
    jobs = jobs_.submit([LINEAR] * 6, "a")
    until(lambda: len(under_way(jobs_, jobs)) == 3)
    told, since = set(), time.monotonic()
    until(lambda: told.add(under_way(jobs_, jobs)[0].progress.step) or time.monotonic() - since > 1)
    assert len(told) > 2  # it is heard of more than twice a second

    processes.kill(workers[0])
    (lost,) = until(lambda: [now for job in jobs if (now := jobs_.job(job.id)).lost])
    assert lost.history == ()
    until(lambda: place.trainers() == 2)  # the training may hear of it sooner than those who look every second
    assert len(under_way(jobs_, jobs)) == 2  # of the others, untouched

    processes.kill(processes.scheduler)
    until(lambda: sum(jobs_.job(job.id).all_lost for job in jobs) == 2)
    until(lambda: len(under_way(jobs_, jobs)) == 2)  # here
    assert place.on_workers() == 0
    hold.unlink()
    ended = [until(lambda job=job: (now := jobs_.job(job.id)).state == "ended" and now) for job in jobs]

    assert [(job.run.outcome, len(job.run.history), job.kept) for job in ended] == [("finished", 2, True)] * 6
    store = RunStore(tmp_path)
    assert sorted(store.ids()) == sorted(job.id for job in jobs)
    whole = RunFolders(SHIPPED_MODELS).read("linear", MODEL_FILE)
    assert all(store.read(job.id, MODEL_FILE) == whole for job in jobs)
    assert list(store.root.glob("drafts/*/*")) == []


def test_workers_that_come_are_used_and_those_of_somebody_else_are_not(
    processes: ClusterProcesses, place, jobs_: JobQueue, hold: Path
):
    hold.touch()
    processes.start_worker(DIGITDEMO_CLUSTER_TOKEN="the token of somebody else")
    offered(place, 1)
    (here,) = jobs_.submit([LINEAR], "a")
    until(lambda: under_way(jobs_, [here]))
    assert place.on_workers() == 0  # that one is none of ours
    processes.start_worker()
    offered(place, 1)
    assert place.trainers() == 1
    hold.unlink()
    (there,) = until(lambda: jobs_.job(here.id).run) and jobs_.submit([LINEAR], "b")
    assert until(lambda: jobs_.job(there.id).run).outcome == "finished"
    processes.kill(processes.scheduler)
    until(lambda: place.on_workers() == 0)
    assert place.trainers() == 2  # of this machine
    processes.start_scheduler()
    offered(place, 2)  # both workers have found it again
