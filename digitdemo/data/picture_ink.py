"""A picture as people see it, and its ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitdemo.data.ink import ink_of_grey, ink_of_transparent

_OPAQUE = 128  # of 255


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture in grey as people see it, uint8 (h, w), and its ink, uint8 (h, w): 0 = paper, 255 = ink."""

    grey: np.ndarray
    ink: np.ndarray


def picture_of(grey: np.ndarray, opaque: np.ndarray | None = None) -> Picture:
    """Return the picture of grey, uint8 (h, w), that is as `opaque`, the same, if it says so."""
    light = grey.astype(np.float32)
    if opaque is None or opaque.min() >= _OPAQUE:
        return Picture(grey, ink_of_grey(light))
    ink = ink_of_transparent(light, opaque)
    if ink is opaque:
        return Picture(255 - opaque, opaque)
    solid = opaque >= _OPAQUE
    return Picture(np.where(solid, grey, np.uint8(np.median(grey[solid]))), ink)
