"""The board of a room: it looks every second whether something has changed there, and is made anew if so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from digitdemo.runs.run import RunError
from digitdemo.texts import language, tr
from digitdemo.ui import resources
from digitdemo.ui.charts.board import MOST_ROWS, Shown, board_chart, board_table, board_words
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.lesson_chart import as_large_as_letters
from digitdemo.ui.components.steady_chart import ready_chart, show_ready_chart
from digitdemo.ui.door.giving_way import let_others_go_first
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.classroom.pool import Pool, pool_of
from digitdemo.ui.panels.lessons.beside_curves import show_names
from digitdemo.ui.state import lessons
from digitdemo.visitors.room import RoomGone

LOOK_SECONDS = 1.0


@dataclass(frozen=True, eq=False)
class _Board:
    """A board as all who speak one language see it: `members` are their numbers."""

    members: frozenset[int]
    names: str
    runs: int
    uncovered: bool
    chart: dict[str, Any]
    table: str


@st.fragment(run_every=LOOK_SECONDS)
def live_board(code: str, member: int | None) -> None:
    """Show the board of a room to a member of that number, or to its teacher."""
    let_others_go_first()
    try:
        board = _board(code)
    except RoomGone:
        st.rerun()
    except RunError:
        st.warning(tr("The board cannot be read at the moment."))
        return
    if member is not None and member not in board.members:
        st.rerun()
    _show(board)


def _board(code: str) -> _Board:
    """Return the board as it is now; whoever comes first after a change makes it for all."""
    pulse, read = resources.pulses().of(code), resources.pool_readings().version
    large = lessons.is_large()
    return resources.made_once(lambda: _made(code), "board", code, pulse, read, language(), large)


def _made(code: str) -> _Board:
    classes = resources.classes()
    room, members = classes.rooms.find(code), classes.members.listed(code)
    entries = [(entry, run) for entry in classes.board.entries(code) if (run := resources.run_on_board(entry.run_id))]
    pool = pool_of(code, [run.id for _, run in entries])
    shown = [Shown(entry.nickname, run, *_right(pool, run.id)) for entry, run in entries]
    return _Board(
        members=frozenset(member.number for member in members),
        names=", ".join(escape_markdown(member.nickname) for member in members),
        runs=len(shown),
        uncovered=room.uncovered,
        chart=ready_chart(as_large_as_letters(board_chart(shown, room.uncovered)), board_words(shown)),
        table=board_table(shown, room.uncovered),
    )


def _right(pool: Pool, run_id: str) -> tuple[int, int]:
    read = pool.read_as(run_id)
    return sum(read[number] == digit for number, digit in pool.digits.items() if number in read), len(read)


def _show(board: _Board) -> None:
    st.caption(
        tr("{n} in this room: {names}", n=len(board.members), names=board.names)
        if board.members
        else tr("Nobody has joined yet.")
    )
    if not board.runs:
        st.info(tr("The board is empty. Runs that you show appear here, for all in the room."))
        return
    if board.uncovered:
        names = [(tr("validation"), CALM), (tr("test"), WARM)]
        show_names(names, tr("95% intervals"))
    show_ready_chart(board.chart, key="board")
    with st.container(key="board_table"):
        st.markdown(board.table)
    if board.runs > MOST_ROWS:
        st.caption(tr("The best {shown} of {all} runs.", shown=MOST_ROWS, all=board.runs))
    if not board.uncovered:
        st.caption(tr("Test accuracies are covered until the teacher uncovers them: choose by validation accuracy."))
