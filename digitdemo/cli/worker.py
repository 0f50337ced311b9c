"""Offer this machine's trainers to apps elsewhere, as a worker of a dask.distributed scheduler.

It takes requirements-cluster.txt, and DIGITDEMO_SCHEDULER, DIGITDEMO_CLUSTER_TOKEN and, between machines, certificates:
docs/scale.md.
"""

import argparse
import logging
import os
import sys

from digitdemo.cluster.access import SCHEDULER, ClusterError, configured_access
from digitdemo.limits import limits, variable


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--trainers", type=int, help="how many; default: one for every two cores, as far as there is memory"
    )


def run(options: argparse.Namespace) -> int:
    """Offer trainers until interrupted, and return the exit code."""
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", level=logging.INFO)
    try:
        found = configured_access()
        if found is None:
            raise ClusterError(f"{SCHEDULER} has to name the scheduler, such as tls://scheduler.example:8786")
        from digitdemo.cluster.worker import serve
    except ClusterError as error:
        print(f"digitdemo: {error}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(f"digitdemo: {error.name} is not installed: pip install -r requirements-cluster.txt", file=sys.stderr)
        return 2
    if options.trainers is not None:
        os.environ[variable("trainers")] = str(options.trainers)  # by which each is told its share of the cores
    serve(found, limits().trainers)
    return 0
