"""Which ink of a picture is a digit, and which is a rule, an edge, a frame, a speck, a caption or a neighbour."""

from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import FAINTEST_INK, Box, Components, components_of
from digitdemo.data.dashes import are_dashes
from digitdemo.data.hollow import with_hollow_filled
from digitdemo.data.pieces import box_around, joined_where_near, pieces_of
from digitdemo.data.reading_order import in_reading_order
from digitdemo.data.ruled_lines import without_lines
from digitdemo.data.shadows import without_shadows
from digitdemo.data.surroundings import Kind, frames, sort_out

MOST_DIGITS = 12
_MOST_PIECES = 40  # components that are looked at, the largest first
_LARGE_ENOUGH = 100  # pixels of the longer side, from which a rule is thinner than a pen's line
_DASH = 0.2  # of the others' ink has a dash of the same digit at least
_MOST_LINES = 4  # that may be a digit, such as a 1 or an angular 8
# Shares of the longer side.
_CRUMB = 0.025  # what is left of rules
_DUST = 0.012  # no digit that anybody could read
_GRAIN = 0.025  # of the paper, if there are as many as no picture has digits
# Shares of the height of the tallest digit.
_TALL = 0.5  # what is as tall is a digit of its own
_ALMOST_TALL = 0.35
_INKED = 0.15  # of the ink of the one with most: a fine 1 beside a bold 8
_SPECK = 0.15
_DIRT = 0.03


@dataclass(frozen=True, eq=False)
class FoundDigit:
    """A digit: its ink alone, uint8 of the whole picture's shape (h, w), 0 = paper, 255 = ink, and its box."""

    ink: np.ndarray
    box: Box


@dataclass(frozen=True)
class LeftOut:
    """Ink that is no digit: its box, and what it is taken for."""

    box: Box
    kind: Kind


@dataclass(frozen=True, eq=False)
class Finding:
    """The digits of a picture in reading order, at most twelve, and what was left out.

    `doubtful` is true where a careful human would doubt which ink is the digit, `touching` where one ends in another,
    and `line_cut` where a line that touches them was cut off.
    """

    digits: tuple[FoundDigit, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubtful: bool = False
    touching: bool = False
    line_cut: bool = False


def find_digits(ink: np.ndarray, within: Box | None = None) -> Finding:
    """Return the digits in `ink`, uint8 (h, w) with 0 = paper and 255 = ink.

    `within` is a box that somebody drew around the digit: what is in it is one, what is outside is not.

    Raises:
        ValueError: `ink` is not a two-dimensional uint8 array.
    """
    if ink.ndim != 2 or ink.dtype != np.uint8:
        raise ValueError(f"ink: {ink.dtype} array of shape {ink.shape} is not allowed; give uint8 (height, width)")
    ink = np.where(ink >= FAINTEST_INK, ink, np.uint8(0))
    is_large = (side := max(ink.shape)) >= _LARGE_ENOUGH
    if is_large:
        ink = with_hollow_filled(ink)
    mask = ink > 0
    lines: tuple[Box, ...] = ()
    least = 0.0
    if is_large:
        ruled = without_lines(mask)
        if len(ruled.lines) > _MOST_LINES or _largest(components_of(ruled.mask)) >= _CRUMB * side:
            mask, lines = ruled.mask, ruled.lines
        least = _CRUMB * side if lines else _DUST * side
    mask, shadows = without_shadows(ink, mask)
    if within is not None:
        return _all_within(ink, mask, within)
    left_out = [LeftOut(box, "rule") for box in lines]
    left_out += [LeftOut(box, "shadow") for box in shadows if max(box[2] - box[0], box[3] - box[1]) > least]
    components = components_of(mask)
    pieces = pieces_of(components, np.argsort(-components.sizes, kind="stable")[:_MOST_PIECES])
    if are_dashes(pieces):  # there may be more than were looked at
        least_area = _DASH * float(np.median([piece.area for piece in pieces]))
        return Finding((_found(ink, components, np.flatnonzero(components.areas >= least_area)),), tuple(left_out))
    sorted_ = sort_out(pieces, ink.shape)
    left_out += [LeftOut(piece.box, kind) for piece, kind in sorted_.left_out]
    joined_ = joined_where_near(sorted_.kept)
    clusters = [one for one in joined_ if not frames(one, joined_)]
    main = max(clusters, key=lambda cluster: cluster.area, default=None)
    if main is None or main.size < least:
        return Finding((), tuple(left_out))
    tallest = max(main.height, 1)
    digits = [one for one in clusters if one.height >= _TALL * tallest and one.area >= _INKED * main.area]
    if len(digits) > MOST_DIGITS and tallest < _GRAIN * side:
        return Finding((), (*left_out, *(LeftOut(one.box, "speck") for one in clusters)))
    others = [one for one in clusters if one not in digits]
    left_out += [LeftOut(one.box, "frame") for one in joined_ if one not in clusters]
    left_out += [LeftOut(piece.box, "speck" if piece.size < _SPECK * tallest else "neighbour") for piece in others]
    doubtful = (
        sorted_.doubtful
        or len(digits) > MOST_DIGITS
        or any(_ALMOST_TALL * tallest <= one.height < _TALL * tallest for one in others)
    )
    read = in_reading_order(digits, lambda piece: piece.box)[:MOST_DIGITS]
    found = tuple(_found(ink, components, np.array(piece.numbers)) for piece in read)
    return Finding(found, tuple(left_out), doubtful)


def _largest(components: Components) -> int:
    return int(components.sizes.max(initial=0))


def _all_within(ink: np.ndarray, mask: np.ndarray, within: Box) -> Finding:
    """Return all that is in the box as one digit."""
    left, top, right, bottom = (max(edge, 0) for edge in within)
    inside = np.zeros_like(mask)
    inside[top:bottom, left:right] = True
    if not (mask & inside).any():  # somebody wants what was taken for a rule
        mask = ink >= FAINTEST_INK
    components = components_of(mask & inside)
    if not len(components):
        return Finding(())
    sizes = components.sizes
    numbers = np.flatnonzero(sizes >= _DIRT * sizes.max())
    return Finding((_found(ink, components, numbers[:_MOST_PIECES]),))


def _found(ink: np.ndarray, components: Components, numbers: np.ndarray) -> FoundDigit:
    """Return the components with these numbers as one digit."""
    own = components.mask(numbers)
    return FoundDigit(np.where(own, ink, 0).astype(np.uint8), box_around(components.boxes[numbers]))
