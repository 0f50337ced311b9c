"""What people draw beside digits, by chance or on purpose, and what belongs to none of them."""

import itertools
from collections.abc import Callable

import numpy as np

from digitdemo.data.strokes import box_of

Digit = list[np.ndarray]

# All are shares of the digits' height.
_DOT, _SHORT = 0.01, 0.12  # how long a dot is, and a line that a hand draws by accident
_ASIDE = 0.12, 0.6  # how far from the digits it lies
_BEFORE = 0.12, 0.35  # how far a minus is in front of them
_BELOW = 0.07, 0.25
_AROUND = 0.1, 0.3  # how far a frame is away
_CROSSED = 0.06  # so far a line that touches digits goes through them
_BEYOND = 0.05, 0.3  # and beyond them to both sides
_WAVES = 0.012  # of a hand's straight line


def dot(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a dot or a short line to the right or left of digits, as a finger leaves them that only came near."""
    low, high = box_of(digits)
    aside = rng.uniform(*_ASIDE)
    place = np.array([high[0] + aside if rng.random() < 0.5 else low[0] - aside, rng.uniform(low[1], high[1])])
    turn, length = rng.uniform(0, np.pi), rng.uniform(_DOT, _SHORT)
    return [place + np.linspace(-0.5, 0.5, 6)[:, None] * length * [np.sin(turn), np.cos(turn)]]


def minus(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a minus in front of digits."""
    low, high = box_of(digits)
    right, wide = low[0] - rng.uniform(*_BEFORE), rng.uniform(0.2, 0.5)
    y = low[1] + rng.uniform(0.35, 0.65) * (high - low)[1] + rng.uniform(0, _WAVES, 12)
    return [np.stack([np.linspace(right - wide, right, 12), y], axis=1)]


def cross(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a plus or a times in front of digits."""
    low, high = box_of(digits)
    turn, long = rng.choice([0, np.pi / 4]) + rng.uniform(-0.15, 0.15), rng.uniform(0.2, 0.6)
    right, middle = low[0] - rng.uniform(*_BEFORE), low[1] + rng.uniform(0.4, 0.6) * (high - low)[1]
    lines = []
    for angle in (turn, turn + np.pi / 2):
        half = long * rng.uniform(0.4, 0.55) * np.array([np.cos(angle), np.sin(angle)])
        wobbling = rng.uniform(0, _WAVES, (12, 2))
        lines.append([right - long / 2, middle] + np.linspace(-1, 1, 12)[:, None] * half + wobbling)
    return lines


def underline(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a line below digits, about as wide as they are."""
    low, high = box_of(digits)
    wide = rng.uniform(0.9, 1.6) * max(high[0] - low[0], 0.4)
    middle, y = (low[0] + high[0]) / 2, high[1] + rng.uniform(*_BELOW)
    x = np.linspace(middle - wide / 2, middle + wide / 2, 20)
    return [np.stack([x, y + rng.uniform(0, _WAVES, 20)], axis=1)]


def ring(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a ring around digits, which may come near to their corners."""
    low, high = box_of(digits)
    half = (high - low) / 2 * rng.uniform(1.2, 1.5) + rng.uniform(*_AROUND)
    turns = np.linspace(0, 2 * np.pi + rng.uniform(-0.2, 0.4), 60) + rng.uniform(0, 2 * np.pi)
    return [(low + high) / 2 + np.maximum(half, 0.75 * half.max()) * np.stack([np.cos(turns), np.sin(turns)], axis=1)]


def box(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a box around digits, in one line or in four."""
    return _box(digits, rng.uniform(*_AROUND, 4), rng)


def touching_box(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a box, one side of which touches the digits."""
    room = rng.uniform(*_AROUND, 4)
    room[rng.integers(4)] = rng.uniform(-_CROSSED, 0)
    return _box(digits, room, rng)


def _box(digits: Digit, room: np.ndarray, rng: np.random.Generator) -> Digit:
    low, high = box_of(digits)
    (left, top), (right, bottom) = low - room[:2], high + room[2:]
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    sides = [np.linspace(one, other, 15) for one, other in itertools.pairwise(corners)]
    return sides if rng.random() < 0.5 else [np.concatenate(sides)]


def touching_line(digits: Digit, rng: np.random.Generator) -> Digit:
    """Return a line below digits that touches or crosses their feet."""
    low, high = box_of(digits)
    out = rng.uniform(*_BEYOND, 2)
    x = np.linspace(low[0] - out[0], high[0] + out[1], 20)
    return [np.stack([x, high[1] - rng.uniform(0, _CROSSED) + rng.uniform(0, _WAVES, 20)], axis=1)]


MARKS: dict[str, Callable[[Digit, np.random.Generator], Digit]] = {
    "a dot": dot,
    "a minus": minus,
    "a plus": cross,
    "a line below": underline,
    "a ring": ring,
    "a box": box,
}
TOUCHING = {"a box that touches": touching_box, "a line that touches": touching_line}
"""The same where it touches: who reads the digits can tell."""
