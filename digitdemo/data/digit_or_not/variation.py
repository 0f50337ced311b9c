"""Characters as a pen might write them: bent, shaken, slanted, turned, mirrored at random."""

import numpy as np

from digitdemo.data.strokes import Strokes, points_at, way_along

Template = tuple[np.ndarray, ...]
"""A character's strokes, each float (n, 2), in a box of 100 around 0."""

_APART = 4.0  # units between two points of a line
_GRID = 4  # of the displacements that bend a character
_BENT = 6.0  # units, standard deviation
_TURNED = 0.5  # how often it is turned by quarters, or mirrored


def boxed(strokes: Template) -> Template:
    """Return strokes in a box of 100 around 0, with points near each other."""
    return tuple(map(_dense, in_a_box(strokes)))


def in_a_box(strokes: Template) -> Template:
    """Return strokes in a box of 100 around 0."""
    low, high = np.concatenate(strokes).min(axis=0), np.concatenate(strokes).max(axis=0)
    scale = 100 / max(float((high - low).max()), 1.0)
    return tuple((points - low) * scale - 50 for points in strokes)


def _dense(points: np.ndarray) -> np.ndarray:
    along = way_along(points)
    at = np.unique(np.concatenate([along, np.arange(0, along[-1], _APART)]))
    return points_at(at, points, along)


def varied(strokes: Template, rng: np.random.Generator, shaken: float) -> Strokes:
    """Return strokes bent as a whole, slanted, turned a little, and perhaps by quarters, or mirrored.

    Each is moved by itself, too, by `shaken` units (standard deviation).
    """
    mirrors = rng.choice([-1, 1], 2) if rng.random() < _TURNED else np.ones(2)
    crossed = rng.random() < _TURNED / 2
    turn, slant, wide = rng.normal(0, 0.12), rng.normal(0.1, 0.2), np.exp(rng.normal(0, 0.25))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ np.array([[wide, -slant], [0, 1]])
    bends = rng.normal(0, _BENT, (_GRID, _GRID, 2))
    drawn = []
    for points in strokes:
        turned = (points[:, ::-1] if crossed else points) * mirrors
        drawn.append((turned + _bent(turned, bends) + rng.normal(0, shaken, 2)) @ matrix.T)
    return drawn


def _bent(points: np.ndarray, bends: np.ndarray) -> np.ndarray:
    """Return how far each point moves where a grid over the box moves by `bends`, float (4, 4, 2)."""
    at = np.clip((points + 50) / 100 * (_GRID - 1), 0, _GRID - 1 - 1e-6)
    cell = at.astype(int)
    right, down = (at - cell).T[:, :, np.newaxis]
    x, y = cell.T
    above = bends[x, y] * (1 - right) + bends[x + 1, y] * right
    below = bends[x, y + 1] * (1 - right) + bends[x + 1, y + 1] * right
    return np.asarray(above * (1 - down) + below * down)
