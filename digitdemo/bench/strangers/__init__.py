"""What the shipped models read of strangers' drawings, pictures, church books and signs, as one table.

FOLDER has drawings*.json (format as for `bench drawings`), pictures*/manifest.csv (as for `bench pictures`), ardis*.npz
(as for `bench ardis`) and nondigits*.json (as for `bench confidence`). --record writes what was measured to
benchmarks/results/strangers.json, and all that is made from there: docs/strangers.md, and the lesson. Without FOLDER
these are made anew from what is recorded.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from digitdemo.bench.strangers.asked import Asked
from digitdemo.bench.strangers.counts import Counts, counts_of, print_counts, probabilities_of, refused_by
from digitdemo.bench.strangers.folder import BEST, FILES, TITLES, asked_of_folder
from digitdemo.bench.strangers.page import PAGE, RESULTS, strangers_page
from digitdemo.bench.strangers.sheet import draw_sheet
from digitdemo.bench.studies import record_studies
from digitdemo.data.mnist import DataError
from digitdemo.inference.shipped import shipped_classifiers, shipped_judge
from digitdemo.system import describe_machine

LIMIT_SECONDS = 600  # on two cores


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("folder", type=Path, nargs="?", help=f"has {FILES}")
    parser.add_argument("--record", action="store_true", help="write the record, docs/strangers.md and the lesson")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="draw what the best model gets wrong")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"models": {NAME: {KIND: counts}}, "seconds"}; "failed" if that took longer than ten minutes.

    Raises:
        DataError: a file of the folder is missing, or makes no sense; without a folder, nothing is recorded.
        ModelError, RunError: no shipped model can be used, or not the best, or not the judge.
    """
    if options.folder is None:
        if not RESULTS.exists():
            raise DataError(f"{RESULTS.name}: nothing is recorded yet; give a folder, and --record")
        results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
        _write_pages(results)
        return results
    begin = time.monotonic()
    models, judge, kinds = shipped_classifiers(needed=[BEST]), shipped_judge(), {}
    counts: dict[str, dict[str, Counts]] = {name: {} for name in models}
    answered: dict[str, tuple[np.ndarray, Asked, np.ndarray]] = {}
    for kind, asked in asked_of_folder(options.folder):
        found, refused = probabilities_of(models, asked), refused_by(judge, asked)
        for name, probabilities in found.items():
            counts[name][kind] = counts_of(probabilities, asked, refused)
        kinds[kind] = {name: counts[name][kind] for name in models}
        answered[TITLES[kind]] = found[BEST], asked, refused
        print_counts(TITLES[kind], kinds[kind])
    seconds = round(time.monotonic() - begin)
    print(f"\n{seconds} s, at most {LIMIT_SECONDS}")
    results = {"models": counts, "seconds": seconds, "limit_seconds": LIMIT_SECONDS, "failed": seconds > LIMIT_SECONDS}
    if options.sheet:
        draw_sheet(options.sheet, BEST, answered)
    if options.record:
        results = {"machine": describe_machine(), **results}
        RESULTS.write_text(json.dumps(results, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        _write_pages(results)
    return results


def _write_pages(results: dict[str, Any]) -> None:
    PAGE.write_text(strangers_page(results), encoding="utf-8")
    record_studies(["strangers"])
    print(f"Written: {PAGE.name}, and the lesson")
