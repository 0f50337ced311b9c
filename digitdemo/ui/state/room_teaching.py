"""What a visit does in a room as its teacher."""

from typing import Any

import streamlit as st

from digitdemo.ui import resources
from digitdemo.ui.state import classroom, widget_keys
from digitdemo.ui.state.visit import visit
from digitdemo.visitors.room import Room


def secret_of(code: str) -> str:
    """Return the secret for a teacher's link, as long as this visit knows it, else ""."""
    return visit().room_secrets.get(code, "")


def new_secret(code: str) -> None:
    """Make a new secret for a teacher's link; the one before is worth nothing any more."""

    def make() -> None:
        secret = resources.classes().rooms.new_secret(code, visit().owner)
        visit().room_secrets = {**visit().room_secrets, code: secret}

    classroom.attempt(make)


def uncovered_key(room: Room) -> str:
    """Return the key of the toggle that uncovers test accuracies, which is made to say how it is."""
    key = widget_keys.UNCOVERED
    st.session_state[key] = room.uncovered
    return key


def uncover_as_chosen(room: Room) -> None:
    """Uncover or cover test accuracies as the toggle says."""
    chosen = st.session_state[widget_keys.UNCOVERED]
    classroom.attempt(lambda: resources.classes().rooms.uncover(room.code, visit().owner, bool(chosen)))


def close(code: str) -> None:
    """Close a room: delete it for all."""
    if classroom.attempt(lambda: resources.classes().rooms.close(code, visit().owner)):
        visit().room = ""


def remove(what: str, code: str, which: Any) -> None:
    """Remove a member by number, an entry by member and run, or a drawing by number."""
    classes, owner = resources.classes(), visit().owner
    match what, which:
        case "member", int(number):
            classroom.attempt(lambda: classes.members.remove(code, owner, number))
        case "entry", (int(member), str(run_id)):
            classroom.attempt(lambda: classes.board.remove(code, owner, member, run_id))
        case "drawing", int(number):
            classroom.attempt(lambda: classes.drawings.remove(code, owner, number))
