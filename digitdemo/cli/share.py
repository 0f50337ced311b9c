"""Make a link that opens a run in the app, of those that the command line trained; or take it back."""

import argparse

from digitdemo.cli.printing import CONSOLE
from digitdemo.runs.files import checked_id
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.run import RunError
from digitdemo.runs.store import default_store


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which run, and whether its link is to be taken back."""
    parser.add_argument("run_id", metavar="RUN", help="its id, as `train` printed it")
    parser.add_argument("--stop", action="store_true", help="take the link back: it opens nothing from then on")


def run(options: argparse.Namespace) -> int:
    """Print what follows the app's address in the link.

    Raises:
        RunError: there is no such run, or it has no link that could be taken back.
    """
    run_id, store = checked_id(options.run_id), default_store()
    store.take_over()
    runs = store.of(NOBODY)
    if options.stop:
        if not runs.unshare(run_id):
            raise RunError(f"run {run_id}: it has no link that this command has made")
        CONSOLE.print("Its link opens nothing any more.")
        return 0
    token = runs.share(run_id)
    if token is None:
        raise RunError(f"run {run_id}: the command line has trained no such run; visitors share their own in the Lab")
    print(f"/lab?shared={token}")
    return 0
