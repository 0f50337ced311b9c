"""A cluster of real processes, whose trainers train for as long as a file is there."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitdemo.bench.harness.cluster_processes import ClusterProcesses, cluster_processes


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """The file."""
    return tmp_path / "hold"


@pytest.fixture
def processes(hold: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterProcesses]:
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("dask.distributed is not installed: pip install -r requirements-cluster.txt")
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    held = {"DIGITDEMO_STAND_IN": "held_trainer", "DIGITDEMO_HOLD": str(hold)}
    with cluster_processes(tmp_path_factory.mktemp("cluster"), held) as found:
        yield found
