"""Runs as folders, as the app ships them and the command line writes them where it is told to."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digitdemo.runs.files import checked_id, shortened
from digitdemo.runs.run import Run, RunError, run_from_dict, run_to_dict

CONFIG_FILE, HISTORY_FILE = "config.json", "history.json"
_DRAFT = ".draft-"  # a run's files while they are written
REPLACED = ".replaced-"  # with the run's id: the whole run that another one takes the place of


class RunFolders:
    """A folder of run folders: config.json, history.json and, if the run has a model, its files.

    A run's folder is written under a hidden name and renamed when whole. Whenever the process may be killed it is whole
    or not there, and a run that is being replaced can be read, old or new.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def draft(self) -> Iterator[Path]:
        """Yield a new hidden folder for a run's files; what `save` has not renamed at the end is removed."""
        self.root.mkdir(parents=True, exist_ok=True)
        folder = self.root / f"{_DRAFT}{secrets.token_hex(8)}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def save(self, run: Run, draft: Path) -> Path:
        """Write `run`'s config and history beside the files in `draft`, rename the whole and return its folder.

        A folder of that id that is there already is replaced.
        """
        target, replaced = self.root / checked_id(run.id), self._replaced(run.id)
        about = run_to_dict(run)
        _write_json(draft / HISTORY_FILE, about.pop("history"))
        _write_json(draft / CONFIG_FILE, about)
        if target.exists():
            shutil.rmtree(replaced, ignore_errors=True)  # of a process that was killed between the next two steps
            target.rename(replaced)  # from here on `folder` finds the old run under this name
        draft.rename(target)
        shutil.rmtree(replaced, ignore_errors=True)
        return target

    def load(self, run_id: str) -> Run:
        """Return the run of that id, as `RunSource` says."""
        try:
            folder = self.folder(run_id)
            about, history = (json.loads((folder / name).read_bytes()) for name in (CONFIG_FILE, HISTORY_FILE))
            return run_from_dict(run_id, {**about, "history": history})
        except OSError as error:
            raise _unreadable(run_id, error) from error
        except (RecursionError, TypeError, ValueError) as error:
            raise RunError(f"run {run_id}: cannot be read ({shortened(str(error))})") from error

    def has(self, run_id: str, file: str) -> bool:
        """Return whether there is such a run and it has that file, as `RunSource` says."""
        return (self.folder(run_id) / file).is_file()

    def read(self, run_id: str, file: str) -> bytes:
        """Return what is in a file of a run, as `RunSource` says."""
        try:
            return (self.folder(run_id) / file).read_bytes()
        except OSError as error:
            raise _unreadable(run_id, error) from error

    def folder(self, run_id: str) -> Path:
        """Return the folder of that run, if there is one, also where a process was killed while it replaced it.

        Raises:
            RunError: `run_id` is no id.
        """
        target, replaced = self.root / checked_id(run_id), self._replaced(run_id)
        return replaced if not target.exists() and replaced.exists() else target

    def _replaced(self, run_id: str) -> Path:
        return self.root / f"{REPLACED}{run_id}"


def _unreadable(run_id: str, error: OSError) -> RunError:
    name = Path(error.filename).name  # the whole path is the server's own affair
    return RunError(f"run {run_id}: cannot be read ({name}: {error.strerror})")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
