"""What is looked up of a room wherever something is done in it, within the transaction that does it."""

from sqlalchemy import Connection, select, update

from digitdemo.runs.schema import members, rooms, teachers
from digitdemo.texts import tr
from digitdemo.visitors.room import Room, RoomGone, RoomRefused


def open_room(connection: Connection, code: str, now: float) -> Room:
    """Return the room of that code.

    Raises:
        RoomGone: there is none, or it has ended.
    """
    columns = rooms.c.code, rooms.c.title, rooms.c.uncovered, rooms.c.ends
    found = connection.execute(select(*columns).where(rooms.c.code == code, rooms.c.ends > now)).first()
    if found is None:
        raise RoomGone
    return Room(*found)


def check_teacher(connection: Connection, code: str, owner: str, now: float) -> None:
    """Make sure that this visitor may do what only a teacher may.

    Raises:
        RoomGone: as `open_room`.
        RoomRefused: the visitor is no teacher of the room.
    """
    open_room(connection, code, now)
    if not is_teacher(connection, code, owner):
        raise RoomRefused(tr("Only the room's teacher may do this."))


def is_teacher(connection: Connection, code: str, owner: str) -> bool:
    """Return whether this visitor is a teacher of the room."""
    query = select(teachers.c.room).where(teachers.c.room == code, teachers.c.owner == owner)
    return connection.execute(query).first() is not None


def member_number(connection: Connection, code: str, owner: str) -> int:
    """Return the number under which a visitor is in the room.

    Raises:
        RoomRefused: the visitor is not in it.
    """
    query = select(members.c.seq).where(members.c.room == code, members.c.owner == owner)
    found = connection.execute(query).scalar()
    if found is None:
        raise RoomRefused(tr("You are not in this room."))
    return found


def note_change(connection: Connection, code: str) -> None:
    """Let everybody who looks at the room see that something has changed there."""
    connection.execute(update(rooms).where(rooms.c.code == code).values(version=rooms.c.version + 1))
