"""From the grey of a picture to its ink: what differs from the paper around it."""

import numpy as np
from PIL import Image, ImageFilter

from digitdemo.data.components import components_of

_NOISE = 12.0  # of 255: paper is never of one colour
_SMOOTH = 1.5  # pixels
_DEVIATION = 1.48  # of a normal distribution, for its median absolute deviation
_FAR = 8  # deviations of noise
# Of the longer side: what is wider than that is a surface, such as a desk or a shadow, and no pen's line.
_WIDEST_LINE = 0.22
_SHEET = 0.6  # of what is opaque: a sheet is that wide almost everywhere
_FINE = 96  # pixels of the longer side on which dark on light is told from light on dark
# The median is the paper in a window that is wide enough for bold lines to be the smaller part, and narrow enough for
# the corner of a desk to be the larger: its side, in a picture of that longer side. Of 1,442 pictures, drawn
# ones, photos, and MNIST's digits cut close, these three together take two the wrong way.
_WINDOWS = ((48, 3), (48, 15), (24, 17))
# What surrounds a sheet or a screen: as much of the border is nearer to it than to the middle in grey, so far apart are
# they, and as much of its box what is surrounded fills, more than a bold 0 does of its own.
_OF_THE_BORDER = 0.95
_ANOTHER_GREY = 30.0  # of 255
_OF_ITS_BOX = 0.85
_PAPER = 50.0  # of 255: so far from its middle is a sheet's grey
_DESK = 0.5  # of the picture: a desk beside a sheet is smaller
_EDGE = 2  # of the fine picture's pixels: as far its edge goes


def ink_of_grey(grey: np.ndarray) -> np.ndarray:
    """Return the ink of a picture, float32 (height, width) of 0 to 255, as uint8 of that shape: 0 = paper, 255 = ink.

    Dark on light or light on dark is found out by itself, and so is how light falls on the paper: a shadow or a desk
    is paper of another grey. What is all around a sheet or a screen has no ink.
    """
    fine = _shrunk(grey, _FINE)
    # In a picture that is as small itself, the paper around a bold digit may look like a bezel or a desk.
    surround = None if fine is grey else _surround_of(fine)
    ink = _dark_ink(grey if _ink_is_dark(grey, fine, surround) else 255 - grey)
    if surround is not None:
        edge = Image.fromarray(_extreme(surround, _EDGE, np.maximum))
        ink[np.asarray(edge.resize((grey.shape[1], grey.shape[0]), Image.Resampling.NEAREST))] = 0
    return ink


