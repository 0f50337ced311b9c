"""What the shipped models read in a folder of pictures, and how many that show no digit they refuse.

FOLDER has manifest.csv with the columns file, label (0 to 9, or none) and kind. Each picture is read as the app reads
one that somebody brings. Intervals are 95 %.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.bench.strangers.asked import Asked, asked_of_pictures
from digitdemo.bench.strangers.counts import Counts, counts_of, print_counts, probabilities_of
from digitdemo.bench.strangers.folder import JUDGE
from digitdemo.bench.strangers.sheet import draw_sheet
from digitdemo.inference.shipped import shipped_classifiers


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("folder", type=Path, help="pictures with manifest.csv")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="draw what the best model gets wrong")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"all": counts, "kinds": {KIND: counts}}}}.

    Raises:
        DataError: the manifest is missing or makes no sense.
        RunError: no shipped model can be used, or not the best.
    """
    models, asked = shipped_classifiers(needed=[JUDGE]), asked_of_pictures(options.folder)
    answers = probabilities_of(models, asked)
    print_counts("All", {name: counts_of(found, asked) for name, found in answers.items()})
    by_kind = {kind: _of_kind(answers, asked, kind) for kind in dict.fromkeys(asked.kinds)}
    for kind, counts in by_kind.items():
        print_counts(kind or "no kind given", counts)
    if options.sheet:
        draw_sheet(options.sheet, JUDGE, {"Pictures": (answers[JUDGE], asked)})
    return {
        "models": {
            name: {
                "all": counts_of(found, asked),
                "kinds": {kind: counts[name] for kind, counts in by_kind.items()},
            }
            for name, found in answers.items()
        }
    }


def _of_kind(answers: dict[str, np.ndarray], asked: Asked, kind: str) -> dict[str, Counts]:
    among = np.array([each == kind for each in asked.kinds])
    return {name: counts_of(found[among], asked.only(among)) for name, found in answers.items()}
