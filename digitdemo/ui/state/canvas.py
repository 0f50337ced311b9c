"""The drawing of this visit: what the canvas sent, and what it is told to show."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from digitdemo.data.canvas_message import Drawing
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.visit import visit


def last_drawing() -> Drawing | None:
    """Return the drawing that the canvas sent last in this visit."""
    return visit().drawing


def remember_drawing(drawing: Drawing) -> None:
    """Keep a drawing, so that leaving the Draw page loses nothing."""
    visit().drawing = drawing


def canvas_message() -> Any:
    """Return what the browser said of the drawing, unchecked, or None before its first stroke."""
    said = st.session_state.get(widget_keys.CANVAS)
    drawing = said.get("drawing") if isinstance(said, Mapping) else said
    return None if isinstance(drawing, Mapping) and drawing.get("data") is None else drawing


def canvas_start() -> dict[str, Any]:
    """Return the drawing that the canvas is told to begin with."""
    return visit().canvas_start


def restore_drawing() -> None:
    """Make the canvas begin with this visit's last drawing if it has just been opened; call it outside fragments."""
    now = visit()
    # Once told, it must not be told again: that would wipe a stroke under way.
    if now.drawing is not None and canvas_message() is None and not now.canvas_restored:
        _restart_canvas(now.drawing.objects)
    now.canvas_restored = True


def undo_stroke() -> None:
    """Take back the last stroke, or, where there is none, bring back what was cleared."""
    if objects := _objects():
        _restart_canvas(objects[:-1])
    else:
        cleared, visit().cleared = visit().cleared, []
        _restart_canvas(cleared)


def clear_canvas() -> None:
    """Take back all strokes."""
    if objects := _objects():
        visit().cleared = objects
    _restart_canvas([])


def can_undo() -> bool:
    """Return whether `undo_stroke` would change anything."""
    return bool(_objects() or visit().cleared)


def _restart_canvas(objects: list[Any]) -> None:
    """Make the canvas load `objects` in place of what it shows; the number makes every order a new one.

    What the canvas has said last is kept, to be known again: until it says something else it has not obeyed.
    """
    now = visit()
    now.canvas_starts += 1
    now.canvas_start = {"objects": objects, "version": str(now.canvas_starts)}
    now.canvas_said = canvas_message()


def _objects() -> list[Any]:
    """Return the strokes that the canvas shows, or has been told to show and not answered yet."""
    now = visit()
    obeyed = canvas_message() != now.canvas_said
    return now.drawing.objects if obeyed and now.drawing is not None else now.canvas_start["objects"]
