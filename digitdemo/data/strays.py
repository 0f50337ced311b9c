"""What of a drawing belongs to no digit: a frame around it, a line below it, a dot, a minus or a plus beside it.

digitdemo/ui/components/live/strays.js does the same while one draws.
"""

from __future__ import annotations

import numpy as np

from digitdemo.data.clusters import FLAT, Cluster, common_of, distance_of, may_be_a_digit, united
from digitdemo.data.strokes import Strokes, is_straight
from digitdemo.data.surroundings import Kind, is_around

_FRAMED = 0.3  # of a frame's longer side: what is inside and as large is the digit, or several together
_OUT = 0.08  # of a frame's longer side: so far a digit may stick out that touches it
_ROOM = 0.85  # of its width or its height
_MEMBER = 0.12  # of its height: as tall is each
_SLANT = 0.35  # columns per row: a line that leans more strikes a 0 through, and is no 1 in a ring
_STRAIGHT = 0.95  # of its length: so far are the ends of such a line apart
# All others are shares of the tallest digit's height.
_AWAY = 0.06  # below the digit: a line that is nearer is its own
_LONG = 1.3  # widths of the digit, if it is no longer
_WIDE = 0.6  # of the digits' width has a line below them at least
_LOWER, _NARROW = 0.55, 0.25  # the lower part of a 1, which may have a foot, and how wide it is at most
_FOOT_AWAY, _FOOT = 0.15, 1.5  # a foot is no farther below, and no wider
_DOT, _SPECK = 0.08, 0.15  # the longer side of a dot, between several digits and beside one
_SPECK_AWAY = 0.1
_ABOVE = 0.8  # above or below a line there are dots in an i, a j, a ! and a ?, which are no digits
_ASIDE = 0.2  # no farther to the side
# A plus or a times: how long its lines are at most, how straight, as long as each other, how near their middles are, as
# a share of the longer one, and the sine of the angle between them.
_CROSS, _RULED, _AS_LONG, _CENTRED, _ACROSS = 0.8, 0.9, 0.5, 0.2, 0.7
_FLOATING = 0.4  # what is less tall than a digit and farther away belongs to none: the bar of a 5 comes to 0.28


def frame_among(clusters: list[Cluster]) -> Cluster | None:
    """Return the cluster that is a frame around others which are large enough to be the digits, if there is one."""
    return next((cluster for cluster in clusters if _frames(cluster, clusters)), None)


def strikes_through(clusters: list[Cluster]) -> bool:
    """Return whether one of two clusters is a straight line that leans, inside the other one: a 0 struck through."""
    if len(clusters) != 2:
        return False
    inner, outer = sorted(clusters, key=lambda cluster: cluster.size)
    return _lies_within(inner, outer) and _leans(inner) and is_around(outer.points, inner.edges)


def is_underline(line: Cluster, digits: list[Cluster], tallest: float) -> bool:
    """Return whether a cluster is a line below all of the `digits`, and not the foot of a 1."""
    if line in digits or line.width <= FLAT * line.height:
        return False
    together = united(*digits)
    below = (line.low[1] - together.high[1]) / tallest
    if below < 0 or line.width < _WIDE * together.width or common_of(line, together, 0) <= 0:
        return False
    if len(digits) == 1 and _may_be_a_1(together):
        return bool(below > _FOOT_AWAY or line.width > _FOOT * tallest)
    return bool(below >= _AWAY or line.width >= _LONG * together.width)


def is_cross(strokes: Strokes, tallest: float) -> bool:
    """Return whether strokes, float (n, 2), are two straight lines that cross in their middles: a plus or a times."""
    if len(strokes) != 2 or not all(is_straight(stroke, _RULED) for stroke in strokes):
        return False
    one, other = (stroke[-1] - stroke[0] for stroke in strokes)
    short, long = sorted((float(np.hypot(*one)), float(np.hypot(*other))))
    if not 0 < long <= _CROSS * tallest or short < _AS_LONG * long:
        return False
    apart = np.hypot(*(strokes[0][0] + strokes[0][-1] - strokes[1][0] - strokes[1][-1])) / 2
    return bool(apart <= _CENTRED * long and abs(one[0] * other[1] - one[1] * other[0]) >= _ACROSS * short * long)


