"""How many bytes of runs are kept, of one visitor, one address and all, and whose run goes when there are more."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, select, true

from digitdemo.limits import limits
from digitdemo.runs.origins import from_same_address
from digitdemo.runs.owners import AWAY_DAYS, NOBODY
from digitdemo.runs.run import RunError
from digitdemo.runs.schema import runs, visits

_MB = 1_000_000
_DAY = 86_400


class StoreFull(RunError):
    """There is no room for a run, and none that may be deleted for it."""


@dataclass(frozen=True)
class Quota:
    """Bytes that the runs of one visitor, those of all visitors from one address, and those of all may have."""

    visitor: int = 250 * _MB  # 20 runs of the MLP, or some 120 of the best CNN
    address: int = 2000 * _MB  # 100 learners of a school with ten of the best CNN each
    everybody: int = 4000 * _MB


def default_quota() -> Quota:
    """Return how much is kept by the limits that hold by now."""
    here = limits()
    everybody = int(_MB * here.runs_mb)
    return Quota(visitor=int(_MB * here.visitor_mb), address=here.of_address(everybody), everybody=everybody)


def make_room(connection: Connection, new: int, owner: str, quota: Quota, now: float) -> list[str]:
    """Delete runs until that number `new`, which is already there, has room beside the rest; return their ids.

    A visitor who has more than `quota.visitor` loses own runs. Where all together are too many, those go first that
    were deleted and may only be brought back, then nobody's, then those of owners who are away, whoever is away for
    longest first, then the own ones of who saves; else the oldest goes first. Where those from the owner's address are
    too many, it is the same among them. No pinned one goes, but one whose owner is away, after the others that are.
    Away is who was not seen for `AWAY_DAYS` before `now`, in seconds since 1970.

    Raises:
        StoreFull: none may go.
    """
    gone: list[str] = []
    if owner != NOBODY:
        gone += _drop(connection, _own(owner, new), _bytes(connection, runs.c.owner == owner) - quota.visitor)
        if (own := _bytes(connection, runs.c.owner == owner)) > quota.visitor:
            needed, most = _bytes(connection, runs.c.seq == new), quota.visitor
            if needed > most:
                raise StoreFull(f"it needs {needed / _MB:.0f} MB, and you may keep {most / _MB:.0f} MB")
            raise StoreFull(f"pinned runs take {(own - needed) / _MB:.0f} of your {most / _MB:.0f} MB; unpin one first")
    if (beside := from_same_address(connection, owner)) is not None:
        there = runs.c.owner.in_(beside)
        gone += _drop(connection, _anybodys(owner, new, now).where(there), _bytes(connection, there) - quota.address)
        if _bytes(connection, there) > quota.address:
            raise StoreFull(
                f"runs from your network fill the {quota.address / _MB:.0f} MB that one network may have; "
                "unpin one of yours, or use another network"
            )
    gone += _drop(connection, _anybodys(owner, new, now), _bytes(connection, true()) - quota.everybody)
    if _bytes(connection, true()) > quota.everybody:
        raise StoreFull(
            f"runs of all visitors fill the {quota.everybody / _MB:.0f} MB that there are; "
            "unpin one of yours, or try again another day"
        )
    return gone


def _bytes(connection: Connection, which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(runs.c.bytes), 0)).where(which)).scalar_one())


def _others(but: int) -> Select[int, str, int]:
    return select(runs.c.seq, runs.c.id, runs.c.bytes).where(runs.c.seq != but)


def _own(owner: str, but: int) -> Select[int, str, int]:
    """Ask for an owner's runs that may go, in the order in which they do."""
    return _others(but).where(runs.c.owner == owner, ~runs.c.pinned).order_by(runs.c.deleted.desc(), runs.c.seq)


def _anybodys(owner: str, but: int, now: float) -> Select[int, str, int]:
    """Ask for the runs that may go when all is full and `owner` saves, in the order in which they do."""
    is_away = (visits.c.seen < now - AWAY_DAYS * _DAY) & (runs.c.owner != owner)
    turn = case(
        (runs.c.pinned, case((is_away, 3))),
        (runs.c.deleted, 0),
        (runs.c.owner == NOBODY, 1),
        (is_away, 2),
        (runs.c.owner == owner, 4),
    )
    found = _others(but).outerjoin(visits, visits.c.owner == runs.c.owner).where(turn.is_not(None))
    return found.order_by(turn, case((turn.in_((2, 3)), visits.c.seen)), runs.c.seq)


def _drop(connection: Connection, query: Select[int, str, int], surplus: int) -> list[str]:
    """Delete the first runs of `query` until these have `surplus` bytes or there are no more; return their ids."""
    if surplus <= 0:
        return []
    found = connection.execute(query).all()
    before = itertools.accumulate((size for _, _, size in found), initial=0)
    gone = [row for row, freed in zip(found, before, strict=False) if freed < surplus]
    for row in gone:  # one by one: a statement takes only so many values
        connection.execute(delete(runs).where(runs.c.seq == row.seq))
    return [row.id for row in gone]
