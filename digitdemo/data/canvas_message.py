"""What the browser says of a drawing: the measures of the drawing area, its messages read and checked, and written."""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitdemo.data.pictures import PictureError
from digitdemo.data.strokes import Strokes, as_objects, draw_strokes, plain_objects, read_strokes
from digitdemo.texts import tr

WIDTH = 280  # both sides of the drawing area, in the unit of its strokes
PEN = 20  # of 280: 2 of 28, near the 2.5 of MNIST's own pens
# The canvas has that many pixels for one of the unit, and is shown as large as there is room: its lines stay sharp on a
# laptop's 420 pixels and on a phone's screen, which has 3 for each pixel of the page.
FINENESS = 3


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawing: Fabric.js' `objects` as the canvas has them, one a stroke, and the strokes, in units of `WIDTH`."""

    objects: list[Any]
    strokes: tuple[np.ndarray, ...]
    pen: float = PEN

    @functools.cached_property
    def ink(self) -> np.ndarray:
        """What is seen on the canvas, uint8 (WIDTH, WIDTH), 0 = paper, 255 = ink."""
        return draw_strokes(self.strokes, self.pen, WIDTH, WIDTH)


def read_drawing(message: Any) -> Drawing:
    """Return the drawing in a canvas message {"raw": {"objects": [...]}}.

    Its picture is not asked for: it would hold the same strokes, and cost time on the way and care in decoding.

    Raises:
        PictureError: the message is anything else.
    """
    raw = message.get("raw") if isinstance(message, dict) else None
    if not isinstance(raw, dict):
        raise PictureError(tr("drawing: not a message of the canvas"))
    objects = raw.get("objects")
    strokes = read_strokes(objects)
    return Drawing(plain_objects(objects), tuple(stroke / FINENESS for stroke in strokes))  # type: ignore[arg-type]


def drawing_of(strokes: Strokes, pen: float = PEN) -> Drawing:
    """Return the drawing that strokes in units of `WIDTH`, drawn with a pen of that many, make on the canvas."""
    objects = as_objects([np.asarray(stroke) * FINENESS for stroke in strokes], pen * FINENESS)
    return Drawing(objects, tuple(stroke / FINENESS for stroke in read_strokes(objects)), pen)


def write_message(drawing: Drawing) -> dict[str, Any]:
    """Return the canvas' message of a drawing, as `read_drawing` reads it."""
    return {"raw": {"objects": drawing.objects}, "data": None}
