"""What was recorded of strangers' writing, as its lesson takes it."""

import json
from collections.abc import Mapping
from typing import Any

from digitdemo.analysis.studies.hands import Share
from digitdemo.analysis.studies.strangers import Strangers
from digitdemo.system import PROJECT

_RECORDED = PROJECT / "benchmarks" / "results" / "strangers.json"
_DIGITS = 5  # after the point


def measure_strangers() -> Strangers:
    """Return what `python -m digitdemo bench strangers FOLDER --record` recorded.

    Raises:
        OSError: there is no such record.
    """
    return strangers(json.loads(_RECORDED.read_text(encoding="utf-8"))["models"])


def strangers(models: Mapping[str, Any]) -> Strangers:
    """Return the lesson's part of what was counted, {MODEL: {KIND: counts}}."""

    def shares(kind: str, what: str) -> dict[str, Share]:
        found = {name: counts[kind][what] for name, counts in models.items()}
        return {name: Share(accuracy=round(one["share"], _DIGITS), n=one["n"]) for name, one in found.items()}

    return Strangers(
        kinds={kind: shares(kind, "right") for kind in ("test", "drawings", "pictures", "ardis_raw", "ardis")},
        refused=shares("no_digits", "no digit"),
        confident=shares("no_digits", "confident"),
    )
