"""Folders that trainings write their files into before a run is made of them, safe from other apps on one database."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from digitdemo.runs.database import Database
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.processes import THIS_PROCESS
from digitdemo.runs.run import Forgotten, StoreError
from digitdemo.runs.schema import drafts
from digitdemo.system import warn_once, why_not

BEAT_SECONDS = 20.0
SILENT_SECONDS = 600.0  # without a beat, a draft's process is taken for dead

_LOG = logging.getLogger(__name__)


def owner_by_now(connection: Connection, draft: Path, owner: str) -> str:
    """Return who has the draft that was opened for `owner`; `owner` where it was taken for one of the dead.

    Raises:
        Forgotten: nobody has.
    """
    found = connection.execute(select(drafts.c.owner).where(drafts.c.id == draft.name)).scalar()
    if found is None:
        return owner
    if found == NOBODY != owner:
        raise Forgotten("whoever it was for is forgotten")
    return found


class Drafts:
    """The drafts of one database, each a folder in `folder` and a row whose `beats` go up while its process lives.

    Whether one goes up is seen by looking twice, `SILENT_SECONDS` apart by this process' own `clock`: no two machines
    need agree on the time.
    """

    def __init__(self, database: Database, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._folder = folder / database.short_name  # another database says nothing of who lives here
        self._seen: dict[str, tuple[int, float]] = {}  # by draft: its beats, and since when there were so many

    @contextlib.contextmanager
    def open(self, owner: str) -> Iterator[Path]:
        """Yield a new empty folder, which is removed at the end.

        Raises:
            StoreError: there cannot be one.
        """
        name = secrets.token_hex(8)
        row = dict(id=name, owner=owner, process=THIS_PROCESS, beats=0)
        with self._database.write() as connection:  # before the folder is there: without a row it would be a leftover
            connection.execute(insert(drafts).values(row))
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(row, done), name="draft", daemon=True)
        beating.start()
        folder = self._folder / name
        try:
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise StoreError(f"a folder for its files cannot be made ({why_not(error)})") from error
            yield folder
        finally:
            done.set()
            beating.join()
            self._remove(folder)
            with contextlib.suppress(StoreError), self._database.write() as connection:  # it is silent from now on
                connection.execute(delete(drafts).where(drafts.c.id == name))

    def clear(self) -> None:
        """Remove what processes that died have left behind."""
        try:
            folders = [entry for entry in self._folder.iterdir() if entry.is_dir()]
        except OSError:
            folders = []  # there were none yet, or none can be seen
        with self._database.read() as connection:  # after the folders: a new one has a row before it is there
            beats = {draft.id: draft.beats for draft in connection.execute(select(drafts.c.id, drafts.c.beats))}
        now = self._clock()
        self._seen = {
            name: seen if (seen := self._seen.get(name)) and seen[0] == count else (count, now)
            for name, count in beats.items()
        }
        silent = {name: count for name, (count, since) in self._seen.items() if now - since >= SILENT_SECONDS}
        dead = self._forget(silent) if silent else set()
        for folder in folders:
            if folder.name not in beats or folder.name in dead:
                self._remove(folder)

    def _forget(self, silent: dict[str, int]) -> set[str]:
        """Delete the rows of drafts that have still given no more signs of life than that; return which those are."""
        with self._database.write() as connection:
            return {
                name
                for name, count in silent.items()
                if connection.execute(delete(drafts).where(drafts.c.id == name, drafts.c.beats == count)).rowcount
            }

    def _beat(self, row: dict[str, Any], done: threading.Event) -> None:
        beat = update(drafts).where(drafts.c.id == row["id"]).values(beats=drafts.c.beats + 1)
        while not done.wait(BEAT_SECONDS):
            with contextlib.suppress(StoreError), self._database.write() as connection:
                if not connection.execute(beat).rowcount:  # this machine slept, and another took us for dead
                    connection.execute(insert(drafts).values(row))

    def _remove(self, folder: Path) -> None:
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            pass  # it is gone, or another process is removing it
        except OSError as error:
            warn_once(_LOG, f"{folder}: cannot be removed ({error.strerror or error})")
