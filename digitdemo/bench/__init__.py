"""Benchmarks: `python -m digitdemo bench NAME [--json FILE]`. Each says which machine it ran on."""

import argparse
import importlib
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitdemo.system import describe_machine

_NAMES = (
    "accuracy",
    "ardis",
    "class",
    "cluster",
    "colours",
    "confidence",
    "crash",
    "drawings",
    "experiments",
    "fault",
    "hostile",
    "latency",
    "lessons",
    "live",
    "load",
    "memory",
    "mine",
    "pages",
    "pictures",
    "recipes",
    "reliability",
    "saliency",
    "small-host",
    "soak",
    "store",
    "strangers",
    "studies",
    "teach",
    "training",
    "verdicts",
    "waits",
    "work",
)


def add_commands(subparsers: Any) -> None:
    """Add one command per benchmark to the command line."""
    for name in _NAMES:
        module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
        summary = (module.__doc__ or "").split("\n", 1)[0]
        parser = subparsers.add_parser(name, help=summary, description=summary)
        module.add_options(parser)
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE, too")
        parser.set_defaults(run=_runner(module.measure))


def _runner(measure: Callable[[argparse.Namespace], dict[str, Any]]) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        # As by Ctrl-C: apps that were started, in sessions of their own, are ended on the way out.
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        machine = describe_machine()
        print(f"Machine: {machine}")
        results = {"machine": machine, **measure(options)}
        if options.json:
            # JSON has no infinity and no NaN: what was not measured is None.
            text = json.dumps(results, indent=1, allow_nan=False)
            options.json.write_text(text + "\n", encoding="utf-8")
        return 1 if results.get("failed") else 0

    return run
