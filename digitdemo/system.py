"""This machine and this process: its folders, what a figure was measured on, silence for noisy libraries."""

import contextlib
import ctypes
import errno
import functools
import logging
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parent.parent
ASSETS = PROJECT / "assets"

CONTROL_GROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")

# Where its share of processor time stands: microseconds of each period, in one file or in two.
_SHARES = (
    (CONTROL_GROUPS / "cpu.max",),
    (CONTROL_GROUPS / "cpu/cpu.cfs_quota_us", CONTROL_GROUPS / "cpu/cpu.cfs_period_us"),
)

# M_MMAP_THRESHOLD and M_TRIM_THRESHOLD, bytes, and M_ARENA_MAX of glibc's malloc.h.
_MALLOPT = {-3: 1_000_000, -1: 1_000_000, -8: 2}

_FULL, _LOCKED = "the disk is full", "it may only be read"
_WHY_NOT = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,  # a limit on the size of files
    errno.EROFS: _LOCKED,
    errno.EACCES: _LOCKED,
    errno.EPERM: _LOCKED,
    errno.ENOENT: "its folder has gone",
}

_PACKAGES = ("tensorflow-cpu", "tensorflow", "keras", "streamlit", "ai-edge-litert", "numpy")


def describe_machine() -> str:
    """Return processor, cores, memory, system, Python and package versions as one line of text."""
    from importlib.metadata import PackageNotFoundError, version  # slow, and most processes never ask

    packages = []
    for name in _PACKAGES:
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue  # TensorFlow goes by one of two names
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {', '.join(packages)}"
    )


def streamlit_settings() -> dict[str, Any]:
    """Return what the app asks of Streamlit, by section: .streamlit/config.toml."""
    import tomllib  # no page needs it

    return tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def memory_limit(groups: Path = CONTROL_GROUPS, own: Path = _OWN_GROUPS) -> int:
    """Return how many bytes of memory this process may use: of the machine, of a container, of a systemd service.

    A limit holds for a control group and all within it, so it may be that of this process' group or of one above;
    `groups` has them all, `own` says which is this process' (docs.kernel.org/admin-guide/cgroup-v2.html, cgroup-v1/).
    """
    memory = psutil.virtual_memory().total
    mine = control_groups(own)
    for folder, file in (("", "memory.max"), ("memory", "memory.limit_in_bytes")):
        group = PurePosixPath(mine.get(folder, ""))
        # A container that sees only its own group may yet be told that group's whole path: the top counts always.
        for one in (group, *group.parents):
            with contextlib.suppress(OSError, ValueError):  # no such limit, or "max"
                memory = min(memory, int((groups / folder / one / file).read_text(encoding="ascii")))
    return memory


def usable_cores(shares: Sequence[Sequence[Path]] = _SHARES) -> float:
    """Return how many cores this process may use, or what part of one, by the files `shares`."""
    cores = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    for paths in shares:
        with contextlib.suppress(OSError, ValueError):  # no such limit, "max", or -1
            quota, period = map(int, " ".join(path.read_text(encoding="ascii") for path in paths).split())
            if quota > 0 < period:
                cores = min(cores, quota / period)
    return cores


def control_groups(own: Path = _OWN_GROUPS) -> dict[str, str]:
    """Return this process' control groups by what they control, "" for version 2; each a path below the topmost."""
    groups: dict[str, str] = {}
    with contextlib.suppress(OSError):  # not Linux
        for line in own.read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            groups |= dict.fromkeys(controllers.split(","), path.lstrip("/"))
    return groups


def give_memory_back() -> None:
    """Have whatever is freed above a megabyte go back to the system, and no heap for each thread; where glibc is.

    Else glibc keeps ever larger pieces for later, as soon as one of that size was freed: 25 MB of an app at rest
    (mallopt(3)). What is held by threads that have begun before stays with them.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another system, or another library than glibc
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, value in _MALLOPT.items():
            mallopt(parameter, value)


def trim_memory() -> None:
    """Give back to the system what the C library keeps of memory that was freed, where glibc is.

    That is up to 30 MB after a training, and 20 MB after fifty visitors.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another system, or another library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Discard what anything in this process writes to file descriptors 1 and 2; exceptions pass as ever."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, original in enumerate(saved, start=1):
            os.dup2(original, number)
            os.close(original)
        os.close(sink)


def why_not(error: OSError) -> str:
    """Return in plain English why a file cannot be read or written, without its path, which is the server's own."""
    return _WHY_NOT.get(error.errno or 0) or error.strerror or type(error).__name__


@functools.cache
def warn_once(logger: logging.Logger, message: str) -> None:
    """Log `message` as a warning, the first time that this process says it."""
    logger.warning("%s", message)
