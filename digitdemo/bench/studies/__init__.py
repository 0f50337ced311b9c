"""Measures what the studies among the lessons show, and records it.

Of each study writes assets/studies/NAME.json and its SHA-256 sum; then docs/studies.md. Without --only, those that are
recorded already are left as they are.
"""

import argparse
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import Recorded, recorded_or_none, write_study
from digitdemo.bench.studies.adversarial import measure_adversarial
from digitdemo.bench.studies.between import measure_between
from digitdemo.bench.studies.damage import measure_damage
from digitdemo.bench.studies.fading import measure_fading
from digitdemo.bench.studies.hands import measure_hands
from digitdemo.bench.studies.learning_curve import measure_learning_curve
from digitdemo.bench.studies.page import PAGE, studies_page
from digitdemo.bench.studies.rate_test import measure_rate_test
from digitdemo.bench.studies.strangers import measure_strangers
from digitdemo.bench.studies.unseen import measure_unseen
from digitdemo.bench.studies.vote import measure_vote
from digitdemo.bench.studies.width import measure_width
from digitdemo.system import describe_machine

MEASURES: dict[str, Callable[[], Any]] = {
    "width": measure_width,
    "learning-curve": measure_learning_curve,
    "fading-gradients": measure_fading,
    "rate-test": measure_rate_test,
    "damage": measure_damage,
    "unseen": measure_unseen,
    "adversarial": measure_adversarial,
    "between": measure_between,
    "vote": measure_vote,
    "hands": measure_hands,
    "strangers": measure_strangers,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--only", nargs="+", choices=list(STUDIES), metavar="NAME", help="measure these, even again")
    parser.add_argument("--page", action="store_true", help="measure nothing, and write docs/studies.md anew")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return {"studies": {NAME: {"machine", "seconds", "measured"}}} of all studies that are recorded."""
    names = [] if options.page else options.only or [name for name in STUDIES if _recorded(name) is None]
    return {"studies": {name: msgspec.to_builtins(record) for name, record in record_studies(names).items()}}


def record_studies(names: Iterable[str]) -> dict[str, Recorded[Any]]:
    """Measure and record the studies of those names, write docs/studies.md anew, and return all that are recorded."""
    for name in names:
        begin = time.monotonic()
        measured = MEASURES[name]()
        write_study(
            name, Recorded(machine=describe_machine(), seconds=round(time.monotonic() - begin), measured=measured)
        )
        print(f"{name}: {STUDIES[name].outcome(measured)}", flush=True)
    found = {name: record for name in STUDIES if (record := _recorded(name))}
    PAGE.write_text(studies_page(found), encoding="utf-8")
    return found


def _recorded(name: str) -> Recorded[Any] | None:
    return recorded_or_none(name, STUDIES[name].record)
