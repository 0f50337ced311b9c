"""Which version of this program trains: a run is to be the same wherever it was trained."""

import functools
import hashlib

from digitdemo.system import PROJECT

_ROOMS = ("config", "data", "jobs", "runs", "training", "cluster")


@functools.cache
def version() -> str:
    """Return a SHA-256 sum of the code that trains and that speaks of it."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((PROJECT / "digitdemo" / room).rglob("*.py")):
            digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
