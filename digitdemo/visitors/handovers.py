"""Codes by which another device opens a visit: short, for ten minutes, for one use, and not to be found by trying."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable

from sqlalchemy import delete, insert, select

from digitdemo.runs.database import Database
from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import handovers

MINUTES = 10  # for which a code can be used
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another: no 0 and O, 1 and I
_LENGTH = 8  # 32**8 codes, a million million, of which some dozens are good at a time
MOST_WRONG = 200  # codes of all who try within `MINUTES`; then nobody's is looked at


class TooManyTries(Exception):
    """So many wrong codes were tried that no more are looked at for some minutes."""


class Handovers:
    """The codes in a database. `clock` gives the seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock
        self._wrong: list[float] = []
        self._lock = threading.Lock()

    def new_code(self, owner: str) -> str:
        """Return a new code, the only one that now opens what that owner has. Raises `StoreError`."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        with self._database.write() as connection:
            connection.execute(delete(handovers).where(handovers.c.owner == owner))
            ends = int(self._clock()) + 60 * MINUTES
            connection.execute(insert(handovers).values(hash=_hash(code), owner=owner, ends=ends))
        return f"{code[:4]}-{code[4:]}"

    def look(self, text: str) -> str | None:
        """Return whom a code opens; None where it is wrong, used or too old.

        Raises:
            TooManyTries, StoreError
        """
        return self._find(text, use=False)

    def use(self, text: str) -> str | None:
        """Return whom a code opens, as `look` does, and make it worthless."""
        return self._find(text, use=True)

    def _find(self, text: str, *, use: bool) -> str | None:
        if (code := plain_code(text)) is None:
            return None
        now = self._clock()
        with self._lock:
            self._wrong = [when for when in self._wrong if when > now - 60 * MINUTES]
            if len(self._wrong) >= MOST_WRONG:
                raise TooManyTries
        query = select(handovers.c.owner).where(handovers.c.hash == _hash(code), handovers.c.ends >= int(now))
        with self._database.write() if use else self._database.read() as connection:
            owner = connection.execute(query).scalar()
            if use:
                connection.execute(delete(handovers).where(handovers.c.hash == _hash(code)))
        if owner is None:
            with self._lock:
                self._wrong.append(now)
        return owner


def plain_code(text: str) -> str | None:
    """Return a code as it is kept, however it was written; None where it is none."""
    code = re.sub(r"[\s-]", "", text[:40]).upper()
    return code if len(code) == _LENGTH and set(code) <= set(_LETTERS) else None


def _hash(code: str) -> str:
    return owner_of(f"handover:{code}")
