"""Whether a trainer may be started before anybody trains: not where memory is short."""

import logging
import os

from digitdemo.system import memory_limit, warn_once

# A warm trainer holds some 700 MB, of which 500 cannot be taken back; with less than this an app that only draws
# is better off without one. $DIGITDEMO_WARM_START_GB says otherwise: 0 is always, a very large number never.
WARM_START_GB = 2.0

_LOG = logging.getLogger(__name__)


def may_start_warm() -> bool:
    """Return whether this machine, or the container that the app runs in, has the memory for a trainer that waits."""
    return memory_limit() >= 1e9 * _wanted_gb()


def _wanted_gb() -> float:
    wish = os.environ.get("DIGITDEMO_WARM_START_GB") or WARM_START_GB
    try:
        return float(wish)
    except ValueError:
        warn_once(_LOG, f"DIGITDEMO_WARM_START_GB: {wish!r} is no number; {WARM_START_GB} is used instead")
        return WARM_START_GB
