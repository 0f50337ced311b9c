"""The command line, a file for each command: the same core without a browser."""

import argparse
import sys
from collections.abc import Sequence

from digitdemo import bench
from digitdemo.cli import (
    atlas,
    bring_in,
    classify,
    export,
    letters,
    limits,
    range_test,
    screenshots,
    share,
    ship,
    sweep,
    texts,
    train,
    worker,
)
from digitdemo.config.knob import ConfigError
from digitdemo.data.mnist import DataError
from digitdemo.data.pictures import PictureError
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import RunError

# Each has a first line that says what it does, `add_options`, and `run`, which returns the exit code.
_COMMANDS = {
    "train": train,
    "sweep": sweep,
    "range-test": range_test,
    "classify": classify,
    "share": share,
    "export": export,
    "bring-in": bring_in,
    "ship": ship,
    "atlas": atlas,
    "letters": letters,
    "screenshots": screenshots,
    "texts": texts,
    "limits": limits,
    "worker": worker,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 2 bad input, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ConfigError, DataError, ModelError, PictureError, RunError) as error:
        print(f"digitdemo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("digitdemo: interrupted", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m digitdemo", description="Train models, read pictures and run benchmarks, without a browser."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in _COMMANDS.items():
        summary = (module.__doc__ or "").split("\n", 1)[0]
        command = commands.add_parser(name, help=summary, description=summary)
        module.add_options(command)
        command.set_defaults(run=module.run)
    benches = commands.add_parser("bench", help="run a benchmark; every figure in docs/measured.md comes from one")
    bench.add_commands(benches.add_subparsers(required=True, metavar="BENCH"))
    return parser
