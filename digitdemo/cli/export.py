"""Write all of a run as one zip file to take home."""

import argparse
from pathlib import Path

from digitdemo.cli.named_run import HELP, named_run
from digitdemo.cli.printing import CONSOLE
from digitdemo.takehome.package import file_name, pack


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the runs, and where their files go."""
    parser.add_argument("runs", nargs="+", metavar="RUN", help=HELP)
    parser.add_argument("--output", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")


def run(options: argparse.Namespace) -> int:
    """Write a zip file for each run: models, history, charts, model card, and what trains it anew.

    Pictures that the app drew for the training are in it, too, which the Lab leaves out.
    """
    for name in options.runs:
        source, run_id = named_run(name)
        data = pack(source, run_id, with_drawings=True)
        options.output.mkdir(parents=True, exist_ok=True)
        path = options.output / file_name(run_id)
        path.write_bytes(data)
        CONSOLE.print(f"{path}: {len(data):,} bytes", soft_wrap=True)
    return 0
