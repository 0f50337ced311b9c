"""What the shipped models read of arrays of digits such as ARDIS's: as they are, and prepared as the app does.

FILE is .npz with x, uint8 (n, 28, 28), 255 = ink, and y, the digits. Prepared, each is enlarged eight times and read as
a picture. Intervals are 95 %. Source: H. Kusetogullari and others, "ARDIS: a Swedish historical handwritten digit
dataset", Neural Computing and Applications, 2019.
"""

import argparse
from pathlib import Path
from typing import Any

from digitdemo.bench.strangers.asked import asked_of_arrays
from digitdemo.bench.strangers.counts import counts_of, print_counts, probabilities_of, refused_by
from digitdemo.bench.strangers.folder import BEST, TITLES
from digitdemo.bench.strangers.sheet import draw_sheet
from digitdemo.inference.shipped import shipped_classifiers, shipped_judge


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("file", type=Path, help="digits as arrays x and y, .npz")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="draw what the best model gets wrong")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {"ardis_raw": counts, "ardis": counts}}}: pixels as they are, and prepared.

    Raises:
        DataError: the file is missing or has other arrays.
        ModelError, RunError: no shipped model can be used, or not the best, or not the judge.
    """
    models, judge = shipped_classifiers(needed=[BEST]), shipped_judge()
    results: dict[str, Any] = {name: {} for name in models}
    answered = {}
    for kind in ("ardis_raw", "ardis"):
        asked = asked_of_arrays(options.file, prepared=kind == "ardis")
        answers, refused = probabilities_of(models, asked), refused_by(judge, asked)
        for name, found in answers.items():
            results[name][kind] = counts_of(found, asked, refused)
        print_counts(TITLES[kind], {name: results[name][kind] for name in models})
        answered[TITLES[kind]] = answers[BEST], asked, refused
    if options.sheet:
        draw_sheet(options.sheet, BEST, answered)
    return {"models": results}
