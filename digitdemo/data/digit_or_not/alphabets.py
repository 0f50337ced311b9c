"""Characters of scripts and signs that are no digits, as lines of a pen: Hershey's fonts, varied at random.

A. V. Hershey drew them at the U.S. National Bureau of Standards ("Calligraphy for computers", 1967); the package
Hershey-Fonts has them, in a format by J. Hurt, Cognition, Inc. Only `python -m digitdemo ship judge` needs it.
"""

import functools

import numpy as np

from digitdemo.data.digit_or_not.likeness import may_be_learned
from digitdemo.data.digit_or_not.variation import Template, boxed, varied
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import LETTERS, TRAINED_LETTERS

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
_SHAKEN = 2.5  # units


def character(rng: np.random.Generator) -> np.ndarray:
    """Return a character or a sign as the models read it, which is not like a digit: uint8 (28, 28).

    Raises:
        ImportError: the package Hershey-Fonts is missing.
    """
    templates, shares = _templates()
    while True:
        image = drawn_image(varied(templates[rng.choice(len(templates), p=shares)], rng, _SHAKEN))
        if may_be_learned(image):
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
            found.append(boxed(strokes))
            shares.append(share)
    return tuple(found), np.array(shares) / sum(shares)


def _is_a_line(strokes: Template) -> bool:
    return not strokes or (len(strokes) == 1 and len(strokes[0]) < 3)
