"""What is told of many visits: percentiles of waits, and what went wrong, each kind once."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_TRACEBACK = "Traceback (most recent call last):"


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return how many there are, and 50, 95 and 99 % of them and the worst, in seconds; no such figures of none."""
    if not seconds:
        return {"count": 0}
    figures = {f"{100 * share:.0f}%": float(np.quantile(seconds, share)) for share in (0.5, 0.95, 0.99)}
    return {"count": len(seconds)} | {name: round(s, 3) for name, s in (figures | {"worst": max(seconds)}).items()}


def in_words(figures: dict[str, float]) -> str:
    """Return what `percentiles` has found as a line of text."""
    return ", ".join(f"{name} {value:.2f} s" for name, value in figures.items() if name != "count")


def tracebacks(log: Path) -> list[str]:
    """Return what the exceptions are whose traces stand in the log of an app."""
    traces = log.read_text(encoding="utf-8", errors="replace").split(_TRACEBACK)[1:]
    return [next((line for line in trace.splitlines()[1:] if line[:1].strip()), "cut off") for trace in traces]


def print_problems(problems: Sequence[str]) -> None:
    """Print how many problems there were, and each kind with its number."""
    print(f"problems: {len(problems)}")
    for problem, times in Counter(problems).most_common():
        print(f"  {times} × {problem}")
