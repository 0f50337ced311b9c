"""From where owners come, so that one address cannot take all the room that there is for everybody.

The database has no address, but a mark of 16 bits for it, keyed by a salt of its own. That tells apart the addresses
that one app meets, and no more: a mark fits every 65,536th of all addresses.
"""

import hashlib

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select, true, update

from digitdemo.limits import limits
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.schema import drawings, keys, members, runs, salts, teachers, visits

NO_STATE = b"{}"  # of a visit of which nothing else is known
_MARK_BYTES = 2


def note_owner(connection: Connection, owner: str, address: str, now: float) -> None:
    """Have a visit in the database of whoever has something there, and from where it came when that was known first.

    `address` is as it is, "" where unknown; `now` is in seconds since 1970. A new visit may make room for itself: see
    `Limits.visits`.
    """
    if owner == NOBODY:
        return
    known = connection.execute(select(visits.c.address).where(visits.c.owner == owner)).scalar()
    if known is None:
        mark = _mark(connection, address)
        connection.execute(insert(visits).values(owner=owner, state=NO_STATE, seen=int(now), address=mark))
        _drop_idle(connection, owner, visits.c.address == mark, limits().of_address(limits().visits) if mark else None)
        _drop_idle(connection, owner, true(), limits().visits)
    elif address and not known:
        values = {"address": _mark(connection, address)}
        connection.execute(update(visits).where(visits.c.owner == owner).values(values))


def from_same_address(connection: Connection, owner: str) -> Select[str] | None:
    """Ask for all owners who came from where this one did; None where that is unknown."""
    mark = connection.execute(select(visits.c.address).where(visits.c.owner == owner)).scalar()
    return select(visits.c.owner).where(visits.c.address == mark) if mark else None


def _mark(connection: Connection, address: str) -> str:
    if not address:
        return ""
    salt = connection.execute(select(salts.c.salt)).scalar_one()
    return hashlib.blake2b(address.encode(), key=salt.encode(), digest_size=_MARK_BYTES).hexdigest()


def _drop_idle(connection: Connection, owner: str, which: ColumnElement[bool], most: int | None) -> None:
    """Delete those of the visits beyond `most` that have nothing but what they are about: first who is away longest."""
    count = connection.execute(select(func.count()).select_from(visits).where(which)).scalar_one()
    if most is None or count <= most:
        return
    idle = select(visits.c.owner).where(which, visits.c.owner != owner)
    for table in (runs, drawings, members, teachers, keys):
        idle = idle.where(~exists().where(table.c.owner == visits.c.owner))
    connection.execute(delete(visits).where(visits.c.owner.in_(idle.order_by(visits.c.seen).limit(count - most))))
