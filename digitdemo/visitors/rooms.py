"""Rooms in which classes work together: opened, found by their code, taught by whoever has the secret, closed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from digitdemo.limits import limits
from digitdemo.runs.database import Database
from digitdemo.runs.origins import from_same_address, note_owner
from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import entries, members, rooms, runs, teachers
from digitdemo.texts import tr
from digitdemo.visitors.codes import ROOM_CODES
from digitdemo.visitors.names import checked_title
from digitdemo.visitors.room import DAYS, Pulse, Room, RoomGone, RoomRefused
from digitdemo.visitors.room_rows import check_teacher, is_teacher, note_change, open_room

_DAY = 86_400  # seconds


@dataclass(frozen=True)
class Opened:
    """A room that was opened just now, and the secret that makes its teacher, which is kept nowhere."""

    room: Room
    secret: str


class Rooms:
    """All rooms. `owner` is always what `owner_of` says of a visitor's key.

    Every method raises `StoreError` where the database fails, and `RoomGone` where there is no such room (any more).
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def open(self, owner: str, title: str, address: str = "") -> Opened:
        """Open a room whose teacher is this visitor, who comes from that address, if it is known.

        Raises:
            RoomRefused: there are too many, or the title is not allowed.
        """
        title = checked_title(title)
        secret, now = secrets.token_urlsafe(16), self._clock()
        with self._database.write() as connection:
            connection.execute(delete(rooms).where(rooms.c.ends <= now))
            note_owner(connection, owner, address, now)
            _check_number(connection, owner)
            code = _free_code(connection)
            room = Room(code, title, uncovered=False, ends=round(now) + DAYS * _DAY)
            row = dict(code=code, teacher=owner_of(secret), title=title, uncovered=False, ends=room.ends, version=0)
            connection.execute(insert(rooms).values(row))
            connection.execute(insert(teachers).values(room=code, owner=owner))
        return Opened(room, secret)

    def find(self, code: str) -> Room:
        """Return the room of that code."""
        with self._database.read() as connection:
            return open_room(connection, code, self._clock())

    def of(self, owner: str) -> list[Room]:
        """Return the rooms that a visitor teaches or is in, those first that end last."""
        taught = select(teachers.c.room).where(teachers.c.owner == owner)
        joined = select(members.c.room).where(members.c.owner == owner)
        query = select(rooms.c.code, rooms.c.title, rooms.c.uncovered, rooms.c.ends)
        query = query.where(rooms.c.code.in_(taught.union(joined)), rooms.c.ends > self._clock())
        with self._database.read() as connection:
            return [Room(*row) for row in connection.execute(query.order_by(rooms.c.ends.desc(), rooms.c.code))]

    def is_teacher(self, code: str, owner: str) -> bool:
        """Return whether a visitor is a teacher of that room."""
        with self._database.read() as connection:
            return is_teacher(connection, code, owner)

    def teach(self, secret: str, owner: str) -> Room:
        """Make a visitor a teacher of the room that has this secret, and return it."""
        with self._database.write() as connection:
            query = select(rooms.c.code).where(rooms.c.teacher == owner_of(secret))
            room = open_room(connection, connection.execute(query).scalar() or "", self._clock())
            if not is_teacher(connection, room.code, owner):
                connection.execute(insert(teachers).values(room=room.code, owner=owner))
        return room

    def new_secret(self, code: str, owner: str) -> str:
        """Return a new secret, by which others become teachers, too; nobody is any more who had the one before.

        Raises:
            RoomRefused: the visitor is no teacher of the room; so with `uncover` and `close`.
        """
        secret = secrets.token_urlsafe(16)
        with self._database.write() as connection:
            check_teacher(connection, code, owner, self._clock())
            connection.execute(update(rooms).where(rooms.c.code == code).values(teacher=owner_of(secret)))
            connection.execute(delete(teachers).where(teachers.c.room == code, teachers.c.owner != owner))
        return secret

    def uncover(self, code: str, owner: str, uncovered: bool = True) -> None:
        """Show test accuracies to everybody, or cover them again."""
        self._set(code, owner, uncovered=uncovered)

    def close(self, code: str, owner: str) -> None:
        """Delete the room with all that is in it. Runs stay with those who trained them."""
        with self._database.write() as connection:
            check_teacher(connection, code, owner, self._clock())
            connection.execute(delete(rooms).where(rooms.c.code == code))

    def pulse(self, code: str) -> Pulse:
        """Return what is to be compared to know whether a board has changed."""
        shown = select(func.coalesce(func.sum(runs.c.seq * runs.c.seq), 0)).select_from(
            entries.join(members).join(runs)
        )
        shown = shown.where(members.c.room == code, ~runs.c.deleted)
        query = select(rooms.c.version, shown.scalar_subquery())
        with self._database.read() as connection:
            found = connection.execute(query.where(rooms.c.code == code, rooms.c.ends > self._clock())).first()
        if found is None:
            raise RoomGone
        return Pulse(found.version, int(found[1]))

    def _set(self, code: str, owner: str, **values: str | bool) -> None:
        with self._database.write() as connection:
            check_teacher(connection, code, owner, self._clock())
            connection.execute(update(rooms).where(rooms.c.code == code).values(**values))
            note_change(connection, code)


def _check_number(connection: Connection, owner: str) -> None:
    here = limits()
    if _number_of(connection, teachers.c.owner == owner) >= here.rooms_per_teacher:
        raise RoomRefused(tr("You have {most} rooms already. Close one of them first.", most=here.rooms_per_teacher))
    beside, most = from_same_address(connection, owner), here.of_address(here.rooms)
    if beside is not None and _number_of(connection, teachers.c.owner.in_(beside)) >= most:
        raise RoomRefused(
            tr(
                "There are {most} rooms from your network already, and no more may be. Close one of them, or open "
                "yours from another network.",
                most=most,
            )
        )
    if _number_of(connection, true()) >= here.rooms:
        raise RoomRefused(tr("There are {most} rooms already, and no more fit. Try again tomorrow.", most=here.rooms))


def _number_of(connection: Connection, which: ColumnElement[bool]) -> int:
    """Return how many rooms there are that have such a teacher."""
    count = select(func.count(teachers.c.room.distinct())).where(which)
    return connection.execute(count).scalar_one()


def _free_code(connection: Connection) -> str:
    while True:
        code = ROOM_CODES.new()
        if connection.execute(select(rooms.c.code).where(rooms.c.code == code)).first() is None:
            return code
