"""Digits, letters and scribbles as pen strokes of our own making, varied at random: no person's handwriting.

Tests draw with them, training can add them to MNIST ("pen digits": hands that MNIST, written in the United States about
1990, has few of, such as a 1 with a long upstroke, a crossed 7 or a 9 with a hook), and letters and scribbles are what
a digit classifier ought to refuse.
"""

import functools
from collections.abc import Sequence

import numpy as np

# Each style is its strokes, separated by "/": the points (x, y) that the pen goes through, y down, in a box of about
# 60 x 100. The pen goes in a smooth curve; "!" behind a point makes it a corner.
DIGITS: dict[int, tuple[str, ...]] = {
    0: (
        "32,2 8,22 3,55 14,88 34,98 54,80 58,45 48,12 30,2",
        "45,8 28,2 8,24 3,60 20,95 42,94 58,62 54,24 36,4 24,8",
        "30,3 3,35 5,75 30,97 55,72 56,30 30,3 24,6",
    ),
    1: (
        "30,0! 30,100!",
        "42,0! 20,100!",
        "12,26! 38,0! 36,100!",
        "4,36! 44,0! 38,100!",
        "0,52! 40,0! 40,100!",
        "0,78 14,50 40,0! 48,100!",
        "10,30 26,18 40,0! 34,100!",
        "14,24! 34,0! 34,98! / 12,99! 56,98!",
        "0,44 20,40 46,0! 30,100!",
    ),
    2: (
        "5,22 18,4 40,3 52,20 44,46 22,76 4,97! 58,97!",
        "6,20 26,1 50,14 46,42 18,78 4,94 8,84 22,84 40,96 60,92",
        "4,12 30,2 54,16 46,44 6,96! 30,92 58,98",
        "2,8! 50,4! 8,94! 60,94!",
    ),
    3: (
        "6,12 28,1 50,14 44,38 22,47! 48,56 54,80 32,98 4,88",
        "4,4! 52,4! 24,40! 50,52 54,80 30,98 2,86",
        "8,10 34,2 48,20 36,42 20,46 40,46 58,66 46,92 20,98 2,84",
        "4,16 26,0 46,14 34,42 14,50 36,46 56,62 50,90 24,99 6,96",
    ),
    4: (
        "16,2! 4,58! 60,54! / 46,24! 42,100!",
        "44,0! 2,68! 62,66! / 46,36! 44,100!",
        "44,100! 46,2! 2,64! 62,64!",
        "10,4 6,44 14,56 48,50 / 52,0! 44,100!",
        "38,0! 2,74! 60,72! / 40,50! 38,100!",
        "36,2! 4,62! 56,58! / 54,32 40,64 30,100",
    ),
    5: (
        "54,3! 14,4! 10,42! 34,36 54,56 50,84 28,98 2,88",
        "12,4! 8,44! 32,38 52,54 48,86 24,98 0,90 / 12,4! 54,2!",
        "52,4 20,6 16,30 46,56 46,84 24,98 2,90",
        "56,0! 20,2! 16,38! 40,40 56,62 44,92 14,98 2,86",
    ),
    6: (
        "46,2 20,24 6,62 18,96 44,92 52,68 34,54 10,66",
        "38,0! 10,52 8,84 28,98 50,84 46,60 24,56 8,74",
        "54,16 44,2 22,12 8,48 10,86 34,98 54,78 44,56 20,58 8,76",
        "52,24 56,8 38,1 16,24 6,64 20,96 42,90 42,68 24,62 8,82",
    ),
    7: (
        "2,4! 56,3! 22,100!",
        "4,6 30,10 58,2! 36,48 28,100",
        "2,20! 4,4! 56,4! 26,100!",
        "2,4! 56,3! 26,100! / 12,52! 52,48!",
        "0,10 24,2 54,4! 20,100! / 8,56! 50,44!",
        "4,24! 6,6! 58,3! 34,50 30,100 / 10,54! 58,50!",
        "2,4! 50,2 58,14 40,50 30,100 / 4,60! 60,50!",
    ),
    8: (
        "46,10 26,1 8,16 20,40 46,60 50,86 28,99 6,84 16,58 42,38 50,18 36,3",
        "30,46 10,26 26,2 48,18 32,46 8,70 26,98 52,80 32,47",
        "50,14 30,0 14,14 22,40 48,64 44,94 18,98 4,78 20,56 46,34 54,10",
        "30,1 10,20 28,44 50,22 30,1 / 28,46 4,74 28,99 54,74 30,46",
    ),
    9: (
        "50,18 28,2 6,22 12,46 36,48 52,20! 46,100!",
        "52,12 24,2 6,28 20,50 44,38 54,8! 56,62 44,94 20,99 2,84",
        "50,10 26,2 10,22 18,44 42,40 50,8! 50,80 34,98 8,90",
        "44,8 28,2 16,20 24,36 42,30 46,6! 54,72 40,97 14,96 0,78",
        "50,24 34,2 10,12 12,40 36,46 52,24 44,70 24,100",
        "46,4 28,2 20,18 30,32 46,24 48,4! 46,84 34,98 4,96!",
    ),
}

