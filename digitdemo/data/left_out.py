"""What was left out of a picture or a drawing, as people name it, in a short sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from digitdemo.data.components import Box
from digitdemo.data.digit_finding import LeftOut
from digitdemo.data.surroundings import Kind
from digitdemo.texts import tr, tr_n

_MANY = 9  # more than so many nobody counts
_MOST_LINES = 40  # among which frames are looked for
_NEAR_CORNER = 0.1  # of a frame's longer side
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


def with_frames(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Return what was left out with a frame in place of every four lines whose ends meet: each was found by itself."""
    lines = [one for one in left_out if one.kind == "rule"]
    if not 4 <= len(lines) <= _MOST_LINES:
        return tuple(left_out)
    level = sorted((one for one in lines if _width(one.box) > _height(one.box)), key=lambda one: one.box[1])
    upright = sorted((one for one in lines if one not in level), key=lambda one: one.box[0])
    frames, sides = [], set[LeftOut]()
    for top, bottom in combinations(level, 2):
        for left, right in combinations(upright, 2):
            outline = left.box[0], top.box[1], right.box[2], bottom.box[3]
            four = {top, bottom, left, right}
            if not four & sides and all(_spans(one.box, outline) for one in four):
                frames.append(LeftOut(outline, "frame"))
                sides |= four
    return *frames, *(one for one in left_out if one not in sides)


def _spans(line: Box, outline: Box) -> bool:
    """Return whether a line goes from one side of a frame to the other."""
    reach = max(_NEAR_CORNER * max(_width(outline), _height(outline)), 4.0)
    first, last = (0, 2) if _width(line) > _height(line) else (1, 3)
    return abs(line[first] - outline[first]) <= reach and abs(line[last] - outline[last]) <= reach


def _width(box: Box) -> int:
    return box[2] - box[0]


def _height(box: Box) -> int:
    return box[3] - box[1]
