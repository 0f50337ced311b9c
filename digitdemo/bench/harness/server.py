"""The app as a child process on a free port of 127.0.0.1, for benchmarks and for tests in a browser."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import psutil

from digitdemo.bench.harness.processes import end, free_port
from digitdemo.system import PROJECT

_START_SECONDS = 60.0


@dataclass(frozen=True)
class App:
    """A running app: its process and its port on 127.0.0.1."""

    process: subprocess.Popen[bytes]
    port: int

    def rss_mb(self) -> float:
        """Return the resident memory of the web process in MB (10**6 bytes)."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    def trainer(self) -> psutil.Process | None:
        """Return the trainer process, or None while there is none."""
        children = psutil.Process(self.process.pid).children()
        return next((child for child in children if "digitdemo.training" in child.cmdline()), None)


@contextlib.contextmanager
def running_app(log: IO[bytes] | None = None, /, **environment: str) -> Iterator[App]:
    """Start the app, yield it when it answers, and end it; what it says of itself goes into `log`, if there is one.

    Raises:
        RuntimeError: it did not answer within a minute.
    """
    port = free_port()
    address = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *address],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=log,
        # As from a terminal of its own: Linux shares its cores among sessions first, and browsers have others.
        start_new_session=True,
    )
    try:
        _wait_until_healthy(process, port)
        yield App(process, port)
    finally:
        end(process)


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):  # not yet, or too busy with its start to answer
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the app did not answer within {_START_SECONDS:.0f} s (exit code {process.poll()})")