# Those that are no digit to anybody: not B, D, G, I, J, L, O, S, U, Z, b, g, l, o, q, s, y and z, which some hands
# write like 8, 0, 6, 1, 5, 4, 2 or 9.
LETTERS: dict[str, tuple[str, ...]] = {
    "A": ("2,100! 30,0! 58,100! / 14,62! 46,62!",),
    "C": ("56,16 32,2 6,30 6,70 32,98 58,84",),
    "E": ("54,2! 4,2! 4,98! 56,98! / 4,50! 44,50!", "50,10 24,2 10,24 30,46! 6,70 24,98 54,88"),
    "F": ("4,100! 4,2! 56,2! / 4,48! 44,48!",),
    "H": ("4,0! 4,100! / 56,0! 56,100! / 4,50! 56,50!",),
    "K": ("6,0! 6,100! / 54,2! 6,54! 58,100!",),
    "M": ("2,100! 8,0! 32,60! 56,0! 62,100!",),
    "N": ("4,100! 4,0! 56,100! 56,0!",),
    "R": ("6,100! 6,2! 40,4 52,24 38,46 6,50! 56,100!",),
    "T": ("0,2! 60,2! / 30,2! 30,100!",),
    "V": ("0,0! 30,100! 60,0!",),
    "W": ("0,0! 16,100! 32,40! 48,100! 64,0!",),
    "X": ("2,0! 58,100! / 58,0! 2,100!",),
    "Y": ("2,0! 30,46! 58,0! / 30,46! 30,100!",),
    "a": ("48,34 26,26 6,50 10,88 34,92 48,44! 48,84 60,98",),
    "e": ("6,58! 52,54 44,26 18,26 4,60 20,96 54,86",),
    "f": ("54,12 38,0 28,20 28,100! / 6,44! 52,44!",),
    "h": ("6,0! 6,100! 6,60 30,40 48,58 50,100!",),
    "k": ("6,0! 6,100! / 46,40! 8,72! 50,100!",),
    "m": ("2,100! 2,40! 4,60 20,40 30,56 30,100! 30,62 48,40 60,56 60,100!",),
    "n": ("6,100! 6,36! 8,58 30,36 50,56 50,100!",),
    "p": ("8,100! 8,30! 12,36 36,28 50,52 34,74 10,66",),
    "r": ("10,100! 10,36! 14,58 30,40 50,40",),
    "w": ("0,36 10,98 30,60! 48,98 62,36",),
    "&": ("58,98! 14,30 24,2 42,16 6,66 20,98 46,88 58,56!",),
    "?": ("6,22 26,2 50,16 40,44 28,70! / 28,96! 29,97!",),
    "+": ("30,10! 30,90! / 0,50! 60,50!",),
    "=": ("0,30! 60,30! / 0,64! 60,64!",),
    "#": ("20,0! 14,100! / 46,0! 40,100! / 0,34! 60,34! / 0,68! 60,68!",),
    "*": ("30,10! 30,90! / 2,30! 58,70! / 58,30! 2,70!",),
    "heart": ("30,30 12,4 0,34 30,98! 60,34 48,4 30,30",),
    "house": ("4,100! 4,44! 30,2! 56,44! 56,100! 4,100!",),
    "star": ("12,98! 30,2! 48,98! 0,38! 60,38! 12,98!",),
    "square": ("2,2! 60,2! 60,60! 2,60! 2,2!",),
    "triangle": ("30,2! 60,60! 0,60! 30,2!",),
    "arrow": ("0,50! 64,50! / 40,24! 64,50! 40,76!",),
    "spiral": ("30,50 36,44 40,52 30,62 18,52 24,34 44,32 54,52 42,76 16,76 2,50 12,16 46,12",),
    "face": ("30,2 2,30 4,70 30,98 56,70 58,30 30,2 / 20,36! 20,44! / 40,36! 40,44! / 16,66 30,78 44,66",),
}

