"""Where runs are kept: a database, so that a run is there whole or not at all. docs/store.md says how."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import delete, select

from digitdemo.runs.database import Database, sqlite_url
from digitdemo.runs.drafts import Drafts, owner_by_now
from digitdemo.runs.files import checked_id
from digitdemo.runs.origins import note_owner
from digitdemo.runs.own_runs import OwnRuns, SharedRun
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.quota import Quota, default_quota, make_room
from digitdemo.runs.rows import RUN_FILE, insert_row, insert_run, run_of, undamaged
from digitdemo.runs.run import DiskFull, Run, RunError, StoreError
from digitdemo.runs.schema import files, runs, shares
from digitdemo.runs.takeover import old_runs, put_away
from digitdemo.system import PROJECT, warn_once

_TRIAL = "trial"  # the id of a run that is never there

_LOG = logging.getLogger(__name__)


def default_runs_folder() -> Path:
    """Return where new runs go: `$DIGITDEMO_RUNS`, or `runs/` in the project's folder."""
    return Path(os.environ.get("DIGITDEMO_RUNS") or PROJECT / "runs")


def default_store(url: str | None = None) -> RunStore:
    """Return the store of `url`, or `$DIGITDEMO_DATABASE_URL`, or else the SQLite file in the folder of runs."""
    return RunStore(default_runs_folder(), url or os.environ.get("DIGITDEMO_DATABASE_URL"), quota=default_quota())


