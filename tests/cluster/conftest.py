"""A scheduler and workers as real processes, each in a process group of its own, that speak TLS."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitdemo.cluster.access import Access, access
from digitdemo.system import PROJECT
from tests.conftest import until

# Certificates as docs/scale.md makes them.
_OPENSSL = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem",
    "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=digitdemo -keyout key.pem -out request.pem",
    "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem",
)
TOKEN = "a token of a test, which is long enough"


class ClusterProcesses:
    """Starts a scheduler and workers, whose trainers train while the file `hold` is there, and kills them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hold = folder, folder / "hold"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        for command in _OPENSSL:
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        self.environment = {
            "DIGITDEMO_SCHEDULER": f"tls://127.0.0.1:{self.port}",
            "DIGITDEMO_CLUSTER_TOKEN": TOKEN,
            "DIGITDEMO_CLUSTER_CA": str(folder / "ca.pem"),
            "DIGITDEMO_CLUSTER_CERT": str(folder / "cert.pem"),
            "DIGITDEMO_CLUSTER_KEY": str(folder / "key.pem"),
            "DIGITDEMO_STAND_IN": "held_trainer",
            "DIGITDEMO_HOLD": str(self.hold),
        }
        self.scheduler: subprocess.Popen | None = None
        self.workers: list[subprocess.Popen] = []

    @property
    def access(self) -> Access:
        found = access(self.environment)
        assert found is not None
        return found

    def start_scheduler(self) -> None:
        files = [
            option
            for name, file in (("ca-file", "ca.pem"), ("cert", "cert.pem"), ("key", "key.pem"))
            for option in (f"--tls-{name}", str(self.folder / file))
        ]
        address = ["--protocol", "tls", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"]
        no_pages = {"DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]"}
        self.scheduler = self._start("distributed.cli.dask_scheduler", *address, *files, **no_pages)

    def start_worker(self, **environment: str) -> subprocess.Popen:
        self.workers.append(self._start("digitdemo", "worker", "--trainers", "1", **environment))
        return self.workers[-1]

    def kill(self, process: subprocess.Popen) -> None:
        """Kill it and whatever it has started in its group, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen:
        with (self.folder / f"{module}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=PROJECT,
                env={**os.environ, **self.environment, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@pytest.fixture
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterProcesses]:
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("dask.distributed is not installed: pip install -r requirements-cluster.txt")
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    found = ClusterProcesses(tmp_path_factory.mktemp("cluster"))
    found.start_scheduler()
    yield found
    for process in [*found.workers, found.scheduler]:
        if process is not None:
            found.kill(process)


def offered(place, count: int) -> None:
    """Wait until the workers that a place knows offer so many trainers."""
    until(lambda: place.on_workers() == count)
