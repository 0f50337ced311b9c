"""A drawing to the 28 x 28 picture that the models read, the way MNIST itself was made.

Sources: "The digits have been size-normalized and centered": Y. LeCun, C. Cortes, C. Burges, The MNIST database
(fitted into a 20 x 20 box with the aspect ratio kept and anti-aliasing, centre of mass moved to the centre of
28 x 28); exact steps reconstructed by C. Yadav and L. Bottou, "Cold case: the lost MNIST digits",
arXiv:1905.10498 (box grown to a square, area resampling, brightest pixel 255, whole-pixel placement).
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

SIDE = 28
BOX_SIDE = 20
# Mean centre of mass of the 60,000 training images is at pixel index (13.996, 14.007), every single one within
# 0.52 of 14 in both axes: tests/test_preprocessing.py measures it.
CENTRE = 14.0
_FAINTEST_INK = 16  # below it a pixel is paper: anti-aliasing's outermost rim, a scanner's noise
_SMALLEST_BOX = 0.1  # of the picture's longer side: a dot stays a dot and is not blown up to 20 x 20


@dataclass(frozen=True)
class Preprocessed:
    """Every step from the drawing to the picture that the models read; 0 = paper, 255 = ink, all uint8.

    `ink` is the drawing (h, w); `box` its ink's bounding box (left, top, right, bottom; right and bottom outside);
    `scaled` the box brought to (20, 20); `image` the result (28, 28).
    """

    ink: np.ndarray
    box: tuple[int, int, int, int]
    scaled: np.ndarray
    image: np.ndarray


def preprocess(ink: np.ndarray) -> Preprocessed | None:
    """Return the steps from `ink`, uint8 (h, w) with 0 = paper and 255 = ink, or None if there is no ink.

    Raises:
        ValueError: `ink` is not a two-dimensional uint8 array.
    """
    if ink.ndim != 2 or ink.dtype != np.uint8:
        raise ValueError(f"ink: {ink.dtype} array of shape {ink.shape} is not allowed; give uint8 (height, width)")
    box = _bounding_box(ink)
    if box is None:
        return None
    scaled = _brightened(_scaled_to_box(ink, box))
    return Preprocessed(ink, box, scaled, _centred(scaled))


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    """Return the centre of mass (row, column) of a two-dimensional picture in pixel indices."""
    mass = image.astype(np.float64)
    rows, columns = np.arange(image.shape[0]), np.arange(image.shape[1])
    return float(mass.sum(1) @ rows / mass.sum()), float(mass.sum(0) @ columns / mass.sum())


def _bounding_box(ink: np.ndarray) -> tuple[int, int, int, int] | None:
    inked = ink >= _FAINTEST_INK
    rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _scaled_to_box(ink: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    """Return the square around `box`, its middle kept, brought to 20 x 20 with anti-aliasing."""
    left, top, right, bottom = box
    side = max(right - left, bottom - top, round(_SMALLEST_BOX * max(ink.shape)))
    square = np.zeros((side, side), np.uint8)
    row, column = (side - (bottom - top)) // 2, (side - (right - left)) // 2
    square[row : row + bottom - top, column : column + right - left] = ink[top:bottom, left:right]
    if side < BOX_SIDE:  # averaging areas would show the pixels of a tiny picture
        return np.asarray(Image.fromarray(square).resize((BOX_SIDE, BOX_SIDE), Image.Resampling.BILINEAR))
    weights = _area_weights(side)
    return weights @ square @ weights.T


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