class RunStore:
    """Runs in a database, by default a SQLite file in the folder `root`, where drafts are, too. A `RunSource`.

    Whenever a process is killed, a run is whole or not there. All methods may be called from any thread, and by several
    apps on one database; all raise `StoreError`, a `RunError`, where the database fails.
    """

    def __init__(
        self,
        root: Path,
        url: str | None = None,
        *,
        quota: Quota | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.root = root
        self.database = Database(url or sqlite_url(root))
        self._quota = quota or Quota()
        self._drafts = Drafts(self.database, root / "drafts", clock)

    def draft(self, owner: str = NOBODY) -> AbstractContextManager[Path]:
        """Yield a new folder for the files of a run, which is removed at the end; `save` has read it by then."""
        return self._drafts.open(owner)

    def save(
        self,
        run: Run,
        folder: Path | None,
        owner: str = NOBODY,
        address: str = "",
        *,
        name: str = "",
        draft: Path | None = None,
    ) -> tuple[str, ...]:
        """Keep `run`, called `name`, with the files in `folder`, if any; return the runs that had to make room for it.

        One of that id that is there already is replaced. `owner` is what `owner_of` says of a visitor's key, `address`
        whence the visitor came, "" where that is unknown. Of a run that was trained into `draft`, the one has it who
        has that by now: in this app or another, a visit may have become another's meanwhile, or been forgotten. Where
        the disk is full, what was deleted and may only be brought back makes room.

        Raises:
            StoreFull: there is no room; then nothing is changed.
            DiskFull: there is no room on the disk; likewise.
            Forgotten: likewise, whoever it was for has had all of it deleted.
            OSError: a file cannot be read; likewise.
        """
        try:
            return self._save(run, folder, owner, address, name, draft)
        except DiskFull:
            if not self._clear_deleted():
                raise
        return self._save(run, folder, owner, address, name, draft)

    def check_room(self, size: int, owner: str, address: str = "") -> None:
        """Find out, before a training, whether `save` would keep a run of so many bytes; nothing is changed.

        Raises:
            StoreFull: it would not.
        """
        if not self.database.exists:
            return
        with self.database.write() as connection, connection.begin_nested() as trial:
            note_owner(connection, owner, address, now := time.time())
            number = insert_row(connection, _TRIAL, owner, size)
            make_room(connection, number, owner, self._quota, now)
            trial.rollback()

    def load(self, run_id: str) -> Run:
        """Return the run of that id, as `RunSource` says."""
        return run_of(run_id, self.read(run_id, RUN_FILE))

    def load_all(self, run_ids: Collection[str]) -> dict[str, Run]:
        """Return those of the runs that are there, by id, in one go; what is damaged is left out, and logged."""
        query = select(runs.c.id, files.c.data, files.c.sha256).join(files)
        query = query.where(files.c.name == RUN_FILE, runs.c.id.in_(run_ids), ~runs.c.deleted)
        found = {}
        with self.database.read() as connection:
            rows = connection.execute(query).all()
        for run_id, data, digest in rows:
            try:
                found[run_id] = run_of(run_id, undamaged(run_id, RUN_FILE, data, digest))
            except RunError as error:
                warn_once(_LOG, str(error))
        return found

    def has(self, run_id: str, file: str) -> bool:
        """Return whether there is such a run and it has that file, as `RunSource` says."""
        return run_id in self.with_file(file, [checked_id(run_id)])

    def with_file(self, file: str, run_ids: Collection[str]) -> set[str]:
        """Return those of the runs that are there and have that file."""
        query = select(runs.c.id).join(files).where(files.c.name == file, runs.c.id.in_(run_ids), ~runs.c.deleted)
        with self.database.read() as connection:
            return set(connection.execute(query).scalars())

    def read(self, run_id: str, file: str) -> bytes:
        """Return what is in a file of a run, as `RunSource` says: just what was saved, by its SHA-256 sum."""
        query = select(files.c.data, files.c.sha256).join(runs)
        query = query.where(runs.c.id == checked_id(run_id), files.c.name == file, ~runs.c.deleted)
        with self.database.read() as connection:
            found = connection.execute(query).first()
        if found is None:
            raise RunError(f"run {run_id}: there is no {file} of it")
        return undamaged(run_id, file, found.data, found.sha256)

    def ids(self) -> list[str]:
        """Return the ids of all runs, whoever has them, in the order in which they were saved."""
        with self.database.read() as connection:
            return list(connection.execute(select(runs.c.id).where(~runs.c.deleted).order_by(runs.c.seq)).scalars())

    def of(self, owner: str) -> OwnRuns:
        """Return the runs of that owner."""
        return OwnRuns(self.database, owner)

    def shared(self, token: str) -> str | None:
        """Return the id of the run that a token opens, or None where there is none (any more)."""
        found = self.shared_runs([token]).get(token)
        return found.id if found else None

    def shared_runs(self, tokens: Collection[str]) -> dict[str, SharedRun]:
        """Return the runs that these tokens open, by token, without those that open none (any more)."""
        query = select(shares.c.token, runs.c.id, runs.c.name, runs.c.owner).join(runs)
        query = query.where(shares.c.token.in_(tokens), ~runs.c.deleted)
        with self.database.read() as connection:
            return {token: SharedRun(*about) for token, *about in connection.execute(query)}

    def tidy(self) -> None:
        """Take over runs that an earlier version kept as folders; remove what is deleted, ended or left by the dead.

        For the start of an app. What cannot be done is logged.
        """
        try:
            self.take_over()
            if self.database.exists:
                self._clear_deleted()
        except StoreError as error:
            warn_once(_LOG, f"The runs are not tidied: {error}")
        self.clear_drafts()

    def take_over(self) -> None:
        """Take over runs that an earlier version kept as folders; what is damaged stays where it is, and is logged."""
        for run, folder in old_runs(self.root):
            self._take_over(run, folder)

    def clear_drafts(self) -> None:
        """Remove drafts of processes that died, if they have been silent for long enough. Failures are logged."""
        try:
            if self.database.exists:
                self._drafts.clear()
        except StoreError as error:
            warn_once(_LOG, f"The drafts are not cleared: {error}")

    def close(self) -> None:
        """Close the connections to the database; they are opened anew when needed."""
        self.database.close()

    def _save(
        self, run: Run, folder: Path | None, owner: str, address: str, name: str, draft: Path | None
    ) -> tuple[str, ...]:
        with self.database.write() as connection:
            owner = owner if draft is None else owner_by_now(connection, draft, owner)
            connection.execute(delete(runs).where(runs.c.id == checked_id(run.id)))
            note_owner(connection, owner, address, now := time.time())
            number = insert_run(connection, run, folder, owner, name)
            return tuple(make_room(connection, number, owner, self._quota, now))

    def _clear_deleted(self) -> int:
        """Delete for good what was deleted, and return how many runs that were."""
        with self.database.write() as connection:
            return connection.execute(delete(runs).where(runs.c.deleted)).rowcount

    def _take_over(self, run: Run, folder: Path) -> None:
        """Keep a run that is a folder, unless it is kept already, whatever the quota; then put the folder away."""
        try:
            with self.database.write() as connection:
                if connection.execute(select(runs.c.seq).where(runs.c.id == run.id)).first() is None:
                    insert_run(connection, run, folder, NOBODY)
            put_away(folder)
        except OSError as error:
            if folder.exists():  # else another app was faster
                warn_once(_LOG, f"{folder}: is not taken over, or not put away ({error.strerror})")
