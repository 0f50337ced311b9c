"""What is on the canvas in this visit: the drawing that it sent or was told to show, or a picture laid on it."""

import contextlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from digitdemo.data.canvas_message import Drawing, drawing_of, read_drawing
from digitdemo.data.model_input import ModelInput
from digitdemo.data.pictures import PictureError
from digitdemo.data.strokes import Strokes
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.visit import visit

_ORDER = "order"  # names what the canvas is told; its own messages have none


def take_drawing() -> Drawing | None:
    """Return the drawing: what the browser said last or, until it has obeyed, what it was told; at first None.

    Raises:
        PictureError: the browser sent something that is no drawing.
    """
    now, message = visit(), _message()
    if message is not None and message != now.canvas_heard:
        now.drawing = read_drawing(message)
        now.canvas_heard = message
        if now.drawing.strokes:
            now.laid_on = now.refused = None  # who draws has done with pictures
    return now.drawing


def canvas_start() -> dict[str, Any]:
    """Return the drawing that the canvas is told to begin with."""
    return visit().canvas_start


def canvas_is_told() -> bool:
    """Return whether the canvas is to show something else than what was drawn on it."""
    now = visit()
    return now.laid_on is not None or now.drawing is None or now.drawing.objects == now.canvas_start["objects"]


def canvas_version() -> str:
    """Return which order to the canvas, of those in this visit, the drawing goes back to."""
    return str(visit().canvas_starts)


def strokes_told() -> Strokes:
    """Return the strokes that the canvas was told to begin with."""
    return visit().strokes_told


def draw_on_canvas(strokes: Strokes) -> None:
    """Make the canvas show these strokes, in units of `WIDTH`; what it showed comes back by `undo` after a Clear."""
    clear_canvas()
    restart_canvas(drawing_of(strokes).objects)


def restore_drawing() -> None:
    """Make the canvas begin with this visit's last drawing if it has just been opened; call it outside fragments."""
    now = visit()
    # Once told, it must not be told again: that would wipe a stroke under way.
    if now.drawing is not None and _message() is None and not now.canvas_restored:
        restart_canvas(now.drawing.objects)
    now.canvas_restored = True


def restore_lost_drawing() -> None:
    """Make the canvas show this visit's last drawing again where it was off the page that is open meanwhile."""
    now = visit()
    if now.drawing is not None and _message() is None and now.canvas_start["objects"] != now.drawing.objects:
        restart_canvas(now.drawing.objects)


def laid_on() -> ModelInput | None:
    """Return the picture or test image that lies on the canvas in place of a drawing."""
    return visit().laid_on


def begins_answer() -> bool:
    """Return whether the drawing or picture is another one than when this was asked last: its answer is awaited."""
    now = visit()
    shown = now.laid_on or now.drawing
    before, now.answered = now.answered, shown
    return shown is not before


def lay_on(picture: ModelInput) -> None:
    """Lay a picture on the canvas; a drawing gives way to it, and comes back by `undo`."""
    if _objects():
        clear_canvas()
    visit().laid_on, visit().refused = picture, None


def undo() -> None:
    """Take back the last stroke or, where there is none, bring back what was cleared or gave way to a picture."""
    now = visit()
    now.refused = None
    if objects := _objects():
        restart_canvas(objects[:-1])
    else:
        (objects, now.laid_on), now.wiped = now.wiped, ([], None)
        restart_canvas(objects)


def clear_canvas() -> None:
    """Take back all strokes and the picture."""
    now = visit()
    if (objects := _objects()) or now.laid_on:
        now.wiped = objects, now.laid_on
    now.laid_on = now.refused = None
    restart_canvas([])


def can_undo() -> bool:
    """Return whether `undo` would change anything."""
    return bool(_objects() or visit().laid_on or any(visit().wiped))


def _message() -> Any:
    """Return what the browser said of the drawing, unchecked, or None before its first stroke."""
    said = st.session_state.get(widget_keys.CANVAS)
    drawing = said.get("drawing") if isinstance(said, Mapping) else said
    raw = drawing.get("raw") if isinstance(drawing, Mapping) else None
    return None if isinstance(raw, Mapping) and _ORDER in raw else drawing


def restart_canvas(objects: list[Any]) -> None:
    """Make the canvas load `objects`, a stroke each, in place of what it shows; a number makes every order a new one.

    What the canvas has said last counts as heard: until it says something else it has not obeyed.
    """
    now = visit()
    now.canvas_starts += 1
    now.canvas_start = {"objects": objects, _ORDER: now.canvas_starts}
    now.canvas_heard = _message()
    now.drawing = read_drawing({"raw": now.canvas_start})
    now.strokes_told = now.drawing.strokes


def _objects() -> list[Any]:
    """Return the strokes that the canvas shows, or has been told to show.

    A click may come before what the canvas has said just now was read.
    """
    with contextlib.suppress(PictureError):
        take_drawing()
    drawing = visit().drawing
    return drawing.objects if drawing is not None else []
