"""Characters of scripts and signs that are no digits, as lines of a pen: Hershey's fonts, varied at random.

A. V. Hershey drew them at the U.S. National Bureau of Standards ("Calligraphy for computers", 1967); the package
Hershey-Fonts has them, in a format by J. Hurt, Cognition, Inc. Only `python -m digitdemo ship judge` needs it.
"""

import functools

import numpy as np

from digitdemo.data.digit_or_not.likeness import DIGIT_LIKE, Likeness, digit_likeness
from digitdemo.data.strokes import Strokes
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import LETTERS, TRAINED_LETTERS, UNSEEN_LETTERS, letter

# How often each font is taken; those with Latin letters, of which some are left out.
_FONTS = {
    "greeks": 2.0,
    "greek": 1.0,
    "cyrilc_1": 1.0,
    "japanese": 3.0,
    "mathlow": 1.0,
    "symbolic": 2.0,
    "meteorology": 1.0,
    "astrology": 1.0,
    "music": 1.0,
    "markers": 1.0,
    "scripts": 1.0,
    "gothgbt": 0.5,
}
_LATIN = {"scripts", "gothgbt", "music", "meteorology", "mathlow", "astrology"}
# What looks like a digit in some hand, and what the benchmark of confidence asks as never seen.
_LEFT_OUT = {*"oOqQDBGIJLSUZbglsyzij", *LETTERS} - {*TRAINED_LETTERS}
_APART = 4.0  # units between two points of a line
_GRID = 4  # of the displacements that bend a character
_BENT, _SHAKEN = 6.0, 2.5  # units, standard deviations
_TURNED = 0.5  # how often it is turned by quarters, or mirrored
_TOO_MUCH_ALIKE = 0.93  # a letter that is asked as never seen
_OF_EACH = 6

Template = tuple[np.ndarray, ...]


def character(rng: np.random.Generator) -> np.ndarray:
    """Return a character or a sign as the models read it, which is not like a digit: uint8 (28, 28).

    Raises:
        ImportError: the package Hershey-Fonts is missing.
    """
    templates, shares = _templates()
    while True:
        image = drawn_image(_varied(templates[rng.choice(len(templates), p=shares)], rng))
        if digit_likeness().of(image) <= DIGIT_LIKE and _unseen().of(image) <= _TOO_MUCH_ALIKE:
            return image


@functools.cache
def _templates() -> tuple[tuple[Template, ...], np.ndarray]:
    """Return the characters of all fonts, each in a box of 100, and how often each is taken."""
    from HersheyFonts import HersheyFonts  # only where it is needed: the app does without

    found, shares, fonts = [], [], HersheyFonts()
    for font, share in _FONTS.items():
        fonts.load_default_font(font)
        for code, drawn in fonts.all_glyphs.items():
            left_out = _LEFT_OUT if font in _LATIN else ()
            strokes = tuple(np.array(points, float) for points in drawn.strokes if len(points) > 1)
            if (code in "0123456789" and font != "japanese") or code in left_out or _is_a_line(strokes):
                continue
            found.append(_boxed(strokes))
            shares.append(share)
    return tuple(found), np.array(shares) / sum(shares)


def _is_a_line(strokes: Template) -> bool:
    return not strokes or (len(strokes) == 1 and len(strokes[0]) < 3)


def _boxed(strokes: Template) -> Template:
    """Return strokes in a box of 100 around 0, with points near each other."""
    low, high = np.concatenate(strokes).min(axis=0), np.concatenate(strokes).max(axis=0)
    scale = 100 / max(float((high - low).max()), 1.0)
    return tuple(_dense((points - low) * scale - 50) for points in strokes)


def _dense(points: np.ndarray) -> np.ndarray:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.unique(np.concatenate([along, np.arange(0, along[-1], _APART)]))
    return np.stack([np.interp(at, along, values) for values in points.T], axis=1)


def _varied(strokes: Template, rng: np.random.Generator) -> Strokes:
    """Return strokes bent as a whole, shaken each, slanted, turned a little, and perhaps by quarters, or mirrored."""
    mirrors = rng.choice([-1, 1], 2) if rng.random() < _TURNED else np.ones(2)
    crossed = rng.random() < _TURNED / 2
    turn, slant, wide = rng.normal(0, 0.12), rng.normal(0.1, 0.2), np.exp(rng.normal(0, 0.25))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ np.array([[wide, -slant], [0, 1]])
    bends = rng.normal(0, _BENT, (_GRID, _GRID, 2))
    drawn = []
    for points in strokes:
        turned = (points[:, ::-1] if crossed else points) * mirrors
        drawn.append((turned + _bent(turned, bends) + rng.normal(0, _SHAKEN, 2)) @ matrix.T)
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


@functools.cache
def _unseen() -> Likeness:
    """Return how much a picture is like a letter that has to stay unknown, to tell what the judge has never seen."""
    rng = np.random.default_rng(1)
    return Likeness(drawn_image(letter((name,), rng)) for name in UNSEEN_LETTERS for _ in range(_OF_EACH))
