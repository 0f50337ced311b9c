"""What the browser says of a drawing, checked: the measures of the drawing area and the reader of its messages."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from digitdemo.data.pictures import PictureError, read_canvas_png
from digitdemo.data.strokes import read_strokes

WIDTH = 280
# The canvas component's invisible toolbar lies over the top 30 pixels of its right half and swallows strokes that
# begin there. This strip is above the drawing area and looks like the page, so nobody begins a stroke in it.
STRIP = 40
HEIGHT = WIDTH + STRIP
PEN = 20  # of 280 pixels: 2 of 28, near the 2.5 of MNIST's own pens


@dataclass(frozen=True)
class Drawing:
    """A drawing: Fabric.js' `objects`, one a stroke, the strokes in pixels of the canvas, and its ink.

    The ink is uint8 (HEIGHT, WIDTH), 0 = paper, 255 = ink. The strip is part of it: whatever the visitor sees is read.
    """

    objects: list[Any]
    strokes: tuple[np.ndarray, ...]
    ink: np.ndarray


def read_drawing(message: Any) -> Drawing:
    """Return the drawing in a canvas message {"raw": {"objects": [...]}, "data": PNG data URL}.

    Raises:
        PictureError: the message is anything else.
    """
    if not isinstance(message, dict):
        raise PictureError("drawing: not a message of the canvas")
    raw = message.get("raw")
    objects = raw.get("objects") if isinstance(raw, dict) else None
    strokes = read_strokes(objects)
    return Drawing(objects, strokes, read_canvas_png(message.get("data"), WIDTH, HEIGHT))  # type: ignore[arg-type]
