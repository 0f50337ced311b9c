"""What a picture of 28 x 28 looks like when it is moved, turned, or its lines are made thinner or thicker."""

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

Probabilities = Callable[[np.ndarray], np.ndarray]  # uint8 (n, 28, 28) to float32 (n, 10)

SHIFTS = tuple(range(-6, 7))  # pixels
ANGLES = tuple(range(-60, 61, 5))  # degrees, counter-clockwise
WIDTHS = tuple(step / 4 for step in range(-6, 9))  # pixels of 28 that a line is made wider by
TINY_CHANGES = 64
TINY_SHIFT, TINY_ANGLE, TINY_WIDTH = 1.0, 5.0, 0.25  # at most: pixels, degrees, pixels that a line is made wider by
_SEED = 13  # the same changes for every image and every model
_MOST_CURVES, _FAINT = 4, 0.1
_FINE = 8  # lines are made wider on a picture that many times larger


def shifted(image: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return `image`, uint8 (28, 28), moved by whole pixels; what is moved in is paper."""
    moved = np.zeros_like(image)
    height, width = image.shape
    to_rows, from_rows = _overlap(down, height)
    to_columns, from_columns = _overlap(right, width)
    moved[to_rows, to_columns] = image[from_rows, from_columns]
    return moved


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    """Return `image`, uint8 (28, 28), turned counter-clockwise around its middle."""
    return np.asarray(Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC))


def widened(image: np.ndarray, pixels: float) -> np.ndarray:
    """Return `image`, uint8 (28, 28), with lines that many pixels wider, or narrower where below 0.

    It stays as bright as it was, unless nothing is left of it.
    """
    reach = round(abs(pixels) * _FINE / 2)
    if not reach:
        return image
    height, width = image.shape
    fine = Image.fromarray(image).resize((width * _FINE, height * _FINE), Image.Resampling.BICUBIC)
    kind = ImageFilter.MaxFilter if pixels > 0 else ImageFilter.MinFilter
    wide = np.asarray(fine.filter(kind(2 * reach + 1)).resize((width, height), Image.Resampling.BOX))
    return np.rint(wide * (image.max() / max(1, wide.max()))).astype(np.uint8)


def tiny_changes(image: np.ndarray) -> np.ndarray:
    """Return `image`, uint8 (28, 28), after `TINY_CHANGES` random changes that no reader minds: uint8 (n, 28, 28).

    Each shifts it both ways by up to `TINY_SHIFT`, turns it by up to `TINY_ANGLE`, and makes its lines by up to
    `TINY_WIDTH` wider or narrower, all uniformly. They are the same for every image.
    """
    rng = np.random.default_rng(_SEED)
    most = np.array([TINY_SHIFT, TINY_SHIFT, TINY_ANGLE, TINY_WIDTH])
    # Lines are only made wider or narrower by steps; between them the pictures are mixed.
    wide, narrow = (widened(image, width).astype(np.float64) for width in (TINY_WIDTH, -TINY_WIDTH))
    changed = []
    for down, right, degrees, width in rng.uniform(-most, most, (TINY_CHANGES, 4)):
        share = abs(width) / TINY_WIDTH
        mixed = (1 - share) * image + share * (wide if width > 0 else narrow)
        changed.append(_moved(np.rint(mixed).astype(np.uint8), down, right, degrees))
    return np.array(changed)


def over_shifts(probabilities: Probabilities, image: np.ndarray, digit: int) -> np.ndarray:
    """Return the probability of `digit` after every shift of `SHIFTS`: float32 (down, right)."""
    images = np.array([shifted(image, down, right) for down in SHIFTS for right in SHIFTS])
    return probabilities(images)[:, digit].reshape(len(SHIFTS), len(SHIFTS))


def over_angles(probabilities: Probabilities, image: np.ndarray) -> np.ndarray:
    """Return the probabilities of all digits at every angle of `ANGLES`: float32 (angles, 10)."""
    return probabilities(np.array([turned(image, angle) for angle in ANGLES]))


def over_widths(probabilities: Probabilities, image: np.ndarray) -> np.ndarray:
    """Return the probabilities of all digits at every change of width of `WIDTHS`: float32 (widths, 10)."""
    return probabilities(np.array([widened(image, pixels) for pixels in WIDTHS]))


def worth_drawing(probabilities: np.ndarray) -> list[int]:
    """Return the digits, at most `_MOST_CURVES`, whose probability, float (n, 10), is ever above a tenth."""
    highest = probabilities.max(axis=0)
    return sorted(digit for digit in np.argsort(-highest)[:_MOST_CURVES].tolist() if highest[digit] > _FAINT)


def _moved(image: np.ndarray, down: float, right: float, degrees: float) -> np.ndarray:
    """Return `image` turned counter-clockwise around its middle and moved by parts of a pixel."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = image.shape[1] / 2, image.shape[0] / 2
    # Where each pixel comes from: back by the move, and turned back around the middle.
    from_x = (cos, -sin, x - cos * (x + right) + sin * (y + down))
    from_y = (sin, cos, y - sin * (x + right) - cos * (y + down))
    picture = Image.fromarray(image)
    moved = picture.transform(picture.size, Image.Transform.AFFINE, from_x + from_y, Image.Resampling.BICUBIC)
    return np.asarray(moved)


def _overlap(by: int, size: int) -> tuple[slice, slice]:
    """Return where to and where from, when `size` pixels in a row are moved by `by`."""
    return slice(max(0, by), min(size, size + by)), slice(max(0, -by), min(size, size - by))
