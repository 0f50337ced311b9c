"""A sheet of paper to draw on: what is written on it, and the light that falls on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from digitdemo.data.strokes import Strokes, box_of, draw_strokes

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass
class Page:
    """A sheet and the light on it: grey of 0 to 255 and a share of light, float (h, w), and where its digit is.

    `box` is that of the digit's ink, `pen` its width in pixels, `ink` its grey. With `rng` kinds vary where `varied`.
    """

    rng: np.random.Generator
    varied: bool
    grey: np.ndarray
    light: np.ndarray
    opaque: np.ndarray
    pen: float
    ink: float
    box: tuple[float, float, float, float] = (0, 0, 0, 0)

    @property
    def size(self) -> tuple[int, int]:
        return self.grey.shape[1], self.grey.shape[0]

    @property
    def unit(self) -> float:
        """Return a thousandth of the longer side."""
        return max(self.grey.shape) / 1000

    def some(self, usual: float, low: float, high: float) -> float:
        """Return `usual`, or something between the other two on a page that is varied."""
        return float(self.rng.uniform(low, high)) if self.varied else usual

    def put(self, mask: np.ndarray, grey: float) -> None:
        """Cover the page with a colour where `mask`, uint8, says so."""
        share = mask / 255.0
        self.grey += share * (grey - self.grey)

    def line(self, points: list[tuple[float, float]], grey: float, width: float) -> None:
        """Draw a straight line or several, four times as fine."""
        picture = Image.new("L", (2 * self.size[0], 2 * self.size[1]))
        width = max(1, round(2 * width))
        ImageDraw.Draw(picture).line([(2 * x, 2 * y) for x, y in points], fill=255, width=width)
        self.put(np.asarray(picture.reduce(2)), grey)

    def write(self, strokes: Strokes, place: tuple[float, float], height: float, pen: float, grey: float) -> Box:
        """Write strokes of that height with their box's left top there, and return the box of the ink."""
        low, high = box_of(strokes)
        scale = height / max(float((high - low)[1]), float((high - low)[0]) / 1.4, 1e-9)
        moved = [(stroke - low) * scale + place for stroke in strokes]
        self.put(draw_strokes(moved, pen, *self.size), grey)
        right, bottom = (high - low) * scale + place
        return place[0] - pen / 2, place[1] - pen / 2, float(right) + pen / 2, float(bottom) + pen / 2
