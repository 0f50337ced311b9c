"""The board of a room: the runs that its members show there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from digitdemo.limits import limits
from digitdemo.runs.database import Database
from digitdemo.runs.schema import entries, members, runs
from digitdemo.texts import tr
from digitdemo.visitors.room import RoomRefused
from digitdemo.visitors.room_rows import check_teacher, member_number, note_change, open_room


@dataclass(frozen=True)
class Entry:
    """A run on the board, and who shows it."""

    member: int
    nickname: str
    run_id: str


class Board:
    """The boards of all rooms. Methods raise `RoomGone` and `StoreError` as those of `Rooms`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def show(self, code: str, owner: str, run_id: str) -> None:
        """Put a run of a member's own on the board; one that is there stays.

        Raises:
            RoomRefused: the visitor is not in the room, has no such run, or shows too many.
        """
        with self._database.write() as connection:
            open_room(connection, code, self._clock())
            member = member_number(connection, code, owner)
            query = select(runs.c.seq).where(runs.c.id == run_id, runs.c.owner == owner, ~runs.c.deleted)
            number = connection.execute(query).scalar()
            if number is None:
                raise RoomRefused(tr("This run is not kept, so it cannot be shown."))
            shown = select(entries.c.run).join(runs).where(entries.c.member == member, ~runs.c.deleted)
            others = set(connection.execute(shown).scalars())
            if number in others:
                return
            if len(others) >= (most := limits().room_runs):
                raise RoomRefused(tr("You show {most} runs already. Take one off the board first.", most=most))
            _remove(connection, member, run_id)  # one that was deleted and came back
            connection.execute(insert(entries).values(member=member, run=number))
            note_change(connection, code)

    def take_off(self, code: str, owner: str, run_id: str) -> None:
        """Take a member's own run off the board.

        Raises:
            RoomRefused: the visitor is not in the room.
        """
        with self._database.write() as connection:
            member = member_number(connection, code, owner)
            _remove(connection, member, run_id)
            note_change(connection, code)

    def remove(self, code: str, teacher: str, member: int, run_id: str) -> None:
        """Take a run off the board as the room's teacher.

        Raises:
            RoomRefused: `teacher` is no teacher of the room.
        """
        with self._database.write() as connection:
            check_teacher(connection, code, teacher, self._clock())
            of_room = select(members.c.seq).where(members.c.room == code, members.c.seq == member)
            if (found := connection.execute(of_room).scalar()) is not None:
                _remove(connection, found, run_id)
            note_change(connection, code)

    def entries(self, code: str) -> list[Entry]:
        """Return what is on the board: members in the order in which they came, their runs in that of saving."""
        query = select(members.c.seq, members.c.nickname, runs.c.id).select_from(entries.join(members).join(runs))
        query = query.where(members.c.room == code, ~runs.c.deleted).order_by(members.c.seq, runs.c.seq)
        with self._database.read() as connection:
            return [Entry(*row) for row in connection.execute(query)]


def _remove(connection: Connection, member: int, run_id: str) -> None:
    run = select(runs.c.seq).where(runs.c.id == run_id).scalar_subquery()
    connection.execute(delete(entries).where(entries.c.member == member, entries.c.run == run))
