"""Codes by which another device opens a visit: for ten minutes, for one use."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import delete, insert, select

from digitdemo.runs.database import Database
from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import handovers
from digitdemo.visitors.attempts import AttemptsOfAll
from digitdemo.visitors.codes import HANDOVER_CODES, HANDOVER_MINUTES, handover_attempts


class Handovers:
    """The codes in a database, which has hashes of them. `clock` gives the seconds since 1970.

    `attempts` has the wrong codes of all who try, for as long as the process lives.

    All methods raise `StoreError` where the database fails.
    """

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.time, attempts: AttemptsOfAll | None = None
    ) -> None:
        self._database, self._clock = database, clock
        self._attempts = attempts or handover_attempts()

    def allowed(self, address: str = "") -> bool:
        """Return whether a code from that address is looked at: not after too many wrong ones from there, or of all."""
        return self._attempts.allowed(address)

    def give(self, owner: str) -> str:
        """Return a new code, such as "7KQ2-MXPA", the only one that now opens what that owner has."""
        code = HANDOVER_CODES.new()
        with self._database.write() as connection:
            connection.execute(delete(handovers).where(handovers.c.owner == owner))
            ends = int(self._clock()) + 60 * HANDOVER_MINUTES
            connection.execute(insert(handovers).values(hash=_hash(code), owner=owner, ends=ends))
        return f"{code[:4]}-{code[4:]}"

    def look(self, code: str, address: str = "") -> str | None:
        """Return whom a code opens; None where it is wrong, used or too old, or where none is looked at."""
        return self._find(code, address, use=False)

    def use(self, code: str, address: str = "") -> str | None:
        """Return whom a code opens, as `look` does, and make it worthless."""
        return self._find(code, address, use=True)

    def _find(self, code: str, address: str, *, use: bool) -> str | None:
        if not (plain := HANDOVER_CODES.typed(code)) or not self.allowed(address):
            return None
        query = select(handovers.c.owner).where(
            handovers.c.hash == _hash(plain), handovers.c.ends >= int(self._clock())
        )
        with self._database.write() if use else self._database.read() as connection:
            owner = connection.execute(query).scalar()
            if use:
                connection.execute(delete(handovers).where(handovers.c.hash == _hash(plain)))
        if owner is None:
            self._attempts.note_wrong(address)
        return owner


def _hash(code: str) -> str:
    return owner_of(f"handover:{code}")
