"""Ten digits for the class's own test set, drawn one after the other on the canvas."""

from __future__ import annotations

import streamlit as st

from digitdemo.data.canvas_message import Drawing
from digitdemo.data.pictures import PictureError
from digitdemo.limits import limits
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui.components.canvas import canvas
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import class_drawings, classroom
from digitdemo.ui.state.canvas import clear_canvas, restore_lost_drawing, take_drawing
from digitdemo.visitors.room import next_digit

_ROUND = 10


@st.fragment
def draw_for_class(code: str) -> None:
    """Ask a member for one digit after the other; in a fragment: a stroke reruns only this."""
    try:
        drawn = class_drawings.drawn(code)
    except RunError:
        st.warning(tr("The drawings cannot be read at the moment."))
        return
    if problem := classroom.take_problem():
        if _is_out():
            st.rerun()  # the page says what has become of the room
        st.warning(escape_markdown(problem))
    if drawn.total() and drawn.total() % _ROUND == 0 and not class_drawings.asked_for_more(drawn.total()):
        _done(drawn.total())
        return
    digit = next_digit(drawn)
    st.header(tr("Draw this digit: {digit}", digit=digit))
    st.progress(drawn.total() % _ROUND / _ROUND, text=tr("{n} of {all}", n=drawn.total() % _ROUND, all=_ROUND))
    with st.container(key="drawing_area", width="content", gap="small"):
        restore_lost_drawing()
        canvas(None)
        drawing = _drawing()
        empty = drawing is None or not drawing.strokes
        with st.container(horizontal=True):
            st.button(
                tr("Done"),
                type="primary",
                disabled=empty,
                on_click=class_drawings.keep,
                args=(code, digit),
                key="class_done",
            )
            st.button(tr("Clear"), icon=":material/delete:", disabled=empty, on_click=clear_canvas, key="class_clear")


def _is_out() -> bool:
    """Return whether the room is closed, or the visit is no member of it any more."""
    try:
        here = classroom.here()
    except RunError:
        return False
    return here is None or here.member is None


def _done(total: int) -> None:
    st.success(tr("Thank you: your {n} digits are in the class's test set.", n=total))
    if total < limits().room_drawings:
        st.button(tr("Draw ten more"), on_click=class_drawings.ask_for_more, args=(total,), key="draw_more")


def _drawing() -> Drawing | None:
    try:
        return take_drawing()
    except PictureError as error:
        st.error(escape_markdown(tr("The drawing could not be read. {error}. Press Clear.", error=str(error))))
        return None
