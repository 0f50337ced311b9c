"""The database of runs, a SQLite file or PostgreSQL: short transactions, from any thread."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import math
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from digitdemo.runs.migrate import migrate
from digitdemo.runs.run import DiskFull, StoreError, WriteRefused
from digitdemo.system import why_not

FILE = "runs.sqlite"
REST_SECONDS = 3.0  # after a server could not be reached: every page that asks would wait for it anew
_CONNECT_SECONDS = 5  # for which one that says nothing is waited for
_LOOK_AGAIN_SECONDS = 0.02
PATIENCE_SECONDS = 30  # for which a transaction waits for those of others
_PAGE_BYTES = 16_384  # of a new file: four times SQLite's own, as most of what is kept are whole models
_WAL_BYTES = 16_000_000  # to which the log of the latest writes is cut when it is done with
_ONE_WRITER = 7_436_201  # PostgreSQL's number of the lock that those who write take, one after the other

# What a database means, by the beginning of what it says: sqlite.org/rescode.html, or PostgreSQL's SQLSTATE.
_FAILS = "the database of runs fails ({why})"
_SILENT, _FULL, _LOCKED = "it does not answer", "the disk is full", "it may only be read"
_KINDS = {_FULL: DiskFull, _LOCKED: WriteRefused}
_PLAINLY = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _LOCKED,
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_NOTADB": "its file is no database",
    "SQLITE_IOERR": "its disk fails",
    "SQLITE_BUSY": "others write for too long",
    "53100": _FULL,
    "25006": _LOCKED,
}

_LOG = logging.getLogger(__name__)


class Database:
    """A database with the tables of `digitdemo.runs.schema`, made or brought up to date when it is first used.

    Whoever writes is alone among those who write, be they other processes. SQLite keeps a log beside its file (WAL), so
    that those who read never wait.

    Raises:
        StoreError: `url` is no address, or of a kind of database that is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            address = _with_driver(make_url(url))
            self._sqlite = address.get_backend_name() == "sqlite"
            self._engine = _ENGINES[address.get_backend_name()](address)
        except (ArgumentError, ImportError, KeyError) as error:
            raise StoreError(f"the address of the database of runs cannot be used ({type(error).__name__})") from error
        # Without its password, which may be anywhere in an address.
        self._where = f"{address.get_backend_name()} {address.host or address.query.get('host', '')}/{address.database}"
        self._ready = False
        self._file: tuple[int, int] | None = None  # which one it is, as long as it is there
        self._made_anew = 0
        self._rests_until = -math.inf
        self._preparing = threading.Lock()
        weakref.finalize(self, self._engine.dispose)  # its connections are closed, not left to the garbage collector

    @property
    def short_name(self) -> str:
        """Eight letters and digits that another database has not."""
        return hashlib.sha256(self._where.encode()).hexdigest()[:8]

    @property
    def exists(self) -> bool:
        """Whether there is one, as far as that can be known without making it."""
        file = self._engine.url.database
        return not self._sqlite or (file is not None and Path(file).exists())

    @property
    def made_anew(self) -> int:
        """How often its file had gone, with all that was in it, and another one was made in its place."""
        return self._made_anew

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that sees one state of the database.

        Raises:
            StoreError: that is not possible.
        """
        with self._told():
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in a transaction of a writer: all of it comes to last, or, if it raises, nothing.

        Raises:
            StoreError: that is not possible.
        """
        with self._told():
            self._prepare()
            with self._writing() as connection:
                yield connection

    def close(self) -> None:
        """Close the connections; they are opened anew when needed."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.execution_options(write=True).begin() as connection:
            if not self._sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})")
            yield connection

    def _prepare(self) -> None:
        if self._ready and self._file == self._file_now():
            return
        with self._preparing:
            if self._ready and self._file == self._file_now():
                return
            if gone := self._ready:  # its connections still write into that file, which nobody would ever read again
                _LOG.error("%s: the file has gone, with all that was in it; another one is made", self._where)
                self._engine.dispose()
            if self._sqlite and (file := self._engine.url.database):
                try:
                    Path(file).parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise StoreError(f"the folder of runs cannot be made ({why_not(error)})") from error
            with self._writing() as connection:
                migrate(connection)
            self._file = self._file_now()
            self._made_anew += gone
            self._ready = True

    def _file_now(self) -> tuple[int, int] | None:
        """Return which file the address names; None where there is none, or there are no files."""
        if not self._sqlite or not self._engine.url.database:
            return None
        try:
            about = Path(self._engine.url.database).stat()
        except OSError:
            return None
        return about.st_dev, about.st_ino

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a database may say into an error that a visitor may read; the log has all of it."""
        if time.monotonic() < self._rests_until:
            raise StoreError(_FAILS.format(why=_SILENT))
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            cause = getattr(error, "orig", None) or error
            if not self._sqlite and getattr(cause, "sqlstate", None) is None:  # else it has answered
                self._rests_until = time.monotonic() + REST_SECONDS
            _LOG.warning("%s: %s", self._where, str(cause).partition("\n")[0])
            why = _plainly(cause)
            raise _KINDS.get(why, StoreError)(_FAILS.format(why=why)) from error


def sqlite_url(folder: Path) -> str:
    """Return the address of the SQLite file in `folder`."""
    return URL.create("sqlite", database=str(folder.resolve() / FILE)).render_as_string()


def _plainly(error: BaseException) -> str:
    """Return what a database's error comes to, for a visitor: one that says nothing known does not answer."""
    said = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""
    return next((why for code, why in _PLAINLY.items() if said.startswith(code)), _SILENT)


def _with_driver(url: URL) -> URL:
    """Return an address with the driver that this project brings along, where it names none."""
    if url.drivername in ("postgres", "postgresql"):  # the first is how some hosts write it
        return url.set(drivername="postgresql+psycopg")
    return url


def _server_engine(url: URL) -> Engine:
    options = {"connect_timeout": _CONNECT_SECONDS, "options": f"-c lock_timeout={PATIENCE_SECONDS}s"}
    return create_engine(url, pool_pre_ping=True, connect_args=options)


def _set(connection: sqlite3.Connection, setting: str) -> None:
    """Set it as soon as others let that be: while a file is no WAL yet, SQLite itself waits for no writer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {setting}").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_LOOK_AGAIN_SECONDS)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS}, max_overflow=30)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # "BEGIN" is ours: Python would begin late, and as one that only reads
        for setting in (
            f"page_size={_PAGE_BYTES}",
            "journal_mode=WAL",
            "synchronous=FULL",  # what is said to be saved outlives a power cut, too
            f"journal_size_limit={_WAL_BYTES}",
            "foreign_keys=ON",
            "temp_store=MEMORY",  # no files elsewhere: a transaction would fail where the temporary folder is full
        ):
            _set(connection, setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # One that began as a reader cannot become a writer when another has written meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")

    return engine


_ENGINES = {"sqlite": _sqlite_engine, "postgresql": _server_engine}
