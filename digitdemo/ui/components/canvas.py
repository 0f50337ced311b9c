"""The drawing area: the only import of streamlit-drawable-canvas, and a script that makes it ours."""

import logging
from pathlib import Path

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digitdemo.data.canvas_message import FINENESS, PEN, WIDTH
from digitdemo.data.model_input import ModelInput
from digitdemo.system import warn_once
from digitdemo.texts import tr
from digitdemo.ui.charts.pictures import data_url
from digitdemo.ui.components.picture_box import show_boxes
from digitdemo.ui.components.script import bundle
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.canvas import canvas_start
from digitdemo.ui.state.laying import draws_box, lay_box

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_SIDE = 420  # pixels of the page, about

# Its style is the page's, not shut in: it gives the canvas its place and size before the canvas is there.
_SCRIPT = st.components.v2.component(
    "digitdemo_canvas",
    js=bundle(_HERE / "canvas.js"),
    css=(_HERE / "canvas.css").read_text(encoding="utf-8"),
    html='<img alt="" hidden>',
    isolate_styles=False,
)


def canvas(picture: ModelInput | None) -> None:
    """Show the canvas, and a picture on it if there is one; `take_drawing` of digitdemo/ui/state/canvas.py hears it."""
    found = picture.found if picture else None
    shown = picture and {"source": data_url(found.picture.grey if found else picture.ink, _SIDE), "name": picture.name}
    with st.container(key="paper"):
        try:
            st_canvas(
                key=widget_keys.CANVAS,
                width=WIDTH * FINENESS,
                height=WIDTH * FINENESS,
                stroke_width=PEN * FINENESS,
                stroke_color="#ffffff",
                background_color="#000000",
                initial_drawing=canvas_start(),
            )
        except (AttributeError, LookupError, TypeError) as error:
            # Once the canvas is on the page, the component takes apart what the browser says, unchecked. None of that
            # is used here: what is no drawing is named where it is read.
            warn_once(_LOG, f"The canvas cannot read a browser's message: {type(error).__name__}")
        label = tr("Drawing area, for a mouse or a finger")
        told = {"canvas": f".st-key-{widget_keys.CANVAS}", "picture": shown, "label": label}
        _SCRIPT(key="canvas_script", data=told)
        if found:
            show_boxes(found, choosing=draws_box(), on_box=lay_box)
