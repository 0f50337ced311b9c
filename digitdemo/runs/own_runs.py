"""The runs of one owner: their list, their names and pins, and links by which others may see them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update

from digitdemo.runs.database import Database
from digitdemo.runs.origins import NO_STATE
from digitdemo.runs.schema import runs, shares, visits

LONGEST_NAME = 200


@dataclass(frozen=True)
class SharedRun:
    """A run that a token opens: its id, what its owner calls it, "" where that is nothing, and the owner."""

    id: str
    name: str
    owner: str


@dataclass(frozen=True)
class KeptRun:
    """A run on its owner's list: `name` is "" where the owner gave it none, `token` opens it to others, if any does."""

    id: str
    name: str
    pinned: bool
    size: int
    token: str | None


class OwnRuns:
    """What an owner may do with runs. Each method returns False, or None, where the owner has no such run.

    All raise `StoreError` where the database fails.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._owner = database, owner

    def listed(self) -> list[KeptRun]:
        """Return the owner's runs, the earliest saved first, without those that were deleted."""
        query = (
            select(runs.c.id, runs.c.name, runs.c.pinned, runs.c.bytes, shares.c.token)
            .outerjoin(shares, shares.c.run == runs.c.seq)
            .where(runs.c.owner == self._owner, ~runs.c.deleted)
            .order_by(runs.c.seq)
        )
        with self._database.read() as connection:
            return [KeptRun(*row) for row in connection.execute(query)]

    def deleted(self) -> set[str]:
        """Return the ids of those that `restore` may bring back."""
        query = select(runs.c.id).where(runs.c.owner == self._owner, runs.c.deleted)
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def rename(self, run_id: str, name: str) -> bool:
        """Call it `name`, of which the first `LONGEST_NAME` characters are kept."""
        return self._set(self._own(run_id), name=name[:LONGEST_NAME])

    def pin(self, run_id: str, pinned: bool = True) -> bool:
        """Pin it, so that it never has to make room, or let it go again."""
        return self._set(self._own(run_id), pinned=pinned)

    def delete(self, run_id: str) -> bool:
        """Take it off the list; nobody can read it any more. `restore` brings it back, until room is needed."""
        return self._set(self._own(run_id) & ~runs.c.pinned, deleted=True)

    def restore(self, run_id: str) -> bool:
        """Bring back one that was deleted."""
        return self._set(self._own(run_id, deleted=True), deleted=False)

    def forget_all(self) -> int:
        """Delete all runs of this owner, pinned or not, for good, and return how many there were.

        A visit goes with them of which nothing is known but that it had runs.
        """
        with self._database.write() as connection:
            connection.execute(delete(visits).where(visits.c.owner == self._owner, visits.c.state == NO_STATE))
            return connection.execute(delete(runs).where(runs.c.owner == self._owner)).rowcount

    def share(self, run_id: str) -> str | None:
        """Return a token by which anybody can read it: the one that it has, or a new one that nobody can guess."""
        with self._database.write() as connection:
            number = connection.execute(select(runs.c.seq).where(self._own(run_id))).scalar()
            if number is None:
                return None
            token = connection.execute(select(shares.c.token).where(shares.c.run == number)).scalar()
            if token is None:
                token = secrets.token_urlsafe(16)
                connection.execute(insert(shares).values(token=token, run=number))
            return token

    def unshare(self, run_id: str) -> bool:
        """Make its token worthless."""
        with self._database.write() as connection:
            shared = select(runs.c.seq).where(self._own(run_id)).scalar_subquery()
            return connection.execute(delete(shares).where(shares.c.run == shared)).rowcount > 0

    def _own(self, run_id: str, *, deleted: bool = False) -> ColumnElement[bool]:
        return (runs.c.id == run_id) & (runs.c.owner == self._owner) & (runs.c.deleted == deleted)

    def _set(self, which: ColumnElement[bool], **values: str | bool) -> bool:
        with self._database.write() as connection:
            return connection.execute(update(runs).where(which).values(**values)).rowcount > 0