def ink_of_transparent(grey: np.ndarray, opaque: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 (height, width), of a picture that is transparent in places.

    `grey` is float32 and `opaque` uint8, both (height, width) of 0 to 255. Where lines are opaque, they are the ink,
    whatever their colour; an opaque sheet with something on it is read like any other.
    """
    sheet = opaque >= 128
    reach = max(2, round(_WIDEST_LINE * max(grey.shape) / 2))
    bordered = np.pad(sheet, 2 * reach + 1)
    wide = _extreme(_extreme(bordered, reach, np.minimum), reach, np.maximum)
    if np.count_nonzero(wide) < _SHEET * np.count_nonzero(sheet):
        return opaque
    inner = _extreme(bordered, 2, np.minimum)[2 * reach + 1 : -2 * reach - 1, 2 * reach + 1 : -2 * reach - 1]
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
    # What has less than a third of the ink's strength is paper, too: shadows, folds, ruled lines.
    return np.rint(np.clip((ink / strongest - 0.35) / 0.4, 0, 1) * 255).astype(np.uint8)


def _ink_is_dark(grey: np.ndarray, fine: np.ndarray, surround: np.ndarray | None) -> bool:
    """Return whether the ink is darker than the paper: ink is the minority, and far from the paper around it.

    A desk is far from it, too: where there may be one, what is seen without it counts, too, and the clearest decides.
    """
    if surround is not None:
        signs = _signs_without(fine, surround)
    else:
        signs = _signs(grey, fine)
        if fine is not grey and (desk := _desk_of(fine)) is not None:
            signs += _signs_without(fine, desk)
    return max(signs, key=abs, default=0.0) <= 0


def _signs(grey: np.ndarray, fine: np.ndarray) -> list[float]:
    """Return for each window how much lighter than the paper the ink is, without a unit: negative if it is darker."""
    signs = []
    for side, window in _WINDOWS:
        coarse = _shrunk(grey, side)
        reach = window * max(coarse.shape) // (2 * side)
        if not reach:
            continue
        padded = Image.fromarray(np.pad(coarse, reach, "edge").clip(0, 255).astype(np.uint8))
        around = padded.filter(ImageFilter.MedianFilter(2 * reach + 1))
        around = around.crop((reach, reach, around.width - reach, around.height - reach))
        paper = around.resize((fine.shape[1], fine.shape[0]), Image.Resampling.BILINEAR)
        contrast = fine - np.asarray(paper, np.float32)
        # The skewness, with a little more weight to a window in which there is more to see.
        signs.append(float((contrast**3).mean() / max(float((contrast**2).mean()), 1e-6) ** 1.4))
    return signs


def _signs_without(fine: np.ndarray, mask: np.ndarray) -> list[float]:
    """Return the signs of a picture that is as grey as its middle in `mask` and, as an edge is in between, a pixel on.

    The windows at the border would take what is narrow there for the paper, as it goes on beyond.
    """
    alone = np.where(_extreme(mask, 1, np.maximum), np.float32(np.median(_middle_of(fine))), fine)
    return _signs(alone, alone)


def _surround_of(fine: np.ndarray) -> np.ndarray | None:
    """Return what is all around a sheet or a screen, such as a desk or a bezel, as a mask of that shape, or None."""
    inner, outer = float(np.median(_middle_of(fine))), float(np.median(_border_of(fine)))
    like_outer = np.abs(fine - outer) < np.abs(fine - inner)
    if abs(outer - inner) < _ANOTHER_GREY or _border_of(like_outer).mean() < _OF_THE_BORDER:
        return None
    surround = _from_the_border(like_outer)
    return surround if _box_share(~surround) >= _OF_ITS_BOX else None


def _desk_of(fine: np.ndarray) -> np.ndarray | None:
    """Return what may be the desk beside a sheet as a mask of that shape, or None; a shadow may look the same.

    Its parts may have any greys, and it need not be all around; but it is beyond a whole side of the sheet.
    """
    found = components_of(np.abs(fine - np.median(_middle_of(fine))) < _PAPER)
    if not len(found):
        return None
    desk = _from_the_border(~found.mask(np.array([found.areas.argmax()])))
    along = max(side.mean() for side in (desk[0], desk[-1], desk[:, 0], desk[:, -1]))
    return desk if along >= _OF_THE_BORDER and desk.mean() < _DESK and _box_share(~desk) >= _OF_ITS_BOX else None


def _from_the_border(mask: np.ndarray) -> np.ndarray:
    """Return the components of `mask` that touch the border."""
    found = components_of(mask)
    outside = (found.boxes[:, :2] == 0).any(1) | (found.boxes[:, 2:] == mask.shape[::-1]).any(1)
    return found.mask(np.flatnonzero(outside))


def _middle_of(values: np.ndarray) -> np.ndarray:
    height, width = values.shape
    return values[height // 4 : height - height // 4, width // 4 : width - width // 4]


def _box_share(mask: np.ndarray) -> float:
    """Return which share of its bounding box a mask fills: 1 if it is an upright rectangle."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return mask.sum() / (np.ptp(rows) + 1) / (np.ptp(columns) + 1)


def _border_of(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values[0], values[-1], values[1:-1, 0], values[1:-1, -1]])


def _shrunk(grey: np.ndarray, side: int) -> np.ndarray:
    height, width = grey.shape
    if max(height, width) <= side:
        return grey
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(grey.astype(np.float32)).resize(size, Image.Resampling.BOX))


def _paper_of(smooth: np.ndarray) -> np.ndarray:
    """Return the grey of the paper below each pixel of a smooth picture, uint8 (height, width), as float32.

    It is the picture without dark lines: its closing by a square, which keeps the edges of what is wider. What touches
    the border of the picture goes on beyond it, as a desk does.
    """
    reach = max(2, round(_WIDEST_LINE * max(smooth.shape) / 2))
    padded = np.pad(smooth, 2 * reach, "edge")
    closed = _extreme(_extreme(padded, reach, np.maximum), reach, np.minimum)
    return closed[2 * reach : -2 * reach, 2 * reach : -2 * reach].astype(np.float32)


def _extreme(values: np.ndarray, reach: int, of: np.ufunc) -> np.ndarray:
    """Return the largest or smallest value, which `of` two is, in the square around each pixel; edges are repeated."""
    side = 2 * reach + 1
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (reach, reach)
        values = np.moveaxis(np.pad(values, padding, "edge"), axis, 0)
        done = 1
        while done < side:  # the extreme of twice as many is that of two halves
            step = min(done, side - done)
            values = of(values[:-step], values[step:])
            done += step
        values = np.moveaxis(values, 0, axis)
    return values
