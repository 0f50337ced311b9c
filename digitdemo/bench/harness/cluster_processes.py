"""A scheduler and workers of a cluster as real processes of this machine, each in a process group of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from digitdemo.bench.harness.processes import free_port
from digitdemo.cluster.access import Access, configured_access
from digitdemo.system import PROJECT

# Certificates as docs/scale.md makes them.
_OPENSSL = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem",
    "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=digitdemo -keyout key.pem -out request.pem",
    "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem",
)
# As deploy/cluster.yaml starts one.
_SCHEDULER = ("distributed.cli.dask_scheduler", "--protocol=tls", "--no-dashboard")
_NO_PAGES = {"DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]"}


class ClusterProcesses:
    """Starts them with `environment`, with TLS and a token; logs and certificates are in `folder`."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self._folder, self._port = folder, free_port()
        for command in _OPENSSL:
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        self.environment = {
            "DIGITDEMO_SCHEDULER": f"tls://127.0.0.1:{self._port}",
            "DIGITDEMO_CLUSTER_TOKEN": secrets.token_hex(16),
            "DIGITDEMO_CLUSTER_CA": str(folder / "ca.pem"),
            "DIGITDEMO_CLUSTER_CERT": str(folder / "cert.pem"),
            "DIGITDEMO_CLUSTER_KEY": str(folder / "key.pem"),
            **(environment or {}),
        }
        self._started: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler()

    @property
    def access(self) -> Access:
        """What an app needs to use it."""
        found = configured_access(self.environment)
        assert found is not None
        return found

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, at the same place as the one before."""
        names = {"ca-file": "ca.pem", "cert": "cert.pem", "key": "key.pem"}
        files = [f"--tls-{name}={self._folder / file}" for name, file in names.items()]
        return self._start(*_SCHEDULER, *files, "--host=127.0.0.1", f"--port={self._port}", **_NO_PAGES)

    def start_worker(self, trainers: int = 1, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker that offers so many trainers."""
        return self._start("digitdemo", "worker", f"--trainers={trainers}", **environment)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill one and all of its group, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        """Kill all."""
        for process in self._started:
            self.kill(process)

    def _start(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{len(self._started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=PROJECT,
                env={**os.environ, **self.environment, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(process)
        return process


@contextlib.contextmanager
def cluster_processes(folder: Path, environment: dict[str, str] | None = None) -> Iterator[ClusterProcesses]:
    """Yield a scheduler, to which workers can be added; all are killed at the end."""
    processes = ClusterProcesses(folder, environment)
    try:
        yield processes
    finally:
        processes.close()
