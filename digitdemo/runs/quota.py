"""How many bytes of runs are kept, of one visitor and of all, and whose run goes when there is no more room."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from digitdemo.runs.owners import NOBODY
from digitdemo.runs.run import RunError
from digitdemo.runs.schema import runs
from digitdemo.system import number_setting

_MB = 1_000_000


class StoreFull(RunError):
    """There is no room for a run, and none that may be deleted for it."""


@dataclass(frozen=True)
class Quota:
    """Bytes that the runs of one visitor, and those of all, may have."""

    visitor: int = 250 * _MB  # 20 runs of the MLP, or some 120 of the best CNN
    everybody: int = 4000 * _MB


def default_quota() -> Quota:
    """Return how much is kept: `$DIGITDEMO_VISITOR_MB` and `$DIGITDEMO_RUNS_MB`, in megabytes, where they say so."""
    usual = Quota()
    return Quota(
        visitor=int(_MB * number_setting("DIGITDEMO_VISITOR_MB", usual.visitor / _MB)),
        everybody=int(_MB * number_setting("DIGITDEMO_RUNS_MB", usual.everybody / _MB)),
    )


def make_room(connection: Connection, new: int, owner: str, quota: Quota) -> list[str]:
    """Delete runs until that number `new`, which is already there, has room beside the rest; return their ids.

    A visitor who has more than `quota.visitor` loses own runs. Where all together are too many, everybody may have an
    equal share, and whoever has more than that loses own runs: first the owner of the new one, then whoever has most.
    Where these have pinned all of theirs, the owner of the new one loses others. Of an owner's runs those go first that
    are deleted and may be brought back, then the oldest; no pinned one does.

    Raises:
        StoreFull: none may go.
    """
    gone: list[str] = []
    if owner != NOBODY:
        while (own := _bytes_by_owner(connection)[owner]) > quota.visitor:
            if (run_id := _drop_oldest(connection, owner, new)) is None:
                needed, most = _bytes(connection, new), quota.visitor
                if needed > most:
                    raise StoreFull(f"it needs {needed / _MB:.0f} MB, and you may keep {most / _MB:.0f} MB")
                raise StoreFull(f"pinned runs take {(own - needed) / _MB:.0f} of your {most / _MB:.0f} MB")
            gone.append(run_id)
    while sum((sizes := _bytes_by_owner(connection)).values()) > quota.everybody:
        share = quota.everybody / len(sizes)
        above = sorted((other for other in sizes if sizes[other] > share), key=lambda other: -sizes[other])
        above.sort(key=lambda other: other != owner)
        losers = (_drop_oldest(connection, other, new) for other in (*above, owner))
        if (run_id := next(filter(None, losers), None)) is None:
            raise StoreFull("there is no room left for runs")
        gone.append(run_id)
    return gone


def _bytes_by_owner(connection: Connection) -> dict[str, int]:
    query = select(runs.c.owner, func.sum(runs.c.bytes)).group_by(runs.c.owner)
    return {owner: int(size) for owner, size in connection.execute(query)}


def _bytes(connection: Connection, number: int) -> int:
    return connection.execute(select(runs.c.bytes).where(runs.c.seq == number)).scalar_one()


def _drop_oldest(connection: Connection, owner: str, but: int) -> str | None:
    query = select(runs.c.seq, runs.c.id).where(runs.c.owner == owner, runs.c.seq != but, ~runs.c.pinned)
    found = connection.execute(query.order_by(runs.c.deleted.desc(), runs.c.seq).limit(1)).first()
    if found is None:
        return None
    connection.execute(delete(runs).where(runs.c.seq == found.seq))
    return found.id
