import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st

from digitdemo.runs.store import RunStore
from digitdemo.ui import process, resources


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
