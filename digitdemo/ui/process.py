"""What the web process has once, out of reach of whoever clears Streamlit's caches: queue, visits, and imports."""

from __future__ import annotations

import atexit
import functools
import gc
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from digitdemo.cluster import cluster_if_any
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.foretelling import Foretold, foretell
from digitdemo.jobs.job import Job
from digitdemo.jobs.pace import Pace
from digitdemo.jobs.queue import JobQueue
from digitdemo.limits import limits
from digitdemo.system import give_memory_back
from digitdemo.ui.charts.confusion import confusion_chart
from digitdemo.visitors.codes import handover_attempts
from digitdemo.visitors.keeper import Keeper

if TYPE_CHECKING:
    from digitdemo.cluster.place import Place
    from digitdemo.runs.store import RunStore
    from digitdemo.visitors.visits import Visits

_queue: JobQueue | None = None
_place: Place | None = None
_MAKING_QUEUE = threading.Lock()
_keeper: Keeper | None = None
_MAKING_KEEPER = threading.Lock()
CODE_ATTEMPTS = handover_attempts()  # wrong codes for another device's visit


@functools.cache
def settle_process() -> None:
    """Take what lives as long as the process out of the garbage collector's sight, once.

    Without this each full collection walks all objects of the process while visitors wait. What the pages import late
    is imported first.
    """
    give_memory_back()
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    confusion_chart(np.eye(10, dtype=int)).to_json()
    gc.collect()
    gc.freeze()


def job_queue(find_store: Callable[[], RunStore]) -> JobQueue:
    """Return the queue of trainings; the first one who asks makes it, for the store that is found then.

    Not a cached resource of Streamlit's: any browser can send "clear_cache", which would drop everybody's trainings.
    Nor `functools.cache`, which lets everybody who comes before the first one has a queue make another.
    """
    global _queue
    if _queue is None:
        store = find_store()  # not under our lock: Streamlit has its own, and releases sessions under it
        with _MAKING_QUEUE:
            if _queue is None:
                _queue = _new_queue(store)
                atexit.register(close_job_queue)
    return _queue


def close_job_queue() -> None:
    """End the queue of trainings if there is one; who asks next gets a new one."""
    global _queue, _place
    with _MAKING_QUEUE:
        queue, _queue = _queue, None
        place, _place = _place, None
    if queue is not None:
        queue.close()
    if place is not None:
        place.close()


def _new_queue(store: RunStore) -> JobQueue:
    """Return a queue that trains here, or on the cluster that the environment names."""
    global _place
    if (_place := cluster_if_any()) is None:
        return JobQueue(store)
    queue = JobQueue(store, start_trainer=_place.start, trainers=_place.trainers)
    _place.on_change = queue.look_again
    return queue


def jobs_of(owner: str) -> list[Job]:
    """Return that owner's trainings, as the queue has them if there is one, and tell it that somebody is there."""
    queue = _queue  # read once: another thread may be closing it
    return queue.jobs_of(owner) if queue is not None else []


def foretell_trainings(configs: Sequence[TrainConfig]) -> Foretold:
    """Return how long trainings would take here; before there is a queue, by this machine's cores alone."""
    queue = _queue
    return queue.foretell(configs) if queue is not None else foretell(Pace(), configs, limits().trainers)


def forget_jobs(owner: str) -> None:
    """End all trainings of that owner, if there is a queue, and keep nothing of them."""
    if (queue := _queue) is not None:
        queue.forget(owner)


def keeper(find_store: Callable[[], RunStore]) -> Keeper:
    """Return what keeps the visits; the first one who asks makes it, for the store that is found then."""
    global _keeper
    if _keeper is None:
        with _MAKING_KEEPER:
            if _keeper is None:
                _keeper = Keeper(lambda: _visits(find_store()))
                atexit.register(close_keeper)
    return _keeper


def _visits(store: RunStore) -> Visits:
    from digitdemo.visitors.visits import Visits  # here: it imports SQLAlchemy

    return Visits(store.database)


def keeper_if_any() -> Keeper | None:
    """Return what keeps the visits, if anybody has asked for it."""
    return _keeper


def close_keeper(*, write: bool = True) -> None:
    """End what keeps the visits, if there is one, after the last changes are written."""
    global _keeper
    with _MAKING_KEEPER:
        ended, _keeper = _keeper, None
    if ended is not None:
        ended.close(write=write)
