"""From the grey of a picture to its ink: what differs from the paper around it."""

import numpy as np
from PIL import Image, ImageFilter

from digitdemo.data.components import FAINTEST_INK, components_of
from digitdemo.data.morphology import closed, extreme, opened
from digitdemo.data.paper import paper_of_grey

_NOISE = 12.0  # of 255: paper is never of one colour
_SMOOTH = 1.5  # pixels
_DEVIATION = 1.48  # of a normal distribution, for its median absolute deviation
_FAR = 8  # deviations of noise
# Of the ink's strength: what has no more than the first is paper, too (shadows, folds, ruled lines), what has as much
# as the second is ink all over.
_FAINT, _FULL = 0.35, 0.75
# In a picture with a longer side of less, in pixels, a line is hardly as wide as a pixel, and where it covers half of
# one that is half as dark: all that stands out from the noise, in deviations, is of a line.
_TINY = 48
_TINY_FAINT, _TINY_FULL = 0.15, 0.65
_STANDS_OUT = 4
# Of the longer side: what is wider than that is a surface, such as a desk or a shadow, and no pen's line.
_WIDEST_LINE = 0.22
_BESIDE = 0.75  # of a digit may be where a sheet seems to end
_SHEET = 0.6  # of what is opaque: a sheet is that wide almost everywhere


def ink_of_grey(grey: np.ndarray) -> np.ndarray:
    """Return the ink of a picture, float32 (height, width) of 0 to 255, as uint8 of that shape: 0 = paper, 255 = ink.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper: a shadow or a desk
    is paper of another grey. What is all around a sheet or a screen has no ink.
    """
    paper = paper_of_grey(grey)
    ink = _dark_ink(grey if paper.light else 255 - grey)
    if paper.surround is not None:
        ink[_lies_in(paper.surround, ink)] = 0
    return ink


def _lies_in(surround: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Return what of `surround` is no digit's, bool (height, width): the sheet may go on where it seems to end."""
    found = components_of(ink >= FAINTEST_INK)
    beside = np.bincount(found.numbers[surround], minlength=len(found) + 1)[1:]
    on_sheet = found.mask(np.flatnonzero(beside <= _BESIDE * found.areas))
    return surround & ~on_sheet


def ink_of_transparent(grey: np.ndarray, opaque: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 (height, width), of a picture that is transparent in places.

    `grey` is float32 and `opaque` uint8, both (height, width) of 0 to 255. Where lines are opaque, they are the ink,
    whatever their colour; an opaque sheet with something on it is read like any other.
    """
    sheet = opaque >= 128
    reach = max(2, round(_WIDEST_LINE * max(grey.shape) / 2))
    bordered = np.pad(sheet, 2 * reach + 1)
    wide = opened(bordered, reach)
    if np.count_nonzero(wide) < _SHEET * np.count_nonzero(sheet):
        return opaque
    inner = extreme(bordered, 2, np.minimum)[2 * reach + 1 : -2 * reach - 1, 2 * reach + 1 : -2 * reach - 1]
    ink = ink_of_grey(np.where(inner, grey, np.median(grey[inner])).astype(np.float32))
    return ink if ink.any() else opaque


def _dark_ink(grey: np.ndarray) -> np.ndarray:
    """Return the ink that is darker than the paper."""
    smooth = np.asarray(Image.fromarray(grey.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(_SMOOTH)))
    paper = _paper_of(smooth)
    # Smoothing keeps noise from passing for ink, but a hair's line, too: it counts where it is far above the noise.
    noise = float(np.median(np.abs(grey - smooth))) * _DEVIATION
    contrast = paper - grey
    if (paper - smooth.astype(np.float32)).max() < _NOISE and contrast.max() < max(_NOISE, _FAR * noise):
        return np.zeros(grey.shape, np.uint8)
    # Ink takes away a share of the light that falls on the paper, and that light is not the same everywhere.
    ink = contrast / np.maximum(paper, 32)
    lines = ink[contrast >= max(0.5 * float(contrast.max()), _NOISE)]
    strongest = float(np.median(lines))
    faint, full = _FAINT, _FULL
    if max(grey.shape) < _TINY:
        grain = _STANDS_OUT * noise / max(float(np.median(paper)), 32) / strongest
        faint, full = min(faint, max(_TINY_FAINT, grain)), _TINY_FULL
    return np.rint(np.clip((ink / strongest - faint) / (full - faint), 0, 1) * 255).astype(np.uint8)


def _paper_of(smooth: np.ndarray) -> np.ndarray:
    """Return the grey of the paper below each pixel of a smooth picture, uint8 (height, width), as float32.

    It is the picture without dark lines: its closing by a square, which keeps the edges of what is wider. What touches
    the border of the picture goes on beyond it, as a desk does.
    """
    reach = max(2, round(_WIDEST_LINE * max(smooth.shape) / 2))
    padded = np.pad(smooth, 2 * reach, "edge")
    return closed(padded, reach)[2 * reach : -2 * reach, 2 * reach : -2 * reach].astype(np.float32)
