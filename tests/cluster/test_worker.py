"""A worker, by a stranger who has a certificate and no token."""

from __future__ import annotations

import asyncio
import pickle
from pathlib import Path
from typing import Any

import pytest

from digitdemo.bench.harness.cluster_processes import ClusterProcesses
from digitdemo.cluster.access import Access
from tests.conftest import PATIENCE, run_async, until


def say(access: Access, address: str, **message: Any) -> Any:
    """Return what is answered to a message of dask.distributed's; None to one that is not known."""
    from distributed.comm import connect  # here: where dask.distributed is not, a fixture has skipped

    async def converse() -> Any:
        arguments = access.security().get_connection_args("client")
        comm = await connect(address, timeout=PATIENCE, deserialize=False, **arguments)
        await comm.write(message)
        try:
            return await asyncio.wait_for(comm.read(), PATIENCE)
        finally:
            await comm.close()

    return run_async(converse())


@pytest.fixture
def worker(processes: ClusterProcesses) -> str:
    """The address of one."""
    processes.start_worker()
    workers = until(lambda: say(processes.access, processes.access.address, op="ncores_running"))
    return next(iter(workers))


def test_a_worker_runs_no_functions_for_those_without_the_token(
    processes: ClusterProcesses, worker: str, tmp_path: Path
):
    what = {"function": pickle.dumps(Path.mkdir), "args": pickle.dumps((tmp_path / "run",))}
    assert say(processes.access, worker, op="ping") == b"pong"
    assert say(processes.access, worker, op="run", **what) is None
    assert say(processes.access, worker, op="connection_stream") is None  # by which tasks come
    assert not (tmp_path / "run").exists()
