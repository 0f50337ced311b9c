"""A class's own test set: digits that its members drew when they were asked for them."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import decode_strokes, encode_strokes
from digitdemo.data.strokes import Strokes
from digitdemo.limits import limits
from digitdemo.runs.database import Database
from digitdemo.runs.schema import members, room_drawings
from digitdemo.system import warn_once
from digitdemo.texts import tr
from digitdemo.visitors.room import RoomRefused
from digitdemo.visitors.room_rows import check_teacher, member_number, note_change, open_room

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoomDrawing:
    """A drawing of the class's: a number that no other ever had, who drew it, and the digit that was asked for."""

    number: int
    member: int
    nickname: str
    digit: int


class RoomDrawings:
    """The drawings of all rooms. Methods raise `RoomGone` and `StoreError` as those of `Rooms`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def add(self, code: str, owner: str, digit: int, strokes: Strokes) -> None:
        """Add a member's drawing of that digit, strokes in units of the canvas.

        Raises:
            PictureError: there are no strokes, or too many.
            RoomRefused: the visitor is not in the room, or has drawn as many as may be kept.
        """
        data = encode_strokes(strokes)
        with self._database.write() as connection:
            open_room(connection, code, self._clock())
            member = member_number(connection, code, owner)
            drawn = connection.execute(select(room_drawings.c.seq).where(room_drawings.c.member == member)).all()
            if len(drawn) >= (most := limits().room_drawings):
                raise RoomRefused(tr("You have drawn {most} digits. That is as many as one person may add.", most=most))
            connection.execute(insert(room_drawings).values(member=member, digit=digit, strokes=data))
            note_change(connection, code)

    def counts(self, code: str, owner: str) -> Mapping[int, int]:
        """Return how many drawings of each digit a member has in the room."""
        query = select(room_drawings.c.digit).join(members)
        query = query.where(members.c.room == code, members.c.owner == owner)
        with self._database.read() as connection:
            return Counter(connection.execute(query).scalars())

    def listed(self, code: str) -> list[RoomDrawing]:
        """Return the room's drawings in the order in which they were drawn."""
        columns = room_drawings.c.seq, members.c.seq.label("member"), members.c.nickname, room_drawings.c.digit
        query = select(*columns).join_from(room_drawings, members).where(members.c.room == code)
        with self._database.read() as connection:
            return [RoomDrawing(*row) for row in connection.execute(query.order_by(room_drawings.c.seq))]

    def strokes(self, code: str, numbers: Collection[int]) -> dict[int, Strokes]:
        """Return the strokes of those of the room's drawings, by their numbers; what cannot be read is left out."""
        query = select(room_drawings.c.seq, room_drawings.c.strokes).join(members)
        query = query.where(members.c.room == code, room_drawings.c.seq.in_(numbers))
        with self._database.read() as connection:
            rows = connection.execute(query).all() if numbers else []
        found: dict[int, Strokes] = {}
        for row in rows:
            try:
                found[row.seq] = decode_strokes(bytes(row.strokes))
            except PictureError as error:
                warn_once(_LOG, f"A drawing of a class cannot be read: {error}")
        return found

    def remove(self, code: str, teacher: str, number: int) -> None:
        """Remove a drawing as the room's teacher.

        Raises:
            RoomRefused: `teacher` is no teacher of the room.
        """
        with self._database.write() as connection:
            check_teacher(connection, code, teacher, self._clock())
            of_room = select(members.c.seq).where(members.c.room == code)
            gone = delete(room_drawings).where(room_drawings.c.seq == number, room_drawings.c.member.in_(of_room))
            connection.execute(gone)
            note_change(connection, code)