def kind_of(piece: Cluster, tallest: float) -> Kind:
    """Return what a piece is called that belongs to none."""
    return "speck" if piece.size <= _SPECK * tallest else "rule"


def with_own_pieces(
    digits: list[Cluster], pieces: list[Cluster], tallest: float
) -> tuple[list[Cluster], list[Cluster]]:
    """Return the digits with the bars, feet and dots that belong to them, and the pieces that belong to none.

    A piece belongs to a near digit, rather one above or below than beside it, or to one whose piece it is near to. A
    dot between several digits belongs to none.
    """
    for piece in pieces:
        digit = _nearest(piece, digits)
        is_dot = len(digits) > 1 and piece.size <= _DOT * tallest
        if not is_dot and not _is_speck(piece, digit, tallest):
            digits = [united(one, piece) if one is digit else one for one in digits]
            return with_own_pieces(digits, [other for other in pieces if other is not piece], tallest)
    return digits, pieces


def _nearest(piece: Cluster, digits: list[Cluster]) -> Cluster:
    return min(digits, key=lambda digit: distance_of(piece, digit) - max(0.0, common_of(piece, digit, 0)))


def _may_be_a_1(digit: Cluster) -> bool:
    lower = digit.points[digit.points[:, 1] >= digit.high[1] - _LOWER * digit.height, 0]
    return bool(lower.max() - lower.min() <= _NARROW * digit.height)


def _is_speck(piece: Cluster, digit: Cluster, tallest: float) -> bool:
    """Return whether a cluster is no part of the `digit` nearest to it: a dot beside it, or something far away."""
    distance, across = distance_of(piece, digit), common_of(piece, digit, 0)
    is_beside = common_of(piece, digit, 1) >= 0
    if is_beside and across < 0:  # a dot, a comma, a minus
        return distance > _SPECK_AWAY * tallest
    if piece.size > _SPECK * tallest:
        return distance > _FLOATING * tallest
    if is_beside or across >= -_ASIDE * tallest:  # inside, such as eyes, above or below
        return distance > _ABOVE * tallest
    return distance > _SPECK_AWAY * tallest


def _frames(frame: Cluster, clusters: list[Cluster]) -> bool:
    inside = [other for other in clusters if other is not frame and _lies_within(other, frame, _OUT * frame.size)]
    digits = [other for other in inside if other.height >= _MEMBER * frame.height and may_be_a_digit(other, 0)]
    if not digits or united(*digits).size < _FRAMED * frame.size or not is_around(frame.points, united(*inside).edges):
        return False
    if not _has_room(frame, united(*inside)):
        return False
    return len(inside) > 1 or not _leans(inside[0])


def _lies_within(inner: Cluster, outer: Cluster, out: float = 0.0) -> bool:
    """Return whether a cluster's box is in another one, or sticks out of it by less than that."""
    return bool((inner.low > outer.low - out).all() and (inner.high < outer.high + out).all())


def _has_room(frame: Cluster, inner: Cluster) -> bool:
    """Return whether there is room between a frame and what is in it: a 0 that is drawn twice has none."""
    return bool(((inner.high - inner.low) <= _ROOM * (frame.high - frame.low)).any())


def _leans(cluster: Cluster) -> bool:
    """Return whether a cluster is one straight line, and no upright one."""
    if len(cluster.numbers) > 1:
        return False
    across, down = np.abs(cluster.points[-1] - cluster.points[0])
    return is_straight(cluster.points, _STRAIGHT) and bool(across > _SLANT * down)
