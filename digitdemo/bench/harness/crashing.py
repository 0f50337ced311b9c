"""A child process that is killed, and what it said until then."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil

from digitdemo.system import PROJECT

_MOST_SECONDS = 120.0


class Victim:
    """An app without pages, `crash_app`, on a database that others may use, too."""

    def __init__(self, folder: Path, url: str, name: str, seed: int, *, real: bool) -> None:
        command = [sys.executable, "-m", "digitdemo.bench.harness.crash_app", str(folder), url, name, str(seed)]
        self._process = subprocess.Popen(
            command + ["--real"] * real, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: list[dict[str, Any]] = []
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_ready(self) -> None:
        """Wait until it has begun.

        Raises:
            RuntimeError: it has not.
        """
        if not self._ready.wait(_MOST_SECONDS) or self._process.poll() is not None:
            self.kill()
            raise RuntimeError("an app did not begin")

    def kill_trainer(self) -> int:
        """Kill its trainer if it has one, and return how many that were."""
        pids = [line["trainer"] for line in self._said if "trainer" in line]
        if not pids or not psutil.pid_exists(pids[-1]):
            return 0
        trainer = psutil.Process(pids[-1])
        trainer.kill()
        return 1

    def kill(self) -> None:
        """Kill it; its trainer then ends by itself."""
        self._process.kill()
        self._process.wait()

    def said(self) -> list[dict[str, Any]]:
        """Return all that it has said, when it is dead."""
        self._reader.join(_MOST_SECONDS)
        return self._said

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    said = json.loads(line)
                    self._said.append(said)
                    if "ready" in said:
                        self._ready.set()
        self._ready.set()
