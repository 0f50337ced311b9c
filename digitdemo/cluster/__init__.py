"""Trainers on other machines: workers of a dask.distributed scheduler that each offer some. docs/scale.md says how.

Only this room knows dask.distributed, which is imported where it is needed: an app that trains by itself has none.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from digitdemo.cluster.access import ClusterError, configured_access

if TYPE_CHECKING:
    from digitdemo.cluster.place import Place

_LOG = logging.getLogger(__name__)


def cluster_if_any() -> Place | None:
    """Return where to train if the environment names a cluster, else None; so too, and logged, if it cannot be used."""
    try:
        found = configured_access()
        if found is None:
            return None
        from digitdemo.cluster.place import Place
    except ClusterError as error:
        _LOG.error("all trainings are here: %s", error)
        return None
    except ModuleNotFoundError as error:
        _LOG.error("all trainings are here: %s is not installed (pip install -r requirements-cluster.txt)", error.name)
        return None
    return Place(found)
