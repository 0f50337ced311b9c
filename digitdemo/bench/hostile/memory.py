"""How much memory a process has, and had at most since it was last asked to forget that: proc(5), where Linux is."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil


class Memory:
    """The memory of a process, this one or another of this user's, in MB (10**6 bytes)."""

    def __init__(self, process_id: int | None = None) -> None:
        self._process = psutil.Process(process_id or os.getpid())
        self._folder = Path(f"/proc/{self._process.pid}")

    def now(self) -> float:
        """Return what it has now."""
        return self._process.memory_info().rss / 1e6

    def forget_peak(self) -> float:
        """Return what it has now, from which on the peak counts."""
        with contextlib.suppress(OSError):
            (self._folder / "clear_refs").write_text("5")
        return self.now()

    def peak(self) -> float:
        """Return what it had at most since `forget_peak`; where that is unknown, what it has now."""
        with contextlib.suppress(OSError):
            for line in (self._folder / "status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) * 1024 / 1e6
        return self.now()
