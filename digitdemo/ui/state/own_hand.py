"""The digits that a visit was asked to draw in the lesson about other hands, and what the models read in them."""

from collections.abc import Mapping

from digitdemo.analysis.studies.hands import Share
from digitdemo.ui.state.canvas import clear_canvas
from digitdemo.ui.state.visit import visit

_ORDER = (4, 7, 1, 9, 2, 5, 0, 3, 8, 6)  # in which they are asked for: those that hands write most differently first


def asked_for() -> int:
    """Return the digit that is to be drawn next."""
    return _ORDER[len(visit().own_digits) % len(_ORDER)]


def drawings() -> int:
    """Return how many have been drawn."""
    return len(visit().own_digits)


def keep(read: Mapping[str, int]) -> None:
    """Keep which digit each model read in the drawing of the one that was asked for, and clear the canvas."""
    visit().own_digits = [*visit().own_digits, (asked_for(), dict(read))]
    clear_canvas()


def last() -> tuple[int, dict[str, int]] | None:
    """Return the digit that was drawn last and what each model read, or None."""
    return visit().own_digits[-1] if visit().own_digits else None


def shares() -> dict[str, Share]:
    """Return how many of the drawings each model read right; none without drawings."""
    models = {model for _, read in visit().own_digits for model in read}
    found = {}
    for model in models:
        right = [read[model] == digit for digit, read in visit().own_digits if model in read]
        found[model] = Share(accuracy=sum(right) / len(right), n=len(right))
    return found
