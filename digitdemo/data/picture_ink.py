"""A picture as people see it, and its ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitdemo.data.ink import ink_of_grey

_OPAQUE = 128  # of 255
# What is opaque is a sheet of paper if it fills so much of its box and has as many different greys. A digit that is
# drawn on nothing has one colour or, as a bar, fills its box.
_SHEET = 0.6
_CONTRAST = 48.0


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture in grey as people see it, uint8 (h, w), and its ink, uint8 (h, w): 0 = paper, 255 = ink."""

    grey: np.ndarray
    ink: np.ndarray


def picture_of(grey: np.ndarray, opaque: np.ndarray | None) -> Picture:
    """Return the picture of grey, uint8 (h, w), that is as `opaque`, the same, if it says so.

    A transparent picture is ink in its opaque parts, whatever their colour, unless these are a sheet of paper.
    """
    if opaque is None or opaque.min() >= _OPAQUE:
        return Picture(grey, ink_of_grey(grey.astype(np.float32)))
    solid = opaque >= _OPAQUE
    if not _is_sheet(grey, solid):
        return Picture(255 - opaque, opaque)
    on_paper = np.where(solid, grey, np.uint8(np.median(grey[solid])))
    ink = np.where(_inner(solid), ink_of_grey(on_paper.astype(np.float32)), 0)
    return Picture(on_paper, ink.astype(np.uint8))


def _is_sheet(grey: np.ndarray, solid: np.ndarray) -> bool:
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    if not len(rows):
        return False
    box = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    darkest, brightest = np.percentile(grey[solid], (0.5, 99.5))
    return bool(solid.sum() >= _SHEET * box and brightest - darkest >= _CONTRAST)


def _inner(solid: np.ndarray) -> np.ndarray:
    """Return what is solid all around: the rim of a sheet is half of the nothing beside it."""
    padded = np.pad(solid, 2)
    inner = solid.copy()
    for down, right in ((0, 2), (4, 2), (2, 0), (2, 4)):
        inner &= padded[down : down + solid.shape[0], right : right + solid.shape[1]]
    return inner
