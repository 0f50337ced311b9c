"""What the teacher of a room does: links to hand on, what is uncovered, who and what is removed, the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from digitdemo.config.describe import brief_name
from digitdemo.runs.run import RunError
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.components.choice import choose
from digitdemo.ui.components.qr_code import show_link
from digitdemo.ui.panels.classroom.ending import day_of_ending
from digitdemo.ui.state import address, lessons, room_teaching, widget_keys
from digitdemo.visitors.room import Room


def show_way_in(room: Room) -> None:
    """Show the learners' way into the room: the code, the link and its QR code."""
    st.markdown(tr("Join with the code"))
    st.header(f"{room.code[:4]} {room.code[4:]}", anchor=False)
    show_link(address.link_to("class", {address.ROOM: room.code}), tr("Link for the learners"), key="learners_link")


def uncover(room: Room) -> None:
    """Show the toggle that uncovers test accuracies for all."""
    st.toggle(
        tr("Uncover the test accuracies"),
        key=room_teaching.uncovered_key(room),
        on_change=room_teaching.uncover_as_chosen,
        args=(room,),
        help=tr("Uncover them at the end: whoever picks by test accuracy makes the test part of the training."),
    )


def switch_size(room: Room) -> None:
    """Show the link to the same page in large type, or back."""
    large = lessons.is_large()
    says = {address.ROOM: room.code, **({} if large else {lessons.TYPE: lessons.LARGE})}
    label = tr("Normal type") if large else tr("Large type, for a projector")
    st.page_link("digitdemo/ui/pages/class.py", label=label, icon=":material/format_size:", query_params=says)


def teach(room: Room) -> None:
    """Show what only a teacher may do and what is not for the projector."""
    _teachers_link(room)
    try:
        _removals(room.code)
    except RunError:
        st.warning(tr("The room cannot be read at the moment."))
    st.header(tr("Close the room"))
    st.caption(
        tr(
            "It ends by itself on {day}. Closing it deletes the board, the nicknames and the drawings now, for all. "
            "Runs stay with those who trained them.",
            day=day_of_ending(room),
        )
    )
    sure = st.checkbox(tr("I am sure"), key="sure_to_close")
    st.button(
        tr("Close the room"), disabled=not sure, on_click=room_teaching.close, args=(room.code,), key="close_room"
    )


def _teachers_link(room: Room) -> None:
    st.header(tr("Link for the teacher"))
    secret = room_teaching.secret_of(room.code)
    if secret:
        st.caption(
            tr(
                "It makes whoever has it a teacher of this room. Save it now and keep it to yourself: after a reload "
                "it is not shown again."
            )
        )
        show_link(
            address.link_to("class", {address.TEACHER: secret}),
            tr("Link for the teacher"),
            key="teachers_link",
            with_code=False,
        )
        return
    st.caption(tr("It was shown when it was made. A new link makes the old one stop working."))
    st.button(tr("Make a new one"), on_click=room_teaching.new_secret, args=(room.code,), key="new_secret")


def _removals(code: str) -> None:
    """Show choices of a member, a run, a drawing, each with the button that removes it."""
    classes = resources.classes()
    members = {member.number: member.nickname for member in classes.members.listed(code)}
    shown = {
        (entry.member, entry.run_id): f"{entry.nickname}: {_run_in_words(entry.run_id)} ({number})"
        for number, entry in enumerate(classes.board.entries(code), start=1)
    }
    drawings = {
        one.number: tr("{name}: digit {digit} (No. {number})", name=one.nickname, digit=one.digit, number=one.number)
        for one in classes.drawings.listed(code)
    }
    st.header(tr("Remove"))
    if not members:
        st.caption(tr("Nobody has joined yet."))
        return
    _removal(tr("A learner, with their runs and drawings here"), members, "member", code)
    _removal(tr("A run from the board"), shown, "entry", code)
    _removal(tr("A drawing from the test set"), drawings, "drawing", code)


def _run_in_words(run_id: str) -> str:
    run = resources.run_on_board(run_id)
    return brief_name(run.config) if run else tr("a run that is damaged")


def _removal(label: str, choices: Mapping[Any, str], what: str, code: str) -> None:
    if not choices:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose(
            label,
            list(choices),
            index=None,
            placeholder=tr("Choose"),
            format_func=choices.__getitem__,
            key=widget_keys.to_remove(what),
            width=420,
        )
        st.button(
            tr("Remove"),
            icon=":material/delete:",
            disabled=chosen not in choices,
            on_click=room_teaching.remove,
            args=(what, code, chosen),
            key=f"remove_{what}",
        )
