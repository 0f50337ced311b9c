"""Hollow digits, of which only the outline is drawn, as in colouring books and on posters: filled, they are digits."""

import numpy as np

from digitdemo.data.components import Components, components_of, rim_of
from digitdemo.data.morphology import extreme

_MOST = 12  # components that are looked at, the tallest first
_SMALLEST = 30  # pixels of a digit's height
_THICKEST = 0.2  # of its height are its strokes: a 0 that is drawn as a line, filled, is thicker
_BODY = 1.0  # of the outline's width: what is inside is wider
_MOSTLY = 0.9
_ALONG = 1.5  # of the outline's width: so near to what is inside is all of it, but no tail of a 6
_OVAL = 0.6, 0.88  # of its box, turned as it lies: what fills as much is a narrow 0, and no stroke or bar
_LOOPS = 2  # an 8 has
_SLIT = 0.05  # of what is inside: what has no more ink there may be what is left of a loop
_LOOP = 0.2  # of its box is the hole of an outline's inner part, such as in a 0


def with_hollow_filled(ink: np.ndarray) -> np.ndarray:
    """Return `ink`, uint8 (height, width) of a picture, with its hollow digits filled, if there are any."""
    mask = ink > 0
    paper = components_of(~mask)
    if len(paper) < 2:
        return ink
    lines = components_of(mask)
    heights = lines.boxes[:, 3] - lines.boxes[:, 1]
    tallest = np.argsort(-heights, kind="stable")[:_MOST]
    for number in tallest[heights[tallest] >= _SMALLEST]:
        body = _body_of(int(number), lines, paper)
        if body is not None:
            ink = np.where(body, np.uint8(255), ink)
    return ink


def _body_of(number: int, lines: Components, paper: Components) -> np.ndarray | None:
    """Return what is inside a component that is the outline of a digit, bool (height, width); None if it is none."""
    left, top, right, bottom = lines.boxes[number]
    place = slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)
    ours, all_, empty = lines.numbers[place] == number + 1, lines.numbers[place], paper.numbers[place]
    inside = _beside(ours, empty)
    inside = inside[_within(paper.boxes[inside - 1], lines.boxes[number])]
    if not len(inside):
        return None
    largest = inside[paper.areas[inside - 1].argmax()]
    if paper.areas[largest - 1] < _MOSTLY * paper.areas[inside - 1].sum():
        return None
    body = empty == largest
    inner = _beside(body, all_)
    inner = inner[inner != number + 1]
    slits = lines.areas[inner - 1] <= _SLIT * paper.areas[largest - 1]
    loops = [loop for loop in inner[np.argsort(-lines.areas[inner - 1])][: _LOOPS + 1] if _is_loop(loop, lines, paper)]
    if len(loops) > _LOOPS or not (slits | np.isin(inner, loops)).all():
        return None  # something is written within a frame
    outline = ours | np.isin(all_, inner)
    filled = outline | body
    wide = _width(outline)
    along = outline & extreme(body, max(1, round(_ALONG * wide)), np.maximum)
    if along.sum() < _MOSTLY * outline.sum() or _width(body) < _BODY * wide:
        return None
    if _width(filled) > _THICKEST * (bottom - top) or (not loops and _is_oval(filled)):
        return None
    whole = np.zeros(lines.shape, bool)
    whole[place] = body
    return whole


def _is_loop(number: int, lines: Components, paper: Components) -> bool:
    """Return whether a component goes round a hole, as the inner part of a 0's outline does."""
    left, top, right, bottom = lines.boxes[number - 1]
    place = slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)
    holes = _beside(lines.numbers[place] == number, paper.numbers[place])
    holes = holes[_within(paper.boxes[holes - 1], lines.boxes[number - 1])]
    return bool(paper.areas[holes - 1].sum() >= _LOOP * (right - left) * (bottom - top))


def _beside(mask: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return which of `numbers`, without 0, touch `mask`; all are of one shape."""
    near = numbers[extreme(mask, 1, np.maximum)]
    return np.unique(near[near > 0])


def _within(boxes: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Return which of the boxes, int (n, 4), lie within `outer`: bool (n,)."""
    return np.asarray((boxes[:, :2] > outer[:2]).all(1) & (boxes[:, 2:] < outer[2:]).all(1))


def _is_oval(mask: np.ndarray) -> bool:
    """Return whether a mask is as full as an oval, in whatever direction it lies."""
    points = np.argwhere(mask).astype(float)
    centred = points - points.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    share = len(points) / float(np.prod(np.ptp(centred @ axes, axis=0) + 1))
    return _OVAL[0] < share < _OVAL[1]


def _width(mask: np.ndarray) -> float:
    return 2 * float(mask.sum()) / max(float(rim_of(mask).sum()), 1.0)
