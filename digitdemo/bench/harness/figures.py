"""What is told of many visits: percentiles of waits, and what went wrong, each kind once."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_TRACEBACK = "Traceback (most recent call last):"
_HANDLED = "Failed to deserialize component state"  # Streamlit goes on without, and logs the traceback


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Return how many there are, and 50, 95 and 99 % of them and the worst, in seconds; no such figures of none."""
    if not seconds:
        return {"count": 0}
    figures = {f"{100 * share:.0f}%": float(np.quantile(seconds, share)) for share in (0.5, 0.95, 0.99)}
    return {"count": len(seconds)} | {name: round(s, 3) for name, s in (figures | {"worst": max(seconds)}).items()}


def in_words(figures: dict[str, float]) -> str:
    """Return what `percentiles` has found as a line of text."""
    return ", ".join(f"{name} {value:.2f} s" for name, value in figures.items() if name != "count")


def tracebacks(log: Path, begin: int = 0) -> list[str]:
    """Return the last line of every traceback that an app has written since its log had `begin` bytes."""
    with log.open("rb") as file:
        file.seek(begin)
        lines = file.read().decode("utf-8", "replace").splitlines()
    found, before, within, handled = [], "", False, False
    for line in lines:
        if _TRACEBACK in line:
            within, handled = True, _HANDLED in before
        elif within and line and not line.startswith((" ", "\t")):
            within = False
            if not handled:
                found.append(line[:200])
        before = line
    return [*found, *["cut off"] * within]


def print_problems(problems: Sequence[str]) -> None:
    """Print how many problems there were, and each kind with its number."""
    print(f"problems: {len(problems)}")
    for problem, times in Counter(problems).most_common():
        print(f"  {times} × {problem}")
