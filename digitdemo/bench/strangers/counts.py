"""How many of what they were asked the models read right, refused, or took for a digit with confidence."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from digitdemo.analysis.intervals import accuracy_interval
from digitdemo.bench.strangers.asked import NONE, Asked
from digitdemo.inference.answers import looks_like_a_digit
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge
from digitdemo.inference.saying_no import CERTAIN

Counts = dict[str, Any]


def probabilities_of(models: Mapping[str, Classifier], asked: Asked) -> dict[str, np.ndarray]:
    """Return what each model answers, float32 (n, 10); of what the app would not ask about, it means nothing."""
    return {name: model.probabilities(asked.images) for name, model in models.items()}


def refused_by(judge: Judge, asked: Asked) -> np.ndarray:
    """Return which of them the app calls no digit, or finds nothing in, bool (n,)."""
    return ~asked.found | ~judge.sees_digits(asked.images, drawn=asked.drawn)


def counts_of(probabilities: np.ndarray, asked: Asked, refused: np.ndarray) -> Counts:
    """Return the shares of one model with their 95 % intervals: {WHAT: {"share", "low", "high", "count", "n"}}.

    `refused`, bool (n,), are those that the app calls no digit. Of digits "right", refused or not, and "refused"; of
    what is no digit "no digit", refused, "confident", read as a digit with at least 99 % and not refused, and "no digit
    itself", in which the model alone sees no digit. What there is none of is left out.
    """
    digits = asked.labels != NONE
    itself = ~asked.found | ~np.array([looks_like_a_digit(row) for row in probabilities], bool)
    right = asked.found & (probabilities.argmax(1) == asked.labels)
    confident = ~refused & (probabilities.max(1) >= CERTAIN)
    found = {"right": (right, digits), "refused": (refused, digits)}
    found |= {"no digit": (refused, ~digits), "no digit itself": (itself, ~digits), "confident": (confident, ~digits)}
    return {what: share(hits[among]) for what, (hits, among) in found.items() if among.any()}


def share(hits: np.ndarray) -> dict[str, Any]:
    """Return the share of `hits`, bool (n,), with its 95 % interval by Wilson."""
    count, n = int(hits.sum()), len(hits)
    interval = accuracy_interval(count / n, n)
    return {"share": count / n, "low": interval.low, "high": interval.high, "count": count, "n": n}


def in_words(shared: Mapping[str, Any], decimals: int = 1) -> str:
    """Return a share with its interval in percent, such as "98.5 % (94.8 to 99.6)"."""
    share, low, high = (100 * shared[name] for name in ("share", "low", "high"))
    return f"{share:.{decimals}f} % ({low:.{decimals}f} to {high:.{decimals}f})"


def print_counts(title: str, counts: Mapping[str, Counts]) -> None:
    """Print a line for each model."""
    print(f"\n{title}")
    for name, found in counts.items():
        cells = (f"{what} {in_words(shared)} of {shared['n']:,}" for what, shared in found.items())
        print(f"  {name:8}", "; ".join(cells), flush=True)
