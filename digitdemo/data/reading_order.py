"""In which order several digits are read: line by line, each from left to right.

digitdemo/ui/components/live/reading_order.js does the same while one draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from statistics import fmean
from typing import TypeVar

Edges = tuple[float, float, float, float]  # left, top, right, bottom
T = TypeVar("T")

_BESIDE = 0.5  # of the less tall one's height do two beside each other have in common


def in_reading_order(things: Iterable[T], edges_of: Callable[[T], Edges]) -> list[T]:
    """Return things line by line; a line goes on with what stands beside its last one, so that it may rise or fall."""
    lines: list[list[tuple[Edges, T]]] = []
    for edges, thing in sorted(((edges_of(thing), thing) for thing in things), key=lambda one: one[0][0] + one[0][2]):
        beside = [line for line in lines if _are_beside(line[-1][0], edges)]
        if beside:
            min(beside, key=lambda line: abs(_middle(line[-1][0]) - _middle(edges))).append((edges, thing))
        else:
            lines.append([(edges, thing)])
    lines.sort(key=lambda line: fmean(_middle(edges) for edges, _ in line))
    return [thing for _, thing in itertools.chain.from_iterable(lines)]


def _middle(edges: Edges) -> float:
    return (edges[1] + edges[3]) / 2


def _are_beside(one: Edges, other: Edges) -> bool:
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common >= _BESIDE * min(one[3] - one[1], other[3] - other[1])
