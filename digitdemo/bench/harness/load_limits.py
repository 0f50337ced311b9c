"""What `bench load` may find at most: its exit status and docs/reliability.md judge its results by the same rules."""

import math
from collections.abc import Mapping
from typing import Any

LIMITS = {"words_95_s": 0.3, "problems": 0, "memory_back_mb": 20}

Results = Mapping[str, Any]


def words_in_time(results: Results) -> bool:
    """Return whether sessions and browsers had their words in time; a part that was not measured is not late."""
    drawing, most = results.get("drawing", {}), results["limits"]["words_95_s"]
    words = [drawing[who]["words"] for who in ("sessions", "in_browsers") if who in drawing]
    return all(one.get("95%", math.inf) <= most for one in words)


def memory_comes_back(results: Results) -> bool:
    """Return whether no more than is allowed stays of visitors who have gone."""
    coming = results.get("coming_and_going", {})
    return bool(coming.get("after_mb", 0) - coming.get("before_mb", 0) <= results["limits"]["memory_back_mb"])


def no_problems(results: Results) -> bool:
    """Return whether nobody met an error, and the queue did as it promises."""
    parts = [results.get(name, {}) for name in ("drawing", "coming_and_going")]
    return sum(len(part.get("problems", ())) for part in parts) <= results["limits"]["problems"]


def beyond_limits(results: Results) -> bool:
    """Return whether what was measured is beyond one of the limits."""
    return not (words_in_time(results) and memory_comes_back(results) and no_problems(results))
