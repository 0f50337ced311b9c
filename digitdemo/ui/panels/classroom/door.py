"""Where a visit is in no room: join one by its code, open one, or go back to one that one is in."""

import streamlit as st

from digitdemo.limits import limits
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.classroom.ending import day_of_ending
from digitdemo.ui.state import classroom, widget_keys
from digitdemo.visitors.codes import ROOM_CODES
from digitdemo.visitors.names import MOST_NICKNAME, MOST_TITLE
from digitdemo.visitors.room import DAYS, Room


def show_door() -> None:
    """Show the three ways into a room."""
    try:
        _own_rooms()
    except RunError:
        st.warning(tr("Rooms cannot be read at the moment. Try again in a minute."))
    row = st.container(horizontal=True, gap="large", key="door")
    with row.container(width=380):
        _join()
    with row.container(width=380):
        _open()


def ask_nickname(room: Room) -> None:
    """Ask one who has come by a room's link what to be called there."""
    with st.form("nickname_form", border=False):
        st.text_input(
            tr("Your nickname"),
            key=widget_keys.NICKNAME,
            max_chars=MOST_NICKNAME,
            help=tr("All in the room see it. Take one by which the class knows you, and not your full name."),
            width=320,
        )
        st.form_submit_button(tr("Join"), type="primary", on_click=classroom.join_as_typed, key="join")
    st.caption(
        tr(
            "All in the room see your nickname, and the runs and digits that you show there. The room ends on {day}: "
            "then they are deleted there. Your runs stay yours.",
            day=day_of_ending(room),
        )
    )


def _own_rooms() -> None:
    rooms = classroom.own_rooms()
    if not rooms:
        return
    st.header(tr("Your rooms"))
    with st.container(horizontal=True):
        for room in rooms:
            name = escape_markdown(classroom.room_name(room))
            st.button(
                name, icon=":material/groups:", on_click=classroom.go_to, args=(room.code,), key=f"to_{room.code}"
            )


def _join() -> None:
    st.header(tr("Join a room"))
    with st.form("code_form", border=False):
        st.text_input(
            tr("Code"),
            key=widget_keys.ROOM_CODE,
            max_chars=ROOM_CODES.length + 4,
            help=tr("Your teacher has it: {n} letters and digits.", n=ROOM_CODES.length),
            width=200,
        )
        st.form_submit_button(tr("Go in"), type="primary", on_click=classroom.enter_as_typed, key="enter")


def _open() -> None:
    st.header(tr("Open a room"))
    with st.form("title_form", border=False):
        st.text_input(tr("Title"), key=widget_keys.ROOM_TITLE, max_chars=MOST_TITLE, placeholder=tr("Class 9b"))
        st.form_submit_button(tr("Open a room"), on_click=classroom.open_as_typed, key="open_room")
    st.caption(
        tr(
            "For teachers. Up to {most} learners join by a link, without accounts, and show each other what they have "
            "trained. The room ends by itself after {days} days.",
            most=limits().room_learners,
            days=DAYS,
        )
    )
