"""What the web process has once, out of reach of whoever clears Streamlit's caches: its queue, and its imports."""

from __future__ import annotations

import atexit
import functools
import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from digitdemo.jobs.queue import JobQueue
from digitdemo.system import give_memory_back
from digitdemo.ui.charts.confusion import confusion_chart

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore

_queue: JobQueue | None = None
_MAKING_QUEUE = threading.Lock()


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
                _queue = JobQueue(store)
                atexit.register(close_job_queue)
    return _queue


def close_job_queue() -> None:
    """End the queue of trainings if there is one; who asks next gets a new one."""
    global _queue
    with _MAKING_QUEUE:
        queue, _queue = _queue, None
    if queue is not None:
        queue.close()


def leave_queue(owner: str) -> None:
    """Tell the queue, if there is one, that an owner's page was closed."""
    if (queue := _queue) is not None:  # read once: another thread may be closing it
        queue.leave(owner)
