"""Whether a trainer may be started before anybody trains: not where memory is short."""

from digitdemo.system import memory_limit, number_setting

# A warm trainer holds some 700 MB, of which 500 cannot be taken back; with less than this an app that only draws
# is better off without one. $DIGITDEMO_WARM_START_GB says otherwise: 0 is always, a very large number never.
WARM_START_GB = 2.0


def may_start_warm() -> bool:
    """Return whether this machine, or the container that the app runs in, has the memory for a trainer that waits."""
    return memory_limit() >= 1e9 * number_setting("DIGITDEMO_WARM_START_GB", WARM_START_GB)
