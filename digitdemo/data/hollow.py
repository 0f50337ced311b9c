"""Hollow digits, of which only the outline is drawn, as in colouring books and on posters: filled, they are digits."""

import numpy as np

from digitdemo.data.components import Components, components_of, line_width
from digitdemo.data.morphology import extreme
from digitdemo.data.pieces import extent_of

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
    holes = _holes_in(number, lines, paper)
    if not len(holes):
        return None
    largest = holes[paper.areas[holes].argmax()]
    if paper.areas[largest] < _MOSTLY * paper.areas[holes].sum():
        return None
    place, height = _around(lines.boxes[number]), lines.boxes[number, 3] - lines.boxes[number, 1]
    numbers, body = lines.numbers[place] - 1, paper.numbers[place] == largest + 1
    inner = _beside(body, numbers)
    inner = inner[inner != number]
    slits = lines.areas[inner] <= _SLIT * paper.areas[largest]
    loops = [loop for loop in inner[np.argsort(-lines.areas[inner])][: _LOOPS + 1] if _is_loop(loop, lines, paper)]
    if len(loops) > _LOOPS or not (slits | np.isin(inner, loops)).all():
        return None  # something is written within a frame
    outline = (numbers == number) | np.isin(numbers, inner)
    filled = outline | body
    wide = line_width(outline)
    along = outline & extreme(body, max(1, round(_ALONG * wide)), np.maximum)
    if along.sum() < _MOSTLY * outline.sum() or line_width(body) < _BODY * wide:
        return None
    if line_width(filled) > _THICKEST * height or (not loops and _is_oval(filled)):
        return None
    whole = np.zeros(lines.shape, bool)
    whole[place] = body
    return whole


def _is_loop(number: int, lines: Components, paper: Components) -> bool:
    """Return whether a component goes round a hole, as the inner part of a 0's outline does."""
    left, top, right, bottom = lines.boxes[number]
    return bool(paper.areas[_holes_in(number, lines, paper)].sum() >= _LOOP * (right - left) * (bottom - top))


def _holes_in(number: int, lines: Components, paper: Components) -> np.ndarray:
    """Return the components of the paper that touch one of the lines, and lie within its box: their numbers."""
    box = lines.boxes[number]
    place = _around(box)
    holes = _beside(lines.numbers[place] == number + 1, paper.numbers[place] - 1)
    boxes = paper.boxes[holes]
    return holes[(boxes[:, :2] > box[:2]).all(1) & (boxes[:, 2:] < box[2:]).all(1)]


def _around(box: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and columns of a box and of one pixel more at each side."""
    left, top, right, bottom = box
    return slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)


def _beside(mask: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return which of `numbers`, those of components or -1, touch `mask`; both are of one shape."""
    near = numbers[extreme(mask, 1, np.maximum)]
    return np.unique(near[near >= 0])


def _is_oval(mask: np.ndarray) -> bool:
    """Return whether a mask is as full as an oval, in whatever direction it lies."""
    points = np.argwhere(mask).astype(float)
    across, along = extent_of(points)
    return _OVAL[0] < len(points) / (across * along) < _OVAL[1]