# Training draws only the first of these, so that the others can tell whether it refuses what it has never seen.
TRAINED_LETTERS, UNSEEN_LETTERS = tuple(LETTERS)[::2], tuple(LETTERS)[1::2]

_STEP = 3.0  # units between two points of a curve
_JITTER = 3.5  # units, standard deviation of every point that the pen goes through


def pen_digit(label: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return a digit in one of its styles, varied by `rng`: strokes, float arrays (n, 2), y down."""
    return style_varied(_pick(DIGITS[label], rng), rng)


def letter(names: Sequence[str], rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return one of these letters and signs, varied by `rng`: strokes."""
    return style_varied(_pick(LETTERS[_pick(names, rng)], rng), rng)


def scribble(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return what a hand does that has no digit in mind: one to three smooth or jagged lines through random points."""
    strokes = []
    for _ in range(rng.integers(1, 4)):
        points = rng.uniform(0, 100, (rng.integers(4, 14), 2))
        strokes.append(_curve(points, np.full(len(points), rng.random() < 0.4)))
    return tuple(strokes)


def sign(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return a sign of no script: three to five straight or bent lines, each with a place of its own."""
    strokes = []
    for _ in range(rng.integers(3, 6)):
        points = rng.uniform(0, 100, (2, 2))
        if rng.random() < 0.4:
            points = np.insert(points, 1, points.mean(0) + rng.normal(0, 25, 2), axis=0)
        strokes.append(_curve(points, np.zeros(len(points), bool)))
    return tuple(strokes)


def _pick(choices: Sequence[str], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]


def style_varied(style: str, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return the strokes of a style, written as in `DIGITS`, its points moved, slanted, turned and stretched."""
    turn, slant, wide = rng.normal(0, 0.08), rng.normal(0.1, 0.2), np.exp(rng.normal(0, 0.18))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ np.array([[wide, -slant], [0, 1]])
    return tuple(
        _curve(points + rng.normal(0, _JITTER, points.shape), corners) @ matrix.T for points, corners in _style(style)
    )


@functools.cache
def _style(style: str) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Return the points, float (n, 2), and which of them are corners, bool (n,), of each stroke."""
    strokes = []
    for stroke in style.split("/"):
        words = stroke.split()
        points = np.array([word.rstrip("!").split(",") for word in words], float)
        strokes.append((points, np.array([word.endswith("!") for word in words])))
    return tuple(strokes)


def _curve(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return points about 3 units apart on the Catmull-Rom curve through `points`, with no curve at `corners`."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    # At a point the curve runs parallel to the line between its neighbours; at a corner it has no direction to keep.
    tangents = np.where(corners[:, None], 0.0, (padded[2:] - padded[:-2]) / 2)
    pieces = [points[:1]]
    for here, there, out, into in zip(points[:-1], points[1:], tangents[:-1], tangents[1:], strict=True):
        count = max(1, int(np.hypot(*(there - here)) / _STEP))
        t = np.arange(1, count + 1)[:, None] / count
        pieces.append(
            (2 * t**3 - 3 * t**2 + 1) * here
            + (t**3 - 2 * t**2 + t) * out
            + (3 * t**2 - 2 * t**3) * there
            + (t**3 - t**2) * into
        )
    return np.concatenate(pieces)
