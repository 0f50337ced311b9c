"""Whether a trainer may be started before anybody trains: not where memory is short."""

from digitdemo.limits import limits
from digitdemo.system import memory_limit


def may_start_warm() -> bool:
    """Return whether this machine, or the container that the app runs in, has the memory for a trainer that waits.

    It holds some 700 MB, of which 500 cannot be taken back: an app that only draws may be better off without one.
    """
    return memory_limit() >= 1e9 * limits().warm_start_gb
