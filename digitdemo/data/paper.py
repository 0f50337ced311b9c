"""The paper of a picture: whether it is lighter than the ink, and what lies all around the sheet or screen."""

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from digitdemo.data.components import border_of, components_of
from digitdemo.data.morphology import extreme, fine_lines
from digitdemo.data.sheet import sheet_on_desk

_FINE = 96  # pixels of the longer side on which dark on light is told from light on dark
# The median is the paper in a window that is wide enough for bold lines to be the smaller part, and narrow enough for
# the corner of a desk to be the larger: its side, in a picture of that longer side. Each finds pictures in which the
# others take the ink for the paper. In a smaller picture the first is narrower than a line, and sees but its corners.
_WINDOWS = ((48, 3), (48, 15), (24, 17))
# What surrounds a sheet or a screen: as much of the border is nearer to it than to the middle in grey, so far apart are
# they, and as much of its box what is surrounded fills, more than a bold 0 does of its own.
_OF_THE_BORDER = 0.95
_ANOTHER_GREY = 30.0  # of 255
_OF_ITS_BOX = 0.85
_PAPER = 50.0  # of 255: so far from its middle is a sheet's grey
_DESK = 0.5  # of the picture: a desk beside a sheet is smaller
_CLEAR = 0.6  # of 1: bold lines have ends and corners of both kinds
_NOISE = 1.0  # mean of squares of lines' greys: less has a sheet with nothing on it
_EDGE = 2  # of the fine picture's pixels: as far its edge goes


class Paper(NamedTuple):
    """The paper of a picture: whether it is lighter than the ink, and what is all around a sheet or a screen.

    `surround`, such as a desk or a bezel, with its edge, is a mask, bool (height, width), or None where there is none.
    """

    light: bool
    surround: np.ndarray | None


def paper_of_grey(grey: np.ndarray) -> Paper:
    """Return the paper of a picture, float32 (height, width) of 0 to 255."""
    fine = _shrunk(grey, _FINE)
    # In a picture that is as small itself, the paper around a bold digit may look like a bezel or a desk.
    surround = None if fine is grey else _surround_of(fine)
    light = _ink_is_dark(grey, fine, surround)
    if surround is None:
        return Paper(light, None)
    edge = Image.fromarray(extreme(surround, _EDGE, np.maximum))
    return Paper(light, np.asarray(edge.resize((grey.shape[1], grey.shape[0]), Image.Resampling.NEAREST)))


def _ink_is_dark(grey: np.ndarray, fine: np.ndarray, surround: np.ndarray | None) -> bool:
    """Return whether the ink is darker than the paper: ink is the minority, and far from the paper around it.

    A desk is far from it, too: where there may be one, what is seen without it counts, too, and the clearest decides.
    """
    if surround is not None:
        sign = _sign_of_lines(fine, surround)
        if sign is None:  # nothing is written on it
            return bool(np.median(fine[surround]) < np.median(fine[~surround]))
        signs = [sign] if abs(sign) >= _CLEAR else _signs_without(fine, surround)
    else:
        signs = _signs(grey, fine)
        if fine is not grey and (desk := _desk_of(fine)) is not None:
            signs += _signs_without(fine, desk)
    return max(signs, key=abs, default=0.0) <= 0


def _signs(grey: np.ndarray, fine: np.ndarray) -> list[float]:
    """Return for each window how much lighter than the paper the ink is, without a unit: negative if it is darker."""
    signs = []
    for side, window in _WINDOWS if max(grey.shape) >= _FINE else _WINDOWS[1:]:
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
    """Return the signs of a picture without what is in `mask`.

    The windows at the border would take what is narrow there for the paper, as it goes on beyond.
    """
    alone = _alone(fine, mask)
    return _signs(alone, alone)


def _alone(fine: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return a picture that is as grey as the sheet in `mask`, too, and, as an edge is in between, a pixel on."""
    return np.where(extreme(mask, 1, np.maximum), np.float32(np.median(fine[~mask])), fine)


def _sign_of_lines(fine: np.ndarray, mask: np.ndarray) -> float | None:
    """Return from -1 to 1 how many of a sheet's fine lines are lighter than both sides, and how many darker.

    None if it has no such lines. The edge of a shadow is none, however dark it is. The sheet is what is beside `mask`.
    """
    on_it = ~extreme(mask, _EDGE, np.maximum)
    lighter, darker = (
        float((lines[on_it] ** 2).mean()) if on_it.any() else 0.0 for lines in fine_lines(_alone(fine, mask))
    )
    return (lighter - darker) / (lighter + darker) if lighter + darker >= _NOISE else None


def _surround_of(fine: np.ndarray) -> np.ndarray | None:
    """Return what is all around a sheet or a screen, such as a desk or a bezel, as a mask of that shape, or None."""
    surround = _around(fine, float(np.median(_middle_of(fine))))
    if surround is not None:
        return surround
    sheet = sheet_on_desk(fine)
    return None if sheet is None else ~sheet


def _around(fine: np.ndarray, inner: float) -> np.ndarray | None:
    """Return what is all around something of that grey that fills its box, as a mask of that shape, or None."""
    outer = float(np.median(border_of(fine)))
    like_outer = np.abs(fine - outer) < np.abs(fine - inner)
    if abs(outer - inner) < _ANOTHER_GREY or border_of(like_outer).mean() < _OF_THE_BORDER:
        return None
    found = components_of(~_from_the_border(like_outer))
    surround = ~found.largest()
    return surround if _box_share(~surround) >= _OF_ITS_BOX else None


def _desk_of(fine: np.ndarray) -> np.ndarray | None:
    """Return what may be the desk beside a sheet as a mask of that shape, or None; a shadow may look the same.

    Its parts may have any greys, and it need not be all around; but it is beyond a whole side of the sheet.
    """
    found = components_of(np.abs(fine - np.median(_middle_of(fine))) < _PAPER)
    if not len(found):
        return None
    desk = _from_the_border(~found.largest())
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


def _shrunk(grey: np.ndarray, side: int) -> np.ndarray:
    height, width = grey.shape
    if max(height, width) <= side:
        return grey
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(grey.astype(np.float32)).resize(size, Image.Resampling.BOX))
