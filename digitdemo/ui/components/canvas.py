"""The drawing area: the only import of streamlit-drawable-canvas."""

import base64
import functools
import io
import logging

import streamlit as st
from PIL import Image, ImageDraw, ImageFont
from streamlit_drawable_canvas import st_canvas

from digitdemo.data.canvas_message import HEIGHT, PEN, STRIP, WIDTH, Drawing, read_drawing
from digitdemo.system import warn_once
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.canvas import (
    can_undo,
    canvas_message,
    canvas_start,
    clear_canvas,
    last_drawing,
    remember_drawing,
    undo_stroke,
)

_LOG = logging.getLogger(__name__)

_HINT = (0x75, 0x7D, 0x8A, 255)  # grey that can be read on a light and on a dark page


def canvas() -> Drawing | None:
    """Show the canvas with its buttons and return the drawing, or None before the first stroke.

    Raises:
        PictureError: the browser sent something that is no drawing.
    """
    try:
        st_canvas(
            key=widget_keys.CANVAS,
            width=WIDTH,
            height=HEIGHT,
            stroke_width=PEN,
            stroke_color="#ffffff",
            background_image=_background(),
            initial_drawing=canvas_start(),
            return_image_data=True,
        )
    except (AttributeError, LookupError, TypeError) as error:
        # Once the canvas is on the page, the component takes apart what the browser says, unchecked. None of that is
        # used here: what is no drawing is named below.
        warn_once(_LOG, f"The canvas cannot read a browser's message: {type(error).__name__}")
    message = canvas_message()
    try:
        if message is not None:
            remember_drawing(read_drawing(message))
    finally:
        empty = message is None and last_drawing() is None
        with st.container(horizontal=True, width=WIDTH):
            st.button("Undo", icon=":material/undo:", on_click=undo_stroke, disabled=not can_undo(), key="undo")
            st.button("Clear", icon=":material/delete:", on_click=clear_canvas, disabled=empty, key="clear")
    return last_drawing()


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
