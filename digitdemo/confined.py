"""A process of its own for what strangers' bytes may break: told little, with little memory and time.

`run_confined` starts it and `confine` is the first thing that it does. Whatever goes wrong ends that process alone.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

from digitdemo.system import PROJECT

# What Python needs to find itself and its packages. Of ours it gets nothing: where the database is, say.
_ENVIRONMENT = (
    *("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH"),
    "DIGITDEMO_IMPORT_LOG",  # by which tests see what a process imports
)


def run_confined(module: str, given: bytes, *, patience: float, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours with `given` as its standard input, and return how it ended, its output and its errors.

    `variables` are the environment's beside those that Python needs.

    Raises:
        OSError: it cannot be started.
        subprocess.TimeoutExpired: it lasted longer than `patience` in seconds, and was ended.
    """
    return subprocess.run(
        [sys.executable, "-m", module],
        input=given,
        capture_output=True,
        cwd=PROJECT,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | variables,
        timeout=patience,
        check=False,
    )


def confine(*, seconds: int, data: int | None = None, addresses: int | None = None) -> None:
    """Let this process use so many seconds of one core, so many bytes of memory, and write no file.

    Memory is counted as `data` or as `addresses`, of which libraries take more than they use; None counts nothing.
    """
    if sys.platform == "win32":
        return  # it has no such limits
    import resource

    for kind, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_AS, addresses),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        if most is not None:
            with contextlib.suppress(ValueError, OSError):  # macOS refuses some
                resource.setrlimit(kind, (most, most))
