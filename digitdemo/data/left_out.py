"""What was left out of a picture or a drawing, in a short sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from digitdemo.data.surroundings import Kind
from digitdemo.texts import tr, tr_n

_MANY = 9  # more than so many nobody counts
# In this order they are said.
_KINDS: dict[str, Callable[[int], str]] = {
    "edge": lambda n: tr_n("an edge of the sheet", "{n} edges of the sheet", n),
    "object": lambda n: tr_n("an object", "{n} objects", n),
    "frame": lambda n: tr_n("a frame", "{n} frames", n),
    "rule": lambda n: tr("many lines") if n > _MANY else tr_n("a line", "{n} lines", n),
    "shadow": lambda n: tr("many shadows") if n > _MANY else tr_n("a shadow", "{n} shadows", n),
    "hole": lambda n: tr_n("a hole in the sheet", "{n} holes in the sheet", n),
    "speck": lambda n: tr("many specks") if n > _MANY else tr_n("a speck", "{n} specks", n),
    "caption": lambda _: tr("small writing"),
    "neighbour": lambda _: tr("parts of something else"),
}


def left_out_in_words(left_out: Iterable[Kind]) -> str:
    """Return what was left out, each by its kind, as a sentence; "" where nothing was.

    "Left out: a frame and 2 specks.", say.
    """
    counts: Counter[str] = Counter(left_out)
    parts = [say(counts[kind]) for kind, say in _KINDS.items() if counts[kind]]
    if not parts:
        return ""
    *some, last = parts
    said = tr("{some} and {last}", some=", ".join(some), last=last) if some else last
    return tr("Left out: {parts}.", parts=said)
