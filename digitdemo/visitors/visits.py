"""Visits that go on: whose a key is, what a visit was about, and how all of it is moved, forgotten, cleared away."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping

import msgspec
from sqlalchemy import Connection, delete, exists, insert, select, update

from digitdemo.runs.database import Database
from digitdemo.runs.origins import note_owner
from digitdemo.runs.owners import NOBODY, owner_of
from digitdemo.runs.processes import may_live
from digitdemo.runs.run import StoreError
from digitdemo.runs.schema import drafts, drawings, handovers, keys, members, rooms, runs, teachers, visits
from digitdemo.visitors.kept import State, changed, checked
from digitdemo.visitors.keys import CLOCK_DAYS, KEPT_DAYS
from digitdemo.visitors.room_rows import note_change

MOST_BYTES = 100_000  # of a visit's state; beyond that its drawing, of dozens of strokes, is left out
_DAY = 86_400


class Visits:
    """The visits in a database. `clock` gives the seconds since 1970. All methods raise `StoreError` where it fails."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    @property
    def made_anew(self) -> int:
        """How often the database had gone, with all that was in it, and an empty one was made."""
        return self._database.made_anew

    def owner_of_key(self, key: str) -> str:
        """Return whom a key opens: the owner that it was given for, else the one that it makes itself."""
        with self._database.read() as connection:
            return _owner_of_key(connection, key)

    def owner_of_account(self, account: str, key: str) -> str:
        """Return whom an account opens.

        At its first time that is whom `key` opens; or somebody new, if that visit is another account's.
        """
        with self._database.write() as connection:
            if owner := connection.execute(select(keys.c.owner).where(keys.c.hash == owner_of(account))).scalar():
                return owner
            owner = _owner_of_key(connection, key)
            if connection.execute(select(exists().where(keys.c.owner == owner, keys.c.account))).scalar_one():
                owner = owner_of(account)
            connection.execute(insert(keys).values(hash=owner_of(account), owner=owner, account=True))
            return owner

    def give_key(self, owner: str, key: str) -> None:
        """Let a new key, of another device, open what that owner has."""
        with self._database.write() as connection:
            connection.execute(insert(keys).values(hash=owner_of(key), owner=owner, account=False))

    def load(self, owner: str) -> State | None:
        """Return what is kept of a visit, or None where nothing is; it counts as seen now."""
        with self._database.read() as connection:
            row = connection.execute(select(visits).where(visits.c.owner == owner)).first()
        if row is None:
            return None
        if (now := int(self._clock())) - row.seen > _DAY:
            with contextlib.suppress(StoreError), self._database.write() as connection:
                connection.execute(update(visits).where(visits.c.owner == owner).values(seen=now))
        return _decoded(row.state)

    def trains(self, owner: str) -> bool:
        """Return whether a training of the owner's may be under way in some app that is alive."""
        with self._database.read() as connection:
            processes = connection.execute(select(drafts.c.process).where(drafts.c.owner == owner)).scalars().all()
        return any(map(may_live, processes))

    def save(self, news: Mapping[str, State], begun: Mapping[str, str]) -> dict[str, State | None]:
        """Apply changes to the visits of several owners, in one transaction; return what each is then.

        None stands for one that was forgotten: it is not there, and none of the owners in `begun`, whose visit may
        begin with these changes, and who came from these addresses, "" where that is unknown.
        """
        result: dict[str, State | None] = {}
        with self._database.write() as connection:
            for owner, change in news.items():
                if owner in begun:
                    note_owner(connection, owner, begun[owner], self._clock())
                result[owner] = self._change(connection, owner, change)
        return result

    def _change(self, connection: Connection, owner: str, change: State) -> State | None:
        row = connection.execute(select(visits.c.state).where(visits.c.owner == owner)).first()
        if row is None:
            return None
        state = changed(_decoded(row.state), change)
        values = {"state": _encoded(state), "seen": int(self._clock())}
        connection.execute(update(visits).where(visits.c.owner == owner).values(**values))
        return state

    def forget(self, owner: str) -> None:
        """Delete all that this owner has, for good, and the rooms that nobody else teaches."""
        with self._database.write() as connection:
            _change_boards(connection, owner)
            taught = select(teachers.c.room).where(teachers.c.owner == owner)
            by_others = select(teachers.c.room).where(teachers.c.owner != owner)
            connection.execute(delete(rooms).where(rooms.c.code.in_(taught), rooms.c.code.not_in(by_others)))
            for table in (runs, drawings, members, teachers, handovers, keys, visits):
                connection.execute(delete(table).where(table.c.owner == owner))
            connection.execute(update(drafts).where(drafts.c.owner == owner).values(owner=NOBODY))

    def bring_along(self, owner: str, to: str) -> None:
        """Give all that `owner` has to another, and let its keys open that; what the other's visit is about stays."""
        with self._database.write() as connection:
            _change_boards(connection, owner)
            for table in (members, teachers):
                there = select(table.c.room).where(table.c.owner == to)
                connection.execute(delete(table).where(table.c.owner == owner, table.c.room.in_(there)))
            for table in (runs, drawings, members, teachers, keys, drafts):
                connection.execute(update(table).where(table.c.owner == owner).values(owner=to))
            connection.execute(insert(keys).values(hash=owner, owner=to, account=False))
            for table in (handovers, visits):
                connection.execute(delete(table).where(table.c.owner == owner))

    def clear_away(self) -> int:
        """Delete visits unseen for `KEPT_DAYS` that no account opens, with their runs; rooms and codes that ended.

        Their cookie has ended by then, so nobody can reach what they have. All goes `CLOCK_DAYS` late, so that a clock
        that is wrong for a while costs nothing. Returns how many visits went.
        """
        now = int(self._clock()) - CLOCK_DAYS * _DAY
        with self._database.write() as connection:
            connection.execute(delete(rooms).where(rooms.c.ends <= now))
            connection.execute(delete(handovers).where(handovers.c.ends < now))
            signed_in = exists().where(keys.c.owner == visits.c.owner, keys.c.account)
            old = select(visits.c.owner).where(visits.c.seen < now - KEPT_DAYS * _DAY, ~signed_in)
            for table in (runs, drawings, keys):
                connection.execute(delete(table).where(table.c.owner.in_(old)))
            return connection.execute(delete(visits).where(visits.c.owner.in_(old))).rowcount


def _owner_of_key(connection: Connection, key: str) -> str:
    return connection.execute(select(keys.c.owner).where(keys.c.hash == owner_of(key))).scalar() or owner_of(key)


def _change_boards(connection: Connection, owner: str) -> None:
    """Let the boards of the rooms that the owner is in be shown anew."""
    there = select(members.c.room).where(members.c.owner == owner)
    for code in connection.execute(there).scalars().all():
        note_change(connection, code)


def _decoded(state: bytes) -> State:
    try:
        return checked(msgspec.json.decode(state))
    except msgspec.DecodeError:
        return {}


def _encoded(state: State) -> bytes:
    """Return a state as JSON, without its drawing where that is too long or, as a stranger's may, cannot be written."""
    try:
        data = msgspec.json.encode(state)
    except (TypeError, ValueError):
        data = b""
    return data if 0 < len(data) <= MOST_BYTES else msgspec.json.encode({**state, "objects": []})
