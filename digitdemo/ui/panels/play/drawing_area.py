"""The canvas, and what comes on it: a drawing, a picture, a digit of the test set."""

import math
from dataclasses import dataclass

import streamlit as st

from digitdemo.data.canvas_message import Drawing
from digitdemo.data.mnist import DataError
from digitdemo.data.model_input import ModelInput, input_from_strokes
from digitdemo.data.pictures import PictureError
from digitdemo.limits import limits
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components.canvas import canvas
from digitdemo.ui.components.picture_field import help_picture_field
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import missing_files
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.play.found import say_found
from digitdemo.ui.state import address, draw_choices
from digitdemo.ui.state.canvas import can_undo, clear_canvas, laid_on, take_drawing, undo
from digitdemo.ui.state.laying import (
    lay_any_test_image,
    lay_hard_test_image,
    lay_upload,
    refused,
    upload_key,
)
from digitdemo.ui.state.open_address import opened_problems


@dataclass(frozen=True)
class CanvasContent:
    """What is on the canvas: a drawing or a picture, what models read of it, and why what was sent is no drawing."""

    drawing: Drawing | None
    picture: ModelInput | None
    model_input: ModelInput | None  # None where there is nothing to read
    said: str = ""

    @property
    def strokes(self) -> int:
        """Return how many strokes are seen: none below a picture."""
        return len(self.drawing.strokes) if self.drawing and not self.picture else 0


def canvas_content() -> CanvasContent:
    """Return what is on the canvas, which need not have been shown yet."""
    drawing, said = None, ""
    try:
        drawing = take_drawing()
    except PictureError as error:
        said = tr("The drawing could not be read. {error}. Press Clear and draw again.", error=str(error))
    picture = laid_on()
    if picture or not drawing or not drawing.strokes:
        return CanvasContent(drawing, picture, None if picture and picture.is_empty else picture, said)
    drawn = input_from_strokes(drawing, draw_choices.way(), resources.tell_strokes_apart)
    return CanvasContent(drawing, picture, drawn, said)


def drawing_area(there: CanvasContent) -> None:
    """Show the canvas with its buttons and what there is to say about what is on it."""
    picture, said = there.picture, there.said
    with st.container(key="drawing_area", width="content", gap="small"):
        empty = not (picture or said or (there.drawing and there.drawing.strokes))
        canvas(picture)
        _show_buttons(empty=empty)
        problem = refused()
        if isinstance(problem, DataError):
            missing_files.say_missing_mnist(problem)
        elif said := said or str(problem or ""):
            st.error(escape_markdown(said))
        if picture and picture.truth is not None:
            _say_test_image(picture)
        if picture and picture.found:
            say_found(picture.found)
        if empty and (problems := opened_problems()):
            say_address_problems(problems)
    address.write_address({address.IMAGE: picture.number if picture else None})


def _show_buttons(*, empty: bool) -> None:
    with st.container(horizontal=True, gap="xxsmall", key="canvas_buttons"):
        st.button(tr("Undo"), icon=":material/undo:", on_click=undo, disabled=not can_undo(), key="undo")
        st.button(tr("Clear"), icon=":material/delete:", on_click=clear_canvas, disabled=empty, key="clear")
        st.button(tr("Test digit"), icon=":material/casino:", on_click=lay_any_test_image, key="test_digit")
        with st.container(key="picture", width="content"):
            st.file_uploader(
                tr("Picture with digits, at most {most:g} MB", most=limits().picture_mb),
                key=upload_key(),
                on_change=lay_upload,
                max_upload_size=math.ceil(limits().picture_mb),
                label_visibility="collapsed",
            )
            help_picture_field()


def _say_test_image(picture: ModelInput) -> None:
    """Say which test image it is, and offer one that is harder."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            tr("{name} is the digit **{digit}**.", name=picture.name, digit=picture.truth),
            width="content",
            help=tr("MNIST has 10,000 test images. No model has learned from them."),
        )
        st.button(
            tr("A hard one"),
            icon=":material/psychology_alt:",
            on_click=lay_hard_test_image,
            key="hard",
            type="tertiary",
            help=tr("A test image that one of these models misreads."),
        )
