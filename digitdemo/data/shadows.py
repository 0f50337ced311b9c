"""Shadows in a picture's ink, such as those of folds, blinds, crumpled paper: fainter than a pen's lines, and wider."""

import numpy as np

from digitdemo.data.components import Box, components_of, line_width
from digitdemo.data.morphology import extreme
from digitdemo.data.pieces import as_box

# Of the strongest ink: a line is as strong along its middle, and somewhere at least.
_STRONG = 0.7
_WEAK = 0.5
_OF_A_LINE = 0.05  # of a line's pixels at least
_WIDER = 2.5  # times as wide as a line: where a line fades, it is about as wide as elsewhere


def without_shadows(ink: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, tuple[Box, ...]]:
    """Return `mask`, bool (height, width) of inked pixels, without shadows, and the box of each of these.

    `ink` is uint8 of that shape. A shadow may be alone or touch a digit; the rim of a blurred line is none.
    """
    strong = mask & (ink >= _STRONG * ink.max())
    if not strong.any():
        return mask, ()
    line = line_width(strong)
    reach = max(2, round(line))
    beyond = components_of(mask & ~extreme(strong, reach, np.maximum))
    wide = np.flatnonzero(2 * beyond.areas > _WIDER * line * beyond.rims)
    boxes = [as_box(box) for box in beyond.boxes[wide]]
    if boxes:
        mask = mask & (strong | ~extreme(beyond.mask(wide), reach, np.maximum))
    found = components_of(mask)
    of_line = np.bincount(found.numbers[ink >= _WEAK * ink.max()], minlength=len(found) + 1)[1:]
    faint = np.flatnonzero(of_line < np.maximum(_OF_A_LINE * found.areas, 1))
    if len(faint):
        boxes += [as_box(box) for box in found.boxes[faint]]
        mask = mask & ~found.mask(faint)
    return mask, tuple(boxes)
