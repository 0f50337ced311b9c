"""Characters of no script, invented at random: what a classifier of digits is to call no digit.

Letters of living scripts are made of few kinds of strokes that touch each other at few kinds of places (B. Lake,
R. Salakhutdinov, J. Tenenbaum, "Human-level concept learning through probabilistic program induction", Science 350,
2015). So are these; what comes out like a digit is left out.
"""

import itertools
from collections.abc import Callable

import numpy as np

from digitdemo.data.digit_or_not.likeness import DIGIT_LIKE, digit_likeness
from digitdemo.data.synthetic import drawn_image

_POINTS = 24  # of each stroke
_STROKES = (0.14, 0.34, 0.3, 0.16, 0.06)  # how often a character has one, two, ... of them
_APART = 0.2  # how often a stroke stands apart from the others
_WOBBLE = 2.0  # units, standard deviation at five points of a stroke

Path = np.ndarray  # float (n, 2), about 1 long


def glyph(rng: np.random.Generator) -> np.ndarray:
    """Return a character that is none as the models read it: uint8 (28, 28)."""
    while True:
        image = drawn_image(_composed(rng))
        if digit_likeness().of(image) < DIGIT_LIKE:
            return image


def _line(rng: np.random.Generator) -> Path:
    return np.stack([np.linspace(0, 1, _POINTS), np.zeros(_POINTS)], axis=1)


def _arc(rng: np.random.Generator) -> Path:
    return _round(rng.uniform(0.4, 1.8) * np.pi, rng.uniform(0.5, 1.0))


def _ring(rng: np.random.Generator) -> Path:
    return 0.7 * _round(rng.uniform(1.9, 2.1) * np.pi, rng.uniform(0.6, 1.0))


def _round(angle: float, flat: float) -> Path:
    t = np.linspace(0, angle, _POINTS)
    return np.stack([np.sin(t), flat * (1 - np.cos(t))], axis=1) / 2


def _wave(rng: np.random.Generator) -> Path:
    t = np.linspace(0, 1, _POINTS)
    return np.stack([t, rng.uniform(0.12, 0.3) * np.sin(2 * np.pi * t * rng.choice([1.0, 1.5, 2.0]))], axis=1)


def _hook(rng: np.random.Generator) -> Path:
    straight = np.linspace([0.0, 0.0], [0.7, 0.0], _POINTS // 2)
    bent = rng.uniform(0.4, 0.7) * _round(rng.uniform(0.5, 1.4) * np.pi, 1.0)
    return np.concatenate([straight, straight[-1] + bent[1:]])


def _corners(rng: np.random.Generator) -> Path:
    points, direction = [np.zeros(2)], 0.0
    for _ in range(rng.integers(2, 5)):
        points.append(points[-1] + rng.uniform(0.35, 0.8) * np.array([np.cos(direction), np.sin(direction)]))
        direction += rng.choice([-1, 1]) * rng.uniform(0.3, 0.8) * np.pi
    return np.concatenate([np.linspace(a, b, 8) for a, b in itertools.pairwise(points)])


def _curl(rng: np.random.Generator) -> Path:
    t = np.linspace(0, rng.uniform(2.2, 3.6) * np.pi, 2 * _POINTS)
    return np.stack([t * np.cos(t), t * np.sin(t)], axis=1) / (2 * t[-1])


def _dot(rng: np.random.Generator) -> Path:
    return np.array([[0.0, 0.0], [0.05, 0.02]])


_KINDS: tuple[tuple[Callable[[np.random.Generator], Path], float], ...] = (
    (_line, 0.32),
    (_arc, 0.2),
    (_corners, 0.16),
    (_hook, 0.12),
    (_wave, 0.07),
    (_ring, 0.07),
    (_curl, 0.03),
    (_dot, 0.03),
)


def _composed(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    shares = np.array([share for _, share in _KINDS])
    found: list[np.ndarray] = []
    count = 1 + rng.choice(len(_STROKES), p=_STROKES)
    for _ in range(count):
        if found and rng.random() < 0.2:
            found.append(_mirrored(found[rng.integers(len(found))], rng))
            continue
        kind = _KINDS[rng.choice(len(_KINDS), p=shares / shares.sum())][0]
        if count == 1 and kind in (_line, _ring, _dot):
            kind = _corners
        path = 100 * rng.uniform(0.35, 1.0) * _wobbled(kind(rng), rng)
        path = path @ _turned(rng.integers(8) * np.pi / 4 + rng.normal(0, 0.15)).T
        if rng.random() < 0.5:
            path = path * [-1, 1]
        found.append(path + (_place(found, path, rng) if found else 0.0))
    slant, wide = rng.normal(0, 0.15), np.exp(rng.normal(0, 0.2))
    return tuple(path @ np.array([[wide, 0.0], [slant, 1.0]]) for path in found)


def _place(found: list[np.ndarray], path: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return how far a stroke is to be moved: to touch one of the others, or to stand beside them."""
    other = found[rng.integers(len(found))]
    at, own = other[_somewhere(len(other), rng)], path[_somewhere(len(path), rng)]
    if rng.random() < _APART:
        middle = np.concatenate(found).mean(axis=0)
        direction = rng.uniform(0, 2 * np.pi)
        return middle + rng.uniform(30, 60) * np.array([np.cos(direction), np.sin(direction)]) - path.mean(axis=0)
    return at - own + rng.normal(0, 3, 2)


def _somewhere(points: int, rng: np.random.Generator) -> int:
    """Return the first of so many points, the last, the middle, or any."""
    return int(rng.choice([0, points - 1, points // 2, int(rng.integers(points))]))


def _mirrored(path: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the stroke once more: beside itself, above itself, or mirrored."""
    low, high = path.min(axis=0), path.max(axis=0)
    axis = rng.integers(2)
    if rng.random() < 0.5:
        return path + np.eye(2)[axis] * rng.uniform(20, 45)
    edge = (low, high)[rng.integers(2)][axis] + rng.normal(0, 3)
    mirrored = path.copy()
    mirrored[:, axis] = 2 * edge - path[:, axis]
    return mirrored


def _wobbled(path: Path, rng: np.random.Generator) -> Path:
    at = np.linspace(0, 1, len(path))
    waves = rng.normal(0, _WOBBLE / 100, (5, 2))
    return path + np.stack([np.interp(at, np.linspace(0, 1, 5), each) for each in waves.T], axis=1)


def _turned(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
