"""Which of a visit's runs are shown to its class, and the button that shows them."""

from digitdemo.runs.run import RunError
from digitdemo.ui import resources
from digitdemo.ui.state import classroom
from digitdemo.ui.state.visit import visit


def shown_to_class(code: str) -> list[str]:
    """Return the ids of this visit's runs that are on the board of a room; none where that cannot be known now."""
    classes = resources.classes()
    try:
        member, entries = classes.members.find(code, visit().owner), classes.board.entries(code)
    except RunError:
        return []
    return [entry.run_id for entry in entries if member and entry.member == member.number]


def show(code: str, run_id: str) -> None:
    """Put one of this visit's runs on the board of a room."""
    classroom.attempt(lambda: resources.classes().board.show(code, visit().owner, run_id))


def take_off(code: str, run_id: str) -> None:
    """Take one of this visit's runs off the board of a room."""
    classroom.attempt(lambda: resources.classes().board.take_off(code, visit().owner, run_id))
