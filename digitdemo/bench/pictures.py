"""What the shipped models read in a folder of pictures, and how many that show no digit they refuse.

FOLDER has manifest.csv with the columns file, label (0 to 9, or none) and kind. Each picture is read as the app reads
one that somebody brings. Intervals are 95 %.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.bench.strangers.asked import Asked, asked_of_pictures
from digitdemo.bench.strangers.counts import Counts, counts_of, print_counts, probabilities_of, refused_by
from digitdemo.bench.strangers.folder import BEST
from digitdemo.bench.strangers.sheet import draw_sheet
from digitdemo.inference.shipped import shipped_classifiers, shipped_judge


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("folder", type=Path, help="pictures with manifest.csv")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="draw what the best model gets wrong")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"all": counts, "kinds": {KIND: counts}}}}.

    Raises:
        DataError: the manifest is missing or makes no sense.
        ModelError, RunError: no shipped model can be used, or not the best, or not the judge.
    """
    models, asked = shipped_classifiers(needed=[BEST]), asked_of_pictures(options.folder)
    answers, refused = probabilities_of(models, asked), refused_by(shipped_judge(), asked)
    whole = {name: counts_of(found, asked, refused) for name, found in answers.items()}
    print_counts("All", whole)
    by_kind = {kind: _of_kind(answers, asked, refused, kind) for kind in dict.fromkeys(asked.kinds)}
    for kind, counts in by_kind.items():
        print_counts(kind or "no kind given", counts)
    if options.sheet:
        draw_sheet(options.sheet, BEST, {"Pictures": (answers[BEST], asked, refused)})
    return {
        "models": {
            name: {"all": counts, "kinds": {kind: of_kind[name] for kind, of_kind in by_kind.items()}}
            for name, counts in whole.items()
        }
    }


def _of_kind(answers: dict[str, np.ndarray], asked: Asked, refused: np.ndarray, kind: str) -> dict[str, Counts]:
    among = np.array([each == kind for each in asked.kinds])
    return {name: counts_of(found[among], asked.only(among), refused[among]) for name, found in answers.items()}
