"""Take a run in again that was taken home; `share` then makes a link to it."""

import argparse
from pathlib import Path

from digitdemo.cli.printing import CONSOLE, print_run
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import RunError
from digitdemo.runs.store import default_store
from digitdemo.takehome.arrival.bring import bring_in
from digitdemo.takehome.arrival.limits import MOST_BYTES
from digitdemo.takehome.arrival.refusal import NotTaken


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", type=Path, help="the zip file that was taken home, or the .tflite file in it")


def run(options: argparse.Namespace) -> int:
    """Check the file, run and measure its model, and keep the run as one that the command line trained.

    Raises:
        RunError: it is not a run that was taken home, or cannot be kept.
    """
    path, store = options.file, default_store()
    try:
        with path.open("rb") as file:
            came, model = bring_in(file.read(MOST_BYTES + 1), path.name)
        with store.draft() as draft:
            (draft / MODEL_FILE).write_bytes(model)
            store.save(came, draft)
    except (NotTaken, OSError) as error:
        raise RunError(str(error)) from error
    print_run(came)
    CONSOLE.print(f"Kept as {came.id}", soft_wrap=True)
    return 0
