"""A room as its learners and its teacher see it: the board first, the rest in tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.classroom.drawing import draw_for_class
from digitdemo.ui.panels.classroom.ending import day_of_ending
from digitdemo.ui.panels.classroom.live_board import live_board
from digitdemo.ui.panels.classroom.showing import show_own_runs
from digitdemo.ui.panels.classroom.teaching import show_way_in, switch_size, teach, uncover
from digitdemo.ui.panels.classroom.test_set import class_test_set
from digitdemo.ui.state import class_drawings, classroom

if TYPE_CHECKING:
    from digitdemo.visitors.classes import Here


def show_room(here: Here) -> None:
    """Show the room as this visit has it."""
    room, member = here.room, here.member
    with st.container(horizontal=True, vertical_alignment="center"):
        said = [tr("This room ends on {day}.", day=day_of_ending(room))]
        if member is not None:
            said.insert(0, tr("You are **{name}**.", name=escape_markdown(member.nickname)))
        st.markdown(" ".join(said), width="content")
        st.button(
            tr("Other rooms"),
            type="tertiary",
            icon=":material/arrow_back:",
            on_click=classroom.leave_view,
            key="other_rooms",
        )
        if member is not None:
            _leave()
    parts: dict[str, Callable[[Here], None]] = {
        tr("Board"): _board,
        **({tr("Draw"): _draw} if member else {}),
        tr("Our test set"): _test_set,
        **({tr("Teacher"): _teach} if here.teaches else {}),
    }
    tabs = st.tabs(list(parts), key="room_tabs", on_change="rerun")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show(here)


def _leave() -> None:
    with st.popover(tr("Leave"), type="tertiary", icon=":material/logout:", key="leave"):
        st.markdown(tr("Your nickname, the runs that you show and the digits that you drew go. Your runs stay yours."))
        st.button(tr("Leave this room"), on_click=classroom.leave, key="leave_room")


def _board(here: Here) -> None:
    code, member = here.room.code, here.member
    if member is not None:
        show_own_runs(code)
    if not here.teaches:
        live_board(code, member.number if member else None)
        return
    row = st.container(horizontal=True, gap="large", key="class_board")
    with row.container(key="class_board_chart"):
        live_board(code, None)
    with row.container(width=260, key="way_in"):
        show_way_in(here.room)
        uncover(here.room)
        switch_size(here.room)


def _draw(here: Here) -> None:
    class_drawings.begin(here.room.code)
    draw_for_class(here.room.code)


def _test_set(here: Here) -> None:
    class_test_set(here.room.code)


def _teach(here: Here) -> None:
    teach(here.room)
