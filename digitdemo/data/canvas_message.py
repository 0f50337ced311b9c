"""What the browser says of a drawing: the measures of the drawing area, its messages read and checked, and written."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from digitdemo.data.pictures import PictureError, read_canvas_png
from digitdemo.data.strokes import Strokes, as_objects, draw_strokes, read_strokes

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


def drawing_of(strokes: Strokes, pen: float = PEN) -> Drawing:
    """Return the drawing that strokes in pixels of the canvas, drawn with a pen of that many, make on it."""
    objects = as_objects(strokes, pen)
    return Drawing(objects, read_strokes(objects), draw_strokes(strokes, pen, WIDTH, HEIGHT))


def write_message(drawing: Drawing) -> dict[str, Any]:
    """Return the canvas' message of a drawing: white ink on transparent paper, as `read_drawing` reads it."""
    rgba = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    rgba[..., 3] = drawing.ink
    png = io.BytesIO()
    Image.fromarray(rgba).save(png, "PNG")
    data = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")
    return {"raw": {"objects": drawing.objects}, "data": data}
