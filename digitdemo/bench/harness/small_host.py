"""A host with little memory and one core, made of a control group of Linux: what is started within has no more.

Both versions are known (docs.kernel.org/admin-guide/cgroup-v1/memory.html and cgroup-v2.html). It takes root.
"""

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitdemo.system import CONTROL_GROUPS, control_groups

_END_SECONDS = 30.0  # a trainer ends a moment after its app
_LARGE_FILE = 100_000  # bytes


@dataclass(frozen=True)
class Version:
    """What a version of control groups calls the memory of a group: its files, and one line of memory.stat."""

    limit: str
    peak: str
    anonymous: str  # memory that is no copy of a file: it cannot be dropped
    kills: str  # the file that counts whom the kernel has killed for want of memory


VERSION_1 = Version("memory.limit_in_bytes", "memory.max_usage_in_bytes", "total_rss", "memory.oom_control")
VERSION_2 = Version("memory.max", "memory.peak", "anon", "memory.events")


@dataclass(frozen=True)
class SmallHost:
    """A control group; `home` is the one that this process came from, `cores` are those that it had there."""

    folder: Path
    version: Version
    home: Path
    cores: frozenset[int]

    def enter(self) -> None:
        """Bring this process in, onto the first core; what it starts from now on is there, too."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        os.sched_setaffinity(0, {min(self.cores)})

    def leave(self) -> None:
        """Bring this process back, onto the other cores if there are others; what it has started stays."""
        (self.home / "cgroup.procs").write_text(str(os.getpid()))
        os.sched_setaffinity(0, self.cores - {min(self.cores)} or self.cores)

    def anonymous_mb(self) -> float:
        """Return the memory that cannot be dropped, of all processes within, in MB (10**6 bytes)."""
        return self._number("memory.stat", self.version.anonymous) / 1e6

    def peak_mb(self) -> float | None:
        """Return the most memory that was ever taken, copies of files included, in MB; None where nobody counts it."""
        path = self.folder / self.version.peak
        return int(path.read_text()) / 1e6 if path.exists() else None

    def killed(self) -> int:
        """Return how many processes within the kernel has killed for want of memory."""
        return self._number(self.version.kills, "oom_kill")

    def _number(self, file: str, name: str) -> int:
        found = re.search(rf"^{name} (\d+)$", (self.folder / file).read_text(), re.MULTILINE)
        return int(found[1]) if found else 0


@contextlib.contextmanager
def small_host(memory_mb: float) -> Iterator[SmallHost]:
    """Make a host with so much memory (10**6 bytes) and one core, and come in; `leave` brings this process back.

    Of Python and its packages nothing is in memory then but what other processes use. The group is removed at the end;
    what was started within has to have ended.

    Raises:
        RuntimeError: this machine does not let us make one; it says why.
    """
    if not hasattr(os, "sched_setaffinity"):
        raise RuntimeError("control groups are Linux's")
    host = _host()
    try:
        _make(host, int(1e6 * memory_mb))
    except OSError as error:
        raise RuntimeError(f"no control group can be made here, which takes root: {error}") from error
    try:
        _forget_files()
        host.enter()
        yield host
    finally:
        host.leave()
        os.sched_setaffinity(0, host.cores)
        _remove(host.folder)


def _host() -> SmallHost:
    """Return what is to be made, at the top: a group that has processes of its own may have no group within."""
    mine, cores = control_groups(), frozenset(os.sched_getaffinity(0))
    name = f"digitdemo-{os.getpid()}"
    if "memory" in mine:
        top = CONTROL_GROUPS / "memory"
        return SmallHost(top / name, VERSION_1, top / mine["memory"], cores)
    return SmallHost(CONTROL_GROUPS / name, VERSION_2, CONTROL_GROUPS / mine.get("", ""), cores)


def _make(host: SmallHost, memory: int) -> None:
    control = host.folder.parent / "cgroup.subtree_control"
    if control.exists() and "memory" not in control.read_text().split():
        control.write_text("+memory")
    host.folder.mkdir()
    try:
        (host.folder / host.version.limit).write_text(str(memory))
        swap = host.folder / "memory.swap.max"
        if swap.exists():
            swap.write_text("0")
    except OSError:
        host.folder.rmdir()
        raise


def _forget_files() -> None:
    """Have the system drop its copies of Python's files: what others have read would cost the host nothing."""
    for folder in {sys.prefix, sys.base_prefix}:
        for path in Path(folder).rglob("*"):
            if path.is_file() and path.stat().st_size > _LARGE_FILE:
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _remove(folder: Path) -> None:
    """Remove a group as soon as the last process within has ended."""
    deadline = time.monotonic() + _END_SECONDS
    while True:
        try:
            folder.rmdir()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
