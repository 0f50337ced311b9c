"""A drawing or a picture to the 28 x 28 pixels that the models read, the way MNIST itself was made.

A drawing's strokes are drawn anew with MNIST's pen, which makes size and pen of the drawing irrelevant; a picture's
pixels are all that is known of it.

Sources: "The digits have been size-normalized and centered": Y. LeCun, C. Cortes, C. Burges, The MNIST database
(fitted into a 20 x 20 box with the aspect ratio kept and anti-aliasing, centre of mass moved to the centre of
28 x 28); exact steps reconstructed by C. Yadav and L. Bottou, "Cold case: the lost MNIST digits",
arXiv:1905.10498 (box grown to a square, area resampling, brightest pixel 255, whole-pixel placement).
"""

import functools
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from digitdemo.data.components import FAINTEST_INK, Box, line_width
from digitdemo.data.strokes import Strokes, box_of, draw_strokes

SIDE = 28
BOX_SIDE = 20
# Mean centre of mass of the 60,000 training images is at pixel index (13.996, 14.007), every single one within
# 0.52 of 14 in both axes: tests/data/test_preprocessing.py measures it.
CENTRE = 14.0
# Strokes are drawn anew with a pen of that many of the 28 x 28 pixels and edges as soft as those of a Gaussian of that
# many pixels. MNIST's own lines are thicker; a finer pen keeps small loops open. On other people's drawings all models
# read best with 1.4 to 1.6 and 0.5 (`python -m digitdemo bench drawings`; the CNN 97 %, against 95.6 % with 2.0 and 0).
PEN = 1.5
_SOFT = 0.5
_SHARP = 1 - 3 * _SOFT / BOX_SIDE  # share of the box for the ink itself: the faint outskirts belong to it, as in MNIST
_FINE = 8  # strokes are drawn that many times larger, and averaging makes the edges smooth
# Of the longer side: a dot stays a dot and is not blown up to 20 x 20. A photo may show more paper than a drawing.
_SMALLEST_BOX = 0.1
SMALLEST_ON_PHOTO = 0.03
_SMALL_PART = 0.2  # of the longer side
_ENLARGED = 4


@dataclass(frozen=True)
class Preprocessed:
    """Every step from the drawing to the picture that the models read; 0 = paper, 255 = ink, all uint8.

    `ink` is the drawing (h, w); `box` its ink's bounding box (left, top, right, bottom; right and bottom outside);
    `scaled` the box brought to (20, 20); `image` the result (28, 28).
    """

    ink: np.ndarray
    box: Box
    scaled: np.ndarray
    image: np.ndarray


def preprocess(ink: np.ndarray, smallest: float = _SMALLEST_BOX) -> Preprocessed | None:
    """Return the steps from `ink`, uint8 (h, w) with 0 = paper and 255 = ink, or None if there is no ink.

    What is smaller than `smallest`, a share of the longer side, is not enlarged as much as would fill the box.

    Raises:
        ValueError: `ink` is not a two-dimensional uint8 array.
    """
    if ink.ndim != 2 or ink.dtype != np.uint8:
        raise ValueError(f"ink: {ink.dtype} array of shape {ink.shape} is not allowed; give uint8 (height, width)")
    box = inked_box(ink)
    if box is None:
        return None
    scaled = _brightened(_scaled_to_box(ink, box, smallest))
    return Preprocessed(ink, box, scaled, _centred(scaled))


def preprocess_strokes(strokes: Strokes, area: float) -> Preprocessed | None:
    """Return the steps from pen strokes, or None if there are none.

    `area` is the longer side of the drawing area in the strokes' unit. The first step, `ink`, is not the drawing but
    the strokes drawn anew: in (160, 160), eight times 20 x 20, with a pen of eight times `PEN`.
    """
    if not len(strokes):
        return None
    low, high = box_of(strokes)
    side, pen = BOX_SIDE * _FINE, PEN * _FINE
    scale = (_SHARP * side - pen) / max(float((high - low).max()), _SMALLEST_BOX * area)
    middle = (low + high) / 2
    ink = draw_strokes([(stroke - middle) * scale + side / 2 for stroke in strokes], pen, side, side)
    scaled = _brightened(_averaged(_softened(ink)))
    return Preprocessed(ink, (0, 0, side, side), scaled, _centred(scaled))


