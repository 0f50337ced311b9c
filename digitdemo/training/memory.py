"""The memory of the trainer process: how much it has, and what it may have."""

import contextlib
import sys
from pathlib import Path

import psutil

_FIRST_TO_GO = 1000  # the largest that there is (man 5 proc, oom_score_adj)


def size() -> int:
    """Return the bytes of memory that the process holds."""
    return psutil.Process().memory_info().rss


def go_first() -> None:
    """Have the system take this process before all others where memory is short: it can be started again."""
    with contextlib.suppress(OSError):  # another system than Linux
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO))


def hold_to(most: int) -> None:
    """Have the system refuse more than `most` bytes of data; where it cannot, or for 0, do nothing.

    Linux counts all private memory that may be written, be it used or not (man 2 getrlimit, RLIMIT_DATA).
    """
    if sys.platform != "linux" or most <= 0:
        return
    import resource  # not on every system

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def ran_out(error: BaseException) -> bool:
    """Return whether a training failed because it got no more memory: TensorFlow has an error of its own for that."""
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"
