"""The room of a class that a visit is in: found, joined, taught; and what was not possible there, in words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from digitdemo.runs.run import RunError
from digitdemo.system import warn_once
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.visit import visit
from digitdemo.visitors.codes import ROOM_CODES
from digitdemo.visitors.room import Room, RoomGone, RoomRefused

if TYPE_CHECKING:
    from digitdemo.visitors.classes import Here

_LOG = logging.getLogger(__name__)


def attempt(action: Callable[[], object]) -> bool:
    """Do something in a room and return whether that was possible; `take_problem` says why not."""
    now = visit()
    now.room_problem = ""
    try:
        action()
    except RoomRefused as error:
        now.room_problem = str(error)
    except RunError as error:
        warn_once(_LOG, f"What somebody did in a room is not kept: {error}")
        now.room_problem = tr("That could not be saved. Try again in a minute.")
    if now.room:
        resources.pulses().forget(now.room)
    return not now.room_problem


def take_problem() -> str:
    """Return what was not possible last, once."""
    now = visit()
    said, now.room_problem = now.room_problem, ""
    return said


def enter(typed: str) -> None:
    """Open the room of a code as somebody has typed it."""
    attempt(lambda: _enter(typed))


def go_to(code: str) -> None:
    """Open one of this visit's own rooms."""
    visit().room = code


def take_up(secret: str) -> None:
    """Open the room that has this secret, as its teacher."""

    def teach() -> None:
        try:
            visit().room = resources.classes().rooms.teach(secret[:100], visit().owner).code
        except RoomGone:
            raise RoomRefused(tr("This teacher's link does not work (any more).")) from None
        visit().room_secrets = {**visit().room_secrets, visit().room: secret}
        visit().has_rooms = visit().in_store = True

    attempt(teach)


def open_room(title: str) -> None:
    """Open a new room, as its teacher."""

    def open_new() -> None:
        opened = resources.classes().rooms.open(visit().owner, title, visitors_address())
        visit().room = opened.room.code
        visit().room_secrets = {**visit().room_secrets, opened.room.code: opened.secret}
        visit().has_rooms = visit().in_store = True

    attempt(open_new)


def join(nickname: str) -> None:
    """Join the room that is open under that nickname."""
    if attempt(lambda: resources.classes().members.join(visit().room, visit().owner, nickname)):
        visit().has_rooms = visit().in_store = True


def enter_as_typed() -> None:
    """Open the room of the code in the field for it."""
    enter(str(st.session_state.get(widget_keys.ROOM_CODE) or ""))


def open_as_typed() -> None:
    """Open a new room of the title in the field for it."""
    open_room(str(st.session_state.get(widget_keys.ROOM_TITLE) or ""))


def join_as_typed() -> None:
    """Join the room that is open under the nickname in the field for it."""
    join(str(st.session_state.get(widget_keys.NICKNAME) or ""))


def leave() -> None:
    """Leave the room that is open, with all that one has shown and drawn there."""
    now, code = visit(), visit().room
    if attempt(lambda: resources.classes().members.leave(code, now.owner)):
        now.nicknames = {other: name for other, name in now.nicknames.items() if other != code}
        now.room = ""


def leave_view() -> None:
    """Go back to where one opens or joins a room; one stays a member."""
    visit().room = ""


def here() -> Here | None:
    """Return the room that is open as this visit has it, None where none is; what has become of it is a problem then.

    Raises:
        StoreError: the database fails.
    """
    now = visit()
    if not now.room:
        return None
    try:
        found = resources.classes().here(now.room, now.owner)
    except RoomGone:
        said = tr("The room {code} is closed. What you trained there is still yours.", code=now.room)
        now.room_problem = said if _was_there() else str(RoomGone())
        now.room = ""
        return None
    if found.member:
        now.nicknames = {**now.nicknames, now.room: found.member.nickname}
    elif now.room in now.nicknames:
        now.nicknames = {code: name for code, name in now.nicknames.items() if code != now.room}
        now.room_problem = tr(
            "You are not in this room any more: the teacher has removed you, or you left it in another tab. You can "
            "join again; choose a nickname that suits the class."
        )
    return found


def own_rooms() -> list[Room]:
    """Return the rooms that this visit teaches or is in.

    Raises:
        StoreError: the database fails.
    """
    return resources.classes().rooms.of(visit().owner)


def room_of_learner() -> str:
    """Return the code of the room that this visit is in as a learner, "" for none: of several the one opened last."""
    now = visit()
    if not now.room_looked_up:
        now.room_looked_up = True
        try:
            _look_up()
        except RunError as error:
            warn_once(_LOG, f"Nobody knows who is in which room: {error}")
    return now.room if now.room in now.nicknames else ""


def room_name(room: Room) -> str:
    """Return what a room is called; its title is a stranger's text."""
    return room.title or tr("Room {code}", code=room.code)


def _enter(typed: str) -> None:
    now = visit()
    if not now.wrong_codes.allowed():
        raise RoomRefused(tr("Too many wrong codes were tried. Wait a few minutes, then try again."))
    if not typed.strip():
        raise RoomRefused(tr("Type the code first."))
    code = ROOM_CODES.typed(typed)
    try:
        if not code:
            raise RoomGone
        now.room = resources.classes().rooms.find(code).code
    except RoomGone:
        now.wrong_codes.note_wrong()
        raise RoomRefused(
            tr("There is no room {code!r} (any more). Look at the code again.", code=typed[:20])
        ) from None


def _look_up() -> None:
    now = visit()
    for room in own_rooms():
        if member := resources.classes().members.find(room.code, now.owner):
            now.nicknames = {**now.nicknames, room.code: member.nickname}
            now.room = now.room or room.code


def _was_there() -> bool:
    return visit().room in visit().nicknames or visit().room in visit().room_secrets
