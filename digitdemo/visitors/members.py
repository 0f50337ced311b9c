"""Who is in a room: learners under nicknames, without accounts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from digitdemo.limits import limits
from digitdemo.runs.database import Database
from digitdemo.runs.schema import members
from digitdemo.texts import tr
from digitdemo.visitors.names import checked_nickname
from digitdemo.visitors.room import RoomRefused
from digitdemo.visitors.room_rows import check_teacher, note_change, open_room


@dataclass(frozen=True)
class Member:
    """Somebody in a room, by a number that nobody else ever had."""

    number: int
    nickname: str


class Members:
    """The members of all rooms. Methods raise `RoomGone` and `StoreError` as those of `Rooms`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def join(self, code: str, owner: str, nickname: str) -> Member:
        """Take a visitor into the room, or call one who is in it by another nickname.

        Raises:
            RoomRefused: the nickname is not allowed or taken, or the room is full.
        """
        nickname = checked_nickname(nickname)
        with self._database.write() as connection:
            open_room(connection, code, self._clock())
            query = select(members.c.seq, members.c.owner, members.c.nickname).where(members.c.room == code)
            others = connection.execute(query).all()
            if any(one.owner != owner and one.nickname.casefold() == nickname.casefold() for one in others):
                raise RoomRefused(tr("Nickname: {name} is taken in this room; choose another", name=nickname))
            own = members.c.room == code, members.c.owner == owner
            if any(one.owner == owner for one in others):
                connection.execute(members.update().where(*own).values(nickname=nickname))
            elif len(others) >= limits().room_learners:
                raise RoomRefused(tr("This room is full: {most} are in it.", most=limits().room_learners))
            else:
                connection.execute(insert(members).values(room=code, owner=owner, nickname=nickname))
            note_change(connection, code)
            return Member(connection.execute(select(members.c.seq).where(*own)).scalar_one(), nickname)

    def find(self, code: str, owner: str) -> Member | None:
        """Return as whom a visitor is in the room; None where not (any more)."""
        query = select(members.c.seq, members.c.nickname).where(members.c.room == code, members.c.owner == owner)
        with self._database.read() as connection:
            found = connection.execute(query).first()
        return Member(*found) if found else None

    def listed(self, code: str) -> list[Member]:
        """Return who is in the room, in the order in which they came."""
        query = select(members.c.seq, members.c.nickname).where(members.c.room == code).order_by(members.c.seq)
        with self._database.read() as connection:
            return [Member(*row) for row in connection.execute(query)]

    def leave(self, code: str, owner: str) -> None:
        """Take a visitor out of the room, with all that is theirs there."""
        with self._database.write() as connection:
            connection.execute(delete(members).where(members.c.room == code, members.c.owner == owner))
            note_change(connection, code)

    def remove(self, code: str, teacher: str, number: int) -> None:
        """Take a member out of the room, as its teacher, with all that is theirs there.

        Raises:
            RoomRefused: `teacher` is no teacher of the room.
        """
        with self._database.write() as connection:
            check_teacher(connection, code, teacher, self._clock())
            connection.execute(delete(members).where(members.c.room == code, members.c.seq == number))
            note_change(connection, code)
