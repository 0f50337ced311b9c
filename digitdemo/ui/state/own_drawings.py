"""The visitor's own test set: drawings join it from the canvas and from files, and models are asked about them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from digitdemo.data.mnist import DataError
from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import StrokeDrawing, read_stranger_file, write_stroke_file
from digitdemo.runs.reasons import reason_in_words
from digitdemo.runs.run import Run, RunError
from digitdemo.texts import tr_n
from digitdemo.ui import resources
from digitdemo.ui.state import run_list, widget_keys
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.canvas import take_drawing
from digitdemo.ui.state.uploaded import take_bytes, uploaded
from digitdemo.ui.state.visit import OnCanvas, visit

if TYPE_CHECKING:
    from digitdemo.visitors.own_test_set import OwnTestSet

TEST_SETS = MNIST, MINE = "mnist", "mine"  # of the page of mistakes
_ABOUT = "Drawings of digits, labelled in digitdemo. Points are [x, y], y down; area is the side of the canvas."


def keep_drawing(digit: int) -> None:
    """Keep the drawing on the canvas, which shows `digit`."""
    from digitdemo.visitors.drawings import DrawingsFull  # here: SQLAlchemy, for whoever only draws

    with contextlib.suppress(PictureError):
        take_drawing()
    drawing = visit().drawing
    if drawing is None or not drawing.strokes:
        return
    strokes = resources.strokes_of_digit(drawing.strokes)
    try:
        number = resources.own_drawings(visit().owner, visitors_address()).add(digit, strokes)
        visit().on_canvas = OnCanvas(drawing.objects, digit, number)
        visit().has_drawings = visit().in_store = True
    except (DrawingsFull, PictureError, RunError) as error:
        visit().on_canvas = OnCanvas(drawing.objects, digit, problem=str(error))


def on_canvas() -> OnCanvas | None:
    """Return what came of keeping the drawing that is on the canvas now; None if nobody has asked for that."""
    done, drawing = visit().on_canvas, visit().drawing
    return done if done and drawing and done.objects == drawing.objects else None


def take_back() -> None:
    """Delete the drawing on the canvas from those that are kept."""
    done = on_canvas()
    if done and done.number is not None:
        delete(done.number)


def delete(number: int) -> None:
    """Delete one of the drawings that are kept."""
    try:
        resources.own_drawings(visit().owner).delete(number)
        if (done := visit().on_canvas) and done.number == number:
            visit().on_canvas = None
    except RunError as error:
        visit().drawings_said = reason_in_words(str(error))


def delete_all() -> None:
    """Delete all of them."""
    try:
        resources.own_drawings(visit().owner).forget_all()
        visit().on_canvas = None
    except RunError as error:
        visit().drawings_said = reason_in_words(str(error))


def mine() -> OwnTestSet:
    """Return the drawings that are kept, as models are asked about them.

    Raises:
        RunError: the database fails.
    """
    owner = visit().owner
    return resources.own_test_set(owner, resources.own_drawings(owner).version())


def counted(drawings: OwnTestSet, run: Run) -> np.ndarray:
    """Return which drawings count for a run, bool (n,): all, or those held out if it has learned from the others."""
    learned = run.own and run_list.is_own(run.id)
    return drawings.held_out if learned else np.ones(len(drawings), bool)


def chosen_set() -> str:
    """Return which test set the page of mistakes shows."""
    return visit().test_set


def look_at_mine() -> None:
    """Make the page of mistakes show the own drawings."""
    visit().test_set = MINE


def as_file(drawings: OwnTestSet) -> bytes:
    """Return the drawings as a file of strokes."""
    entries = [StrokeDrawing(each.digit, "", each.strokes, each.held_out) for each in drawings.drawings]
    return write_stroke_file(entries, _ABOUT)


def import_key() -> str:
    """Return the key of the field for a file of drawings; a new one after each file, so that the field is empty."""
    return widget_keys.drawings_file(visit().drawing_files)


def take_file() -> None:
    """Add the drawings of the file that was chosen, and note what has come of it, for `take_said`."""
    if (file := uploaded(import_key())) is None:
        return
    now = visit()
    now.drawing_files += 1
    try:
        given = read_stranger_file(take_bytes(file), file.name[:60])
        added = resources.own_drawings(now.owner, visitors_address()).add_all(given)
    except (DataError, PictureError, RunError) as error:
        now.drawings_said = reason_in_words(str(error))
        return
    now.has_drawings = now.in_store = True
    said = [tr_n("{n} drawing was added.", "{n} drawings were added.", added.new)]
    if added.known:
        said.append(tr_n("{n} was there already.", "{n} were there already.", added.known))
    if added.left_out:
        said += [tr_n("There was no room for {n}.", "There was no room for {n}.", added.left_out), added.refusal]
    now.drawings_said = " ".join(said)


def take_said() -> str:
    """Return what has come of the last change, once; "" where there is nothing to say."""
    said, visit().drawings_said = visit().drawings_said, ""
    return said
