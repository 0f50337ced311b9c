"""Makes a digit that leans more upright: some hands lean far more than MNIST's.

The slant is measured by second moments and taken away by a shear, as Y. LeCun, L. Bottou, Y. Bengio and P. Haffner did
for some of their models ("deslanted"): "Gradient-based learning applied to document recognition", Proceedings of the
IEEE, 1998. Here it is only what goes beyond MNIST's own: models that learned from leaning digits read these best.
"""

import math

import numpy as np
from PIL import Image

from digitdemo.data.preprocessing import inked_box

# Columns to the right per row upwards. The median of MNIST's training digits is 0.12, that of old church books 0.55,
# and all models read these best where about 0.1 is left.
_LEFT = 0.1
_FARTHEST = 0.8  # what leans farther lies, such as a dash
_NOTHING = 0.02  # no more than half a pixel at the top of 28 x 28: not worth softer lines


def slant_of(ink: np.ndarray) -> float:
    """Return by how many columns to the right per row upwards `ink`, (h, w) with 0 = paper, leans; 0 without height."""
    mass = ink.astype(np.float64)
    by_row, by_column = mass.sum(1), mass.sum(0)
    if not by_row.any():
        return 0.0
    rows, columns = (np.arange(len(each)) - np.arange(len(each)) @ each / mass.sum() for each in (by_row, by_column))
    height = float(by_row @ rows**2)
    return -float(rows @ mass @ columns) / height if height else 0.0


def made_upright(ink: np.ndarray) -> np.ndarray:
    """Return `ink`, uint8 (h, w) with 0 = paper, as upright as MNIST's digits are: itself where it is.

    It keeps its rows and its size; where it needs more room beside it, the picture is wider.
    """
    box = inked_box(ink)
    if box is None:
        return ink
    left, top, right, bottom = box
    digit = ink[top:bottom, left:right]
    slant = slant_of(digit)
    change = slant - min(max(slant, -_LEFT), _LEFT)
    change = min(max(change, -_FARTHEST), _FARTHEST)
    if abs(change) < _NOTHING:
        return ink
    room = math.ceil(abs(change) * len(digit) / 2)
    wide = Image.fromarray(np.pad(digit, ((0, 0), (room, room))))
    middle = len(digit) / 2
    old = (1, -change, change * middle, 0, 1, 0)  # the column and the row where each pixel comes from
    upright = np.asarray(wide.transform(wide.size, Image.Transform.AFFINE, old, Image.Resampling.BILINEAR))
    beside = max(0, room - left), max(0, right + room - ink.shape[1])
    result = np.zeros((len(ink), ink.shape[1] + sum(beside)), np.uint8)
    first = left - room + beside[0]
    result[top:bottom, first : first + upright.shape[1]] = upright
    return result
