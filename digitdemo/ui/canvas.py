"""The drawing area: the only import of streamlit-drawable-canvas."""

import base64
import functools
import io
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw, ImageFont
from streamlit_drawable_canvas import st_canvas

from digitdemo.pictures import PictureError, read_canvas_png
from digitdemo.ui import state

KEY = "canvas"
WIDTH = 280
# The component's invisible toolbar lies over the top 30 pixels of its right half and swallows strokes that begin
# there. This strip is above the drawing area and looks like the page, so nobody begins a stroke in it.
STRIP = 40
HEIGHT = WIDTH + STRIP
PEN = 20  # of 280 pixels: 2 of 28, near the 2.5 of MNIST's own pens
_MOST_OBJECTS = 1000
_HINT = (0x75, 0x7D, 0x8A, 255)  # grey that can be read on a light and on a dark page


def canvas() -> np.ndarray | None:
    """Show the canvas with its buttons and return the ink, uint8 (HEIGHT, WIDTH), or None while nothing is drawn.

    Raises:
        PictureError: the browser sent something that is no drawing.
    """
    before = state.drawing_before()
    if before is not None and state.canvas_is_new(KEY) and state.canvas_start()["objects"] != before["objects"]:
        state.restart_canvas(before["objects"])  # the visitor comes back from another page
    st_canvas(
        key=KEY,
        width=WIDTH,
        height=HEIGHT,
        stroke_width=PEN,
        stroke_color="#ffffff",
        background_image=_background(),
        initial_drawing=state.canvas_start(),
        return_image_data=True,
    )
    message = state.canvas_message(KEY)
    empty = message is None and before is None
    with st.container(horizontal=True, width=WIDTH):
        st.button("Undo", icon=":material/undo:", on_click=_undo, disabled=empty, key="undo")
        st.button("Clear", icon=":material/delete:", on_click=_clear, disabled=empty, key="clear")
    if message is None:
        drawing = before
    else:
        drawing = _checked(message)
        state.remember_drawing(drawing)
    return read_canvas_png(drawing["png"], WIDTH, HEIGHT) if drawing else None


def _checked(message: Any) -> dict[str, Any]:
    """Return the strokes and the picture of the browser's message after a look at its shape."""
    raw = message.get("raw") if isinstance(message, dict) else None
    objects = raw.get("objects") if isinstance(raw, dict) else None
    if not isinstance(objects, list) or len(objects) > _MOST_OBJECTS:
        raise PictureError(f"drawing: not a list of at most {_MOST_OBJECTS:,} strokes")
    return {"objects": objects, "png": message.get("data")}


def _undo() -> None:
    message = state.drawing_before()
    if message is not None:
        state.restart_canvas(message["objects"][:-1])


def _clear() -> None:
    state.restart_canvas([])


@functools.cache
def _background() -> str:
    """Return black paper below a transparent strip, as a data URL. The component does not send it back."""
    paper = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    paper.paste((0, 0, 0, 255), (0, STRIP, WIDTH, HEIGHT))
    ImageDraw.Draw(paper).text(
        (WIDTH // 2, STRIP // 2), "draw below", _HINT, ImageFont.load_default(size=14), anchor="mm"
    )
    png = io.BytesIO()
    paper.save(png, format="PNG")
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")