def inked_box(ink: np.ndarray) -> Box | None:
    """Return the box around what is inked, (left, top, right, bottom), right and bottom outside; None without ink."""
    inked = ink >= FAINTEST_INK
    rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def in_square(ink: np.ndarray, side: int) -> np.ndarray:
    """Return `ink`, uint8 (h, w), in the middle of a square of paper: uint8 (side, side), no smaller than it is."""
    height, width = ink.shape
    square = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = ink
    return square


def shrink(ink: np.ndarray) -> np.ndarray:
    """Return `ink`, uint8 (n, n), only made smaller: uint8 (28, 28). Careless demos do this, and models err on it."""
    return np.asarray(Image.fromarray(ink).resize((SIDE, SIDE), Image.Resampling.BOX))


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    """Return the centre of mass (row, column) of a two-dimensional picture in pixel indices."""
    mass = image.astype(np.float64)
    rows, columns = np.arange(image.shape[0]), np.arange(image.shape[1])
    return float(mass.sum(1) @ rows / mass.sum()), float(mass.sum(0) @ columns / mass.sum())


def _scaled_to_box(ink: np.ndarray, box: Box, smallest: float) -> np.ndarray:
    """Return the square around `box`, its middle kept, brought to 20 x 20 with anti-aliasing."""
    left, top, right, bottom = box
    side = max(right - left, bottom - top, round(smallest * max(ink.shape)))
    square = in_square(ink[top:bottom, left:right], side)
    if side < min(2 * BOX_SIDE, _SMALL_PART * max(ink.shape)):  # no small picture, but a small part of a larger one
        large = _ENLARGED * side, _ENLARGED * side
        square = np.asarray(Image.fromarray(square).resize(large, Image.Resampling.BICUBIC))
        side = len(square)
    if side < BOX_SIDE:  # averaging areas would show the pixels of a tiny picture
        return np.asarray(Image.fromarray(square).resize((BOX_SIDE, BOX_SIDE), Image.Resampling.BILINEAR))
    if side < 2 * BOX_SIDE:  # a picture that small is soft enough
        return _averaged(square)
    square = _with_pen(square)
    return _averaged(_softened(np.pad(square, round(len(square) * (1 / _SHARP - 1) / 2))))


def _averaged(square: np.ndarray) -> np.ndarray:
    """Return the means of `square` over areas: float64 (20, 20)."""
    weights = _area_weights(len(square))
    return weights @ square @ weights.T


def _softened(square: np.ndarray) -> np.ndarray:
    """Return a square picture with soft edges."""
    return np.asarray(Image.fromarray(square).filter(ImageFilter.GaussianBlur(_SOFT * len(square) / BOX_SIDE)))


def _with_pen(square: np.ndarray) -> np.ndarray:
    """Return a square picture with its lines as thick as `PEN`, if they are much thinner: a fine pen on paper."""
    side, width = BOX_SIDE * _FINE, line_width(square > 127) * BOX_SIDE * _FINE / len(square)
    radius = round((PEN * _FINE - width) / 2)
    if width > 0.7 * PEN * _FINE:
        return square
    inner = side - 2 * radius  # thicker lines need room
    fine = np.asarray(Image.fromarray(square).resize((inner, inner), Image.Resampling.BOX))
    padded = np.pad(np.rint(fine * (255.0 / fine.max())).astype(np.uint8), 2 * radius)
    thick = np.zeros((side, side), np.uint8)
    for row in range(-radius, radius + 1):
        reach = int((radius * radius - row * row) ** 0.5)
        for column in range(-reach, reach + 1):
            thick = np.maximum(thick, padded[radius + row :, radius + column :][:side, :side])
    return thick


@functools.lru_cache(maxsize=64)
def _area_weights(side: int) -> np.ndarray:
    """Return float64 (20, side): the share that each of `side` pixels has in the area of each of 20 larger ones."""
    edges, pixels = np.linspace(0, side, BOX_SIDE + 1), np.arange(side)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return np.clip(overlap, 0, None) * (BOX_SIDE / side)


def _brightened(scaled: np.ndarray) -> np.ndarray:
    return np.rint(scaled * (255.0 / scaled.max())).astype(np.uint8)


def _centred(scaled: np.ndarray) -> np.ndarray:
    """Return the 28 x 28 picture with the centre of mass of `scaled` within half a pixel of `CENTRE`."""
    room = SIDE - BOX_SIDE
    top, left = (min(max(int(CENTRE + 0.5 - mass), 0), room) for mass in centre_of_mass(scaled))
    image = np.zeros((SIDE, SIDE), np.uint8)
    image[top : top + BOX_SIDE, left : left + BOX_SIDE] = scaled
    return image
