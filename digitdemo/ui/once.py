"""What is looked up once in a script run, however often it is asked for.

Streamlit's session and its caches take locks and compare keys each time, and a stroke on the Play page asks for the
same few things hundreds of times.
"""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

Found = TypeVar("Found")


class _OfThread(threading.local):
    """A script run has a thread of its own; one that takes its place may come after it there."""

    script_run: object = None

    def __init__(self) -> None:
        self.found: dict[Any, Any] = {}


_HERE = _OfThread()


def found_in_script_run() -> dict[Any, Any]:
    """Return what this thread's script run has found so far, for it to add to; without a script run nothing stays."""
    now = get_script_run_ctx(suppress_warning=True)
    if now is None or _HERE.script_run is not now:
        _HERE.script_run, _HERE.found = now, {}
    return _HERE.found


def once_a_script_run(find: Callable[[], Found]) -> Callable[[], Found]:
    """Make a function look up only at its first call in a script run; what it raises is raised, and not kept."""

    @functools.wraps(find)
    def found() -> Found:
        known = found_in_script_run()
        if find not in known:
            known[find] = find()
        kept: Found = known[find]
        return kept

    return found
