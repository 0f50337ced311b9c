"""The drawings that a visitor has labelled and kept: an own test set, of which one half may be learned from.

Each drawing stands on one side for good, as soon as it is kept: that of those held out, which no training of the
visitor's ever sees, or that of the others. So what a model that has learned from some reads in the rest is a fair test,
however many come later.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import StrokeDrawing, decode_strokes, encode_strokes
from digitdemo.data.strokes import Strokes
from digitdemo.limits import limits
from digitdemo.runs.database import Database
from digitdemo.runs.origins import from_same_address, note_owner
from digitdemo.runs.schema import drawings
from digitdemo.system import warn_once
from digitdemo.texts import mark, tr

_OWN_FULL = mark("You have kept {most:,} drawings, and no more may be kept. Delete some that you do not need.")
_NETWORK_FULL = mark(
    "{most:,} drawings are kept from your network, and no more may be. Delete some of yours, or use another network."
)
_ALL_FULL = mark(
    "{most:,} drawings are kept of all visitors, and no more may be. Delete some of yours, or try again another day."
)

_NOT_YET = 0  # the number of a drawing that the database has not numbered

_LOG = logging.getLogger(__name__)


class DrawingsFull(Exception):
    """There is no room for another drawing; the message is for visitors."""


@dataclass(frozen=True, eq=False)
class KeptDrawing:
    """A drawing that is kept: its number, which no other ever has, the digit that it shows, and the drawing itself.

    `strokes` are float arrays (n, 2) in units of the canvas. Nothing learns from it if it is `held_out`.
    """

    number: int
    digit: int
    held_out: bool
    strokes: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Added:
    """What has come of drawings that were to be kept: how many are new, were there already, had no room, and why."""

    new: int
    known: int
    left_out: int
    refusal: str


class OwnDrawings:
    """The drawings of one owner, as `owner_of` says of the visitor's key, who comes from that address, if it is known.

    All raise `StoreError` where the database fails.
    """

    def __init__(self, database: Database, owner: str, address: str = "") -> None:
        self._database, self._owner, self._address = database, owner, address

    def version(self) -> str:
        """Return what is the same as long as the drawings and their digits are; "" without any."""
        query = select(drawings.c.seq, drawings.c.digit).where(self._own()).order_by(drawings.c.seq)
        with self._database.read() as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""

    def listed(self) -> list[KeptDrawing]:
        """Return the drawings, the first to be kept first; what cannot be read is left out."""
        query = select(drawings).where(self._own()).order_by(drawings.c.seq)
        with self._database.read() as connection:
            rows = list(connection.execute(query))
        found = []
        for row in rows:
            try:
                found.append(KeptDrawing(row.seq, row.digit, row.held_out, decode_strokes(bytes(row.strokes))))
            except PictureError as error:
                warn_once(_LOG, f"A kept drawing cannot be read: {error}")
        return found

    def add(self, digit: int, strokes: Strokes) -> int:
        """Keep a drawing of `digit`, strokes in units of the canvas, and return its number.

        One of the same strokes that is there already is not kept twice, but gets the digit.

        Raises:
            DrawingsFull: this visitor, all from this address, or all together have as many as may be kept.
            PictureError: there are no strokes, or too many.
        """
        data = encode_strokes(strokes)
        with self._database.write() as connection:
            shelf = self._shelf(connection)
            if (number := shelf.numbers.get(data)) is not None:
                connection.execute(update(drawings).where(drawings.c.seq == number).values(digit=digit))
                return number
            if not shelf.room:
                raise DrawingsFull(shelf.refusal)
            row = insert(drawings).values(self._row(shelf, digit, data, None))
            return connection.execute(row.returning(drawings.c.seq)).scalar_one()

    def add_all(self, given: Iterable[StrokeDrawing]) -> Added:
        """Keep drawings of a file, as many as there is room for, but none that is there already.

        What the file says about being held out holds.

        Raises:
            PictureError: as `add`; then none is kept.
        """
        encoded = [(each.label, each.held_out, encode_strokes(each.strokes)) for each in given]
        rows: list[dict[str, Any]] = []
        known = 0
        with self._database.write() as connection:
            shelf = self._shelf(connection)
            for label, held_out, data in encoded:
                if data in shelf.numbers:
                    known += 1
                elif shelf.room:
                    rows.append(self._row(shelf, label, data, held_out))
                    shelf.put(_NOT_YET, label, rows[-1]["held_out"], data)
            if rows:  # all at once: one by one they take longer than reading them
                connection.execute(insert(drawings), rows)
        left_out = len(encoded) - len(rows) - known
        return Added(len(rows), known, left_out, shelf.refusal if left_out else "")

    def delete(self, number: int) -> bool:
        """Delete that drawing for good; return whether the owner had it."""
        with self._database.write() as connection:
            return connection.execute(delete(drawings).where(self._own(), drawings.c.seq == number)).rowcount > 0

    def forget_all(self) -> int:
        """Delete all for good, and return how many there were."""
        with self._database.write() as connection:
            return connection.execute(delete(drawings).where(self._own())).rowcount

    def _own(self) -> ColumnElement[bool]:
        return drawings.c.owner == self._owner

    def _shelf(self, connection: Connection) -> _Shelf:
        columns = drawings.c.seq, drawings.c.digit, drawings.c.held_out, drawings.c.strokes
        shelf = _Shelf()
        for row in connection.execute(select(*columns).where(self._own())):
            shelf.put(row.seq, row.digit, row.held_out, bytes(row.strokes))
        note_owner(connection, self._owner, self._address, time.time())
        most = limits()
        shelf.limit(most.drawings_per_visitor, len(shelf.numbers), _OWN_FULL)
        if (beside := from_same_address(connection, self._owner)) is not None:
            there = drawings.c.owner.in_(beside)
            shelf.limit(most.of_address(most.drawings), _count(connection, there), _NETWORK_FULL)
        shelf.limit(most.drawings, _count(connection, true()), _ALL_FULL)
        return shelf

    def _row(self, shelf: _Shelf, digit: int, data: bytes, held_out: bool | None) -> dict[str, Any]:
        if held_out is None:
            held_out = shelf.lacks_held_out(digit)
        return {"owner": self._owner, "digit": digit, "held_out": held_out, "strokes": data}


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(drawings).where(which)).scalar_one()


class _Shelf:
    """What an owner has when something is added: numbers by strokes, the sides that drawings stand on, and the room.

    `refusal` says what is said when there is no room.
    """

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.room = sys.maxsize
        self.refusal = ""
        self._balance = Counter[int]()  # by digit: how many more are held out than not

    def put(self, number: int, digit: int, held_out: bool, data: bytes) -> None:
        self.numbers[data] = number
        self.room -= 1
        self._balance[digit] += 1 if held_out else -1

    def limit(self, most: int, count: int, refusal: str) -> None:
        """Leave no more room than there is where `count` of at most `most` drawings are kept."""
        if most - count < self.room:
            self.room, self.refusal = max(0, most - count), tr(refusal, most=most)

    def lacks_held_out(self, digit: int) -> bool:
        """Return whether fewer are held out than not: of that digit or, if these are as many, of all."""
        return (self._balance[digit] or self._balance.total()) < 0
