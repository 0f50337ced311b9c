"""The tables of the database of runs, as the newest of the migrations leaves them. docs/store.md says why so."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

SCHEMA = "0005"  # digitdemo/runs/migrations/versions; a database that says so needs no migration

metadata = MetaData()

_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only what it calls INTEGER

runs = Table(
    "runs",
    metadata,
    Column("seq", _Number, primary_key=True),  # the order of saving: a number is never given twice
    Column("id", String(64), nullable=False, unique=True),
    Column("owner", String(64), nullable=False, index=True),  # what `owner_of` says of the visitor's key
    Column("name", String(200), nullable=False),  # what the owner calls it; "" at first
    Column("pinned", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),  # by its owner, who may still undo that
    Column("bytes", BigInteger, nullable=False),  # of all its files
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("run", _Number, ForeignKey("runs.seq", ondelete="CASCADE"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("run", _Number, ForeignKey("runs.seq", ondelete="CASCADE"), nullable=False, unique=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),  # its folder's name
    Column("owner", String(64), nullable=False),  # as of a run
    Column("process", String(200), nullable=False),  # as processes.py names it
    Column("beats", BigInteger, nullable=False),  # goes up as long as that process lives
)

keys = Table(  # that open a visit beside its first one: of another device, of an account
    "keys",
    metadata,
    Column("hash", String(64), primary_key=True),  # what `owner_of` says of the key
    Column("owner", String(64), nullable=False, index=True),  # whom it opens
    Column("account", Boolean, nullable=False),  # by which somebody signs in
)

handovers = Table(  # codes by which another device gets a key
    "handovers",
    metadata,
    Column("hash", String(64), primary_key=True),  # of the code
    Column("owner", String(64), nullable=False, index=True),
    Column("ends", BigInteger, nullable=False),  # seconds since 1970
)

visits = Table(
    "visits",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("state", LargeBinary, nullable=False),  # JSON: the drawing, and what else a visit goes on with
    Column("seen", BigInteger, nullable=False),  # seconds since 1970
    Column("address", String(4), nullable=False, server_default="", index=True),  # a mark of whence it came first
)

salts = Table(  # one row: what makes these marks another database's neither
    "salts",
    metadata,
    Column("salt", String(32), primary_key=True),
)

drawings = Table(  # visitors' own test sets
    "drawings",
    metadata,
    Column("seq", _Number, primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("digit", SmallInteger, nullable=False),
    Column("held_out", Boolean, nullable=False),  # no model of this visitor's learns from it
    Column("strokes", LargeBinary, nullable=False),  # JSON, as a file of strokes has them
    sqlite_autoincrement=True,
)

rooms = Table(  # in which a class works together
    "rooms",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("teacher", String(64), nullable=False),  # what `owner_of` says of the secret in the teacher's link
    Column("title", String(80), nullable=False),
    Column("uncovered", Boolean, nullable=False),  # the board shows test accuracies
    Column("ends", BigInteger, nullable=False),  # seconds since 1970
    Column("version", BigInteger, nullable=False),  # goes up with each change of what the board shows
)

teachers = Table(  # who may do in a room what its teacher may: who opened it, and who came by the secret link
    "teachers",
    metadata,
    Column("room", String(16), ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
    Column("owner", String(64), primary_key=True, index=True),
)

members = Table(
    "members",
    metadata,
    Column("seq", _Number, primary_key=True),
    Column("room", String(16), ForeignKey("rooms.code", ondelete="CASCADE"), nullable=False),
    Column("owner", String(64), nullable=False, index=True),
    Column("nickname", String(40), nullable=False),
    UniqueConstraint("room", "owner", name="members_room_owner"),
    UniqueConstraint("room", "nickname", name="members_room_nickname"),
    sqlite_autoincrement=True,
)

entries = Table(  # runs that members show to their room
    "entries",
    metadata,
    Column("member", _Number, ForeignKey("members.seq", ondelete="CASCADE"), primary_key=True),
    Column("run", _Number, ForeignKey("runs.seq", ondelete="CASCADE"), primary_key=True, index=True),
)

room_drawings = Table(  # the class's own test set
    "room_drawings",
    metadata,
    Column("seq", _Number, primary_key=True),
    Column("member", _Number, ForeignKey("members.seq", ondelete="CASCADE"), nullable=False, index=True),
    Column("digit", SmallInteger, nullable=False),
    Column("strokes", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
