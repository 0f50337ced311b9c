"""Digits that touch: where a piece of ink may be cut, and what lies between the cuts.

Which of these are digits only a reader can tell (digitdemo/inference/touching.py). To cut more often than needed and to
have the reading decide is "recognition-based segmentation": R. G. Casey, E. Lecolinet, "A survey of methods and
strategies in character segmentation", IEEE Transactions on Pattern Analysis and Machine Intelligence, 1996.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from digitdemo.data.components import Box, components_of
from digitdemo.data.digit_finding import FoundDigit
from digitdemo.data.pieces import box_around
from digitdemo.data.preprocessing import inked_box

_HIGH = 120  # pixels: of what is higher, a smaller copy is looked at
_LEANS = (0.0, 0.2, -0.2)  # of the cuts, columns to the right per row upwards
_MOST_CUTS = 8
# Shares of the height.
_NARROWEST = 0.12  # what is between a cut and the end
_APART = 0.05  # two cuts
_VALLEY = 0.06  # where a cut goes less ink is crossed than as far to both sides
_SMOOTH = 0.02
_TALL = 0.75  # a digit: they stand in one line
_WIDEST = 1.5
_CRUMB = 0.15  # what a cut leaves of the neighbour


@dataclass(frozen=True, eq=False)
class Strips:
    """A piece of ink, cut into `count` strips, from left to right.

    `parts` has the ink, uint8 (h, w), from one strip to another, both included, where that may be a digit. The picture
    is small; `digits` finds what was chosen in the one that it was made from.
    """

    count: int
    parts: dict[tuple[int, int], np.ndarray]
    _whole: FoundDigit
    _box: Box

    def digits(self, chosen: Sequence[tuple[int, int]]) -> tuple[FoundDigit, ...]:
        """Return these parts as digits of the whole picture."""
        left, top, right, bottom = self._box
        found = []
        for part in chosen:
            small = Image.fromarray(self.parts[part] > 0)
            mask = np.asarray(small.resize((right - left, bottom - top), Image.Resampling.NEAREST))
            ink = np.zeros_like(self._whole.ink)
            ink[top:bottom, left:right] = np.where(mask, self._whole.ink[top:bottom, left:right], 0)
            box = inked_box(ink)
            assert box is not None
            found.append(FoundDigit(ink, box))
        return tuple(found)


def strips_of(digit: FoundDigit) -> Iterator[Strips]:
    """Yield what was taken for one digit cut into strips, if it can be, by cuts that lean in several ways."""
    box = inked_box(digit.ink)
    if box is None:
        return
    left, top, right, bottom = box
    ink = Image.fromarray(digit.ink[top:bottom, left:right])
    small = np.asarray(ink.reduce(max(1, -(-ink.height // _HIGH))))
    rows, columns = np.indices(small.shape)
    for lean in _LEANS:
        across = np.floor(columns + lean * rows).astype(int)
        across -= across.min()
        cuts = _cuts(np.bincount(across.ravel(), small.ravel() / 255.0), len(small))
        if len(cuts):
            strip = np.searchsorted(cuts, across, "right")
            yield Strips(len(cuts) + 1, _parts(small, strip, len(cuts) + 1), digit, box)


def _cuts(crossed: np.ndarray, height: int) -> np.ndarray:
    """Return where cuts may go, rising, by how much ink each would cross, float (w,): its valleys."""
    reach = int(_SMOOTH * height)
    smooth = np.convolve(crossed, np.ones(2 * reach + 1), "same")
    beside, narrowest = int(_VALLEY * height), int(_NARROWEST * height)
    valleys = [
        place
        for place in range(max(narrowest, 1), len(smooth) - narrowest)
        if smooth[place] == smooth[max(0, place - beside) : place + beside + 1].min()
    ]
    chosen: list[int] = []
    for place in sorted(valleys, key=lambda place: smooth[place]):
        if all(abs(place - other) > _APART * height for other in chosen):
            chosen.append(place)
    return np.array(sorted(chosen[:_MOST_CUTS]))


def _parts(ink: np.ndarray, strip: np.ndarray, count: int) -> dict[tuple[int, int], np.ndarray]:
    """Return the ink from each strip to each other that may be a digit: neither all of it nor only a bit."""
    height = len(ink)
    parts = {}
    for first in range(count):
        for last in range(first, count):
            if (first, last) == (0, count - 1):
                continue
            part = np.where((strip >= first) & (strip <= last), ink, 0).astype(np.uint8)
            components = components_of(part > 0)
            large = np.flatnonzero(components.sizes >= _CRUMB * height)
            if not len(large):
                continue
            left, top, right, bottom = box_around(components.boxes[large])
            if bottom - top >= _TALL * height and right - left <= _WIDEST * height:
                parts[first, last] = np.where(components.mask(large), part, 0).astype(np.uint8)
    return parts
