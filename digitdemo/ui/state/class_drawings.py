"""The digits that a visit draws for the test set of its class."""

from collections import Counter

from digitdemo.data.pictures import PictureError
from digitdemo.ui import resources
from digitdemo.ui.state import classroom
from digitdemo.ui.state.canvas import clear_canvas, take_drawing
from digitdemo.ui.state.visit import visit
from digitdemo.visitors.room import RoomRefused


def drawn(code: str) -> Counter[int]:
    """Return how many drawings of each digit this visit has in a room.

    Raises:
        StoreError: the database fails.
    """
    return Counter(resources.classes().drawings.counts(code, visit().owner))


def keep(code: str, digit: int) -> None:
    """Put what is on the canvas into the class's test set as a drawing of that digit, and clear the canvas."""

    def add() -> None:
        try:
            drawing = take_drawing()
            strokes = resources.strokes_of_digit(drawing.strokes) if drawing else ()
            resources.classes().drawings.add(code, visit().owner, digit, strokes)
        except PictureError as error:
            raise RoomRefused(str(error)) from error

    if classroom.attempt(add):
        clear_canvas()


def begin(code: str) -> None:
    """Clear the canvas of what was drawn elsewhere when a visit first draws for a room."""
    if visit().drawing_for != code:
        visit().drawing_for = code
        clear_canvas()


def ask_for_more(total: int) -> None:
    """Go on after that many drawings, which were all that were asked for."""
    visit().draws_beyond = total


def asked_for_more(total: int) -> bool:
    """Return whether this visit wants to go on after that many drawings."""
    return visit().draws_beyond == total
