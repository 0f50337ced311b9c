"""The tables of the database of runs, as the newest of the migrations leaves them. docs/store.md says why so."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

SCHEMA = "0001"  # digitdemo/runs/migrations/versions; a database that says so needs no migration

metadata = MetaData()

_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only what it calls INTEGER

runs = Table(
    "runs",
    metadata,
    Column("seq", _Number, primary_key=True),  # the order of saving: a number is never given twice
    Column("id", String(64), nullable=False, unique=True),
    Column("owner", String(64), nullable=False, index=True),  # `owner_of`
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
    Column("process", String(200), nullable=False),  # machine and process id, for whoever looks
    Column("beats", BigInteger, nullable=False),  # goes up as long as that process lives
)
