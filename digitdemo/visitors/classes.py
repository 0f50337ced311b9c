"""All that is kept of classes: their rooms, who is in them, what they show and draw there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from digitdemo.runs.database import Database
from digitdemo.visitors.board import Board
from digitdemo.visitors.members import Member, Members
from digitdemo.visitors.room import Room
from digitdemo.visitors.room_drawings import RoomDrawings
from digitdemo.visitors.rooms import Rooms


@dataclass(frozen=True)
class Here:
    """A room as one visitor has it: as whom they are in it, and whether they teach it."""

    room: Room
    member: Member | None
    teaches: bool


class Classes:
    """The rooms of all classes in a database."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.rooms = Rooms(database, clock)
        self.members = Members(database, clock)
        self.board = Board(database, clock)
        self.drawings = RoomDrawings(database, clock)

    def here(self, code: str, owner: str) -> Here:
        """Return the room of that code as this visitor has it.

        Raises:
            RoomGone: there is none (any more).
            StoreError: the database fails.
        """
        return Here(self.rooms.find(code), self.members.find(code, owner), self.rooms.is_teacher(code, owner))
