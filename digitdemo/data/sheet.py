"""A sheet on a desk, however it is turned and whatever shadows fall on both: a step in grey goes all around it.

Along a shadow's edge the desk goes on from the border of the picture at both sides, and so it is found from there.
"""

import numpy as np

from digitdemo.data.components import Components, border_of, components_of
from digitdemo.data.morphology import extreme, fine_lines, opened

# Of 255, from a pixel to the next: what is even has less. The largest sheet counts: a shadow's edge may part it.
_STEPS = 5.0, 9.0, 15.0, 25.0
_EDGE = 2  # pixels: so wide is the step, and what sticks to it from the desk
_CUT_OFF = 0.5  # of its side: as much of a sheet, such as a corner, may be beyond the picture
_PART = 0.05  # of the picture: what is smaller is no such sheet
_SMALLEST = 0.15  # of the shorter side of the picture is the shorter one of the sheet's
_OF_ITS_BOX = 0.88  # turned as it lies: more than an oval or a digit fills
_ANOTHER_GREY = 0.12  # of the lighter one: as far apart are sheet and desk beside each other
_WRITTEN = 0.01, 0.4  # of the sheet, at least and at most
_BLANK = 1.6  # times as long as it is wide: what has nothing on it and is longer may be a bold 1
_WRITTEN_BESIDE = 0.02  # of what is written on the sheet: wood has lines, too, but faint ones
_AS_CLEAR = 0.9  # as lines of ink: paper between two of them looks like a line, too
_PEN = 5  # pixels: half of a bold line's width
_DARK = 16.0  # of 255: in less light there are no shares to speak of
_ANGLES = np.radians(np.arange(0, 90, 3))


def sheet_on_desk(grey: np.ndarray) -> np.ndarray | None:
    """Return the sheet of a picture, float32 (height, width) of 0 to 255, as a mask of that shape, or None.

    Its edge is left out. One that goes on beyond the picture is the largest part of it.
    """
    steps = _steps_of(grey)
    evens = [steps < most for most in _STEPS]
    parts = [components_of(even) for even in evens]
    for goes_on in (False, True):
        areas = [_surrounded(each, goes_on=goes_on) for each in parts]
        sheets = [
            area for area, even in zip(areas, evens, strict=True) if area is not None and _is_sheet(area, even, grey)
        ]
        sheet = max(sheets, key=np.count_nonzero, default=None)
        if sheet is not None and not (goes_on and _is_written_beside(sheet, grey)):
            return extreme(sheet, _EDGE, np.minimum)
    return None


def _steps_of(grey: np.ndarray) -> np.ndarray:
    """Return how far each pixel is in grey from the farthest of the four beside it."""
    beside = _beside(grey)
    return np.maximum(grey - np.minimum.reduce(beside), np.maximum.reduce(beside) - grey)


def _beside(values: np.ndarray) -> list[np.ndarray]:
    padded = np.pad(values, 1, "edge")
    return [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]


def _surrounded(parts: Components, *, goes_on: bool) -> np.ndarray | None:
    """Return the largest area without even parts that lie along the border, and without what is narrow.

    With `goes_on` the largest of these parts may lie along the border.
    """
    if not len(parts):
        return None
    at_border = np.bincount(border_of(parts.numbers), minlength=len(parts) + 1)[1:]
    cut_off = (at_border <= _CUT_OFF * np.sqrt(parts.areas)) & (parts.areas >= _PART * parts.numbers.size)
    if goes_on:
        cut_off[parts.areas.argmax()] = True
    rest = ~parts.mask(np.flatnonzero((at_border > 0) & ~cut_off))
    room = 1 + 2 * _EDGE
    around = np.pad(rest, room, "edge") if goes_on else np.pad(rest, room)
    inner = components_of(opened(around, _EDGE)[room:-room, room:-room])
    return inner.largest() if len(inner) else None


def _is_sheet(sheet: np.ndarray, even: np.ndarray, grey: np.ndarray) -> bool:
    """Return whether an area is an even rectangle of another grey than beside it; something may be written on it."""
    across, along = _turned_box(sheet)
    if across < _SMALLEST * min(sheet.shape) or sheet.sum() < _OF_ITS_BOX * across * along:
        return False
    inner = extreme(sheet, 2 * _EDGE, np.minimum)
    beside = extreme(sheet, 2 * _EDGE, np.maximum) & ~extreme(sheet, _EDGE, np.maximum)
    if not inner.any() or not beside.any():
        return False
    along_edge = inner & ~extreme(inner, _EDGE, np.minimum)
    one, other = float(np.median(grey[along_edge])), float(np.median(grey[beside]))
    if abs(one - other) < _ANOTHER_GREY * max(one, other):
        return False
    written = 1 - even[inner].mean()
    return bool(written < _WRITTEN[1] and (written > _WRITTEN[0] or along <= _BLANK * across))


def _is_written_beside(sheet: np.ndarray, grey: np.ndarray) -> bool:
    """Return whether there is writing beside a sheet, too: it may be what a shadow leaves of one, or the shadow.

    Ink takes away as large a share of the light in either.
    """
    on_it, beside = extreme(sheet, _EDGE, np.minimum), ~extreme(sheet, _EDGE // 2, np.maximum)
    if not on_it.any():
        return False
    room = 2 * _PEN
    lines = fine_lines(np.pad(grey, room, "edge"), _PEN)  # what is along the border goes on beyond it, and is no line
    lighter, darker = (line[room:-room, room:-room] for line in lines)
    shares = darker / np.maximum(grey + darker, _DARK), lighter / np.maximum(grey, _DARK)
    strongest = [float(np.quantile(share[on_it], 1 - _WRITTEN[0] / 2)) for share in shares]
    inks = [
        share > most / 2 for share, most in zip(shares, strongest, strict=True) if most >= _AS_CLEAR * max(strongest)
    ]
    return any(np.count_nonzero(ink & beside) > _WRITTEN_BESIDE * np.count_nonzero(ink & on_it) for ink in inks)


def _turned_box(mask: np.ndarray) -> tuple[float, float]:
    """Return the sides, the shorter one first, of the smallest box around a mask, however it is turned.

    All directions are tried: a square has none along which it lies, as `pieces.extent_of` needs.
    """
    rows = np.flatnonzero(mask.any(1))
    first, last = mask[rows].argmax(1), mask.shape[1] - 1 - mask[rows, ::-1].argmax(1)
    points = np.concatenate([np.stack([first, rows], 1), np.stack([last, rows], 1)]).astype(float)
    directions = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    across = np.ptp(points @ directions, axis=0) + 1
    along = np.ptp(points @ np.stack([-directions[1], directions[0]]), axis=0) + 1
    best = (across * along).argmin()
    short, long = sorted((float(across[best]), float(along[best])))
    return short, long
