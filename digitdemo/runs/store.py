"""Runs and where they are kept: one folder a run, written under a hidden name and renamed when whole."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run, RunError, run_from_dict, run_to_dict
from digitdemo.system import ASSETS, PROJECT, warn_once

SHIPPED_MODELS = ASSETS / "models"
KEEP_RUNS = 300  # 12 MB each at most, but for the widest networks; the oldest go first
KERAS_FILE = "model.keras"
MODEL_FILE = "model.tflite"
INSIDE_FILE = "inside.tflite"
_DRAFT = ".draft-"  # a run's files while they are written
_REPLACED = ".replaced-"  # with the run's id: the whole run that another one takes the place of
_REMOVED = ".removed-"  # a folder that is being deleted
_DRAFT_MAX_AGE = 24 * 3600.0  # a training of many hours may still write into it
_CONFIG_FILE, _HISTORY_FILE = "config.json", "history.json"
_RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NEW_RUN_ID = re.compile(r"\d{8}-\d{6}-[a-z0-9]+-[0-9a-f]{6}")  # what `new_run_id` makes; nothing else is ever pruned

_LOG = logging.getLogger(__name__)


def default_runs_folder() -> Path:
    """Return where new runs go: `$DIGITDEMO_RUNS`, or `runs/` in the project's folder."""
    return Path(os.environ.get("DIGITDEMO_RUNS") or PROJECT / "runs")


def new_run_id(config: TrainConfig) -> str:
    """Return a name that no other run has, made of time (UTC), architecture and random letters."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{config.architecture}-{secrets.token_hex(3)}"


class RunStore:
    """A folder of run folders: config.json, history.json and, if the run has a model, its files.

    These are model.keras, model.tflite, to look inside, inside.tflite and snapshots.npz, and, as pictures of what it
    has learned, learning.json. Whenever the process may be killed, a run's folder is whole or not there, and a run that
    is being replaced can be read, old or new.
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
            self._discard(folder)

    def save(self, run: Run, draft: Path) -> Path:
        """Write `run`'s config and history beside the files in `draft`, rename the whole and return its folder.

        A folder of that id that is there already is replaced.
        """
        target, replaced = self._target(run.id), self._replaced(run.id)
        about = run_to_dict(run)
        _write_json(draft / _HISTORY_FILE, about.pop("history"))
        _write_json(draft / _CONFIG_FILE, about)
        if target.exists():
            self._discard(replaced)  # of a process that was killed between the next two steps and the last
            target.rename(replaced)  # from here on `folder` finds the old run under this name
        draft.rename(target)
        self._discard(replaced)
        return target

    def load(self, run_id: str) -> Run:
        """Return the run of that id.

        Raises:
            RunError: there is none, or its files are damaged.
        """
        try:
            folder = self.folder(run_id)
            about, history = (json.loads((folder / name).read_bytes()) for name in (_CONFIG_FILE, _HISTORY_FILE))
            return run_from_dict(run_id, {**about, "history": history})
        except OSError as error:  # its text would show a path of the server
            name = Path(error.filename).name
            raise RunError(f"run {run_id}: cannot be read ({name}: {error.strerror})") from error
        except (RecursionError, TypeError, ValueError) as error:
            raise RunError(f"run {run_id}: cannot be read ({_shortened(str(error))})") from error

    def folder(self, run_id: str) -> Path:
        """Return the folder of that run, if there is one, also where a process was killed while it replaced it.

        Raises:
            RunError: `run_id` is no id.
        """
        target, replaced = self._target(run_id), self._replaced(run_id)
        return replaced if not target.exists() and replaced.exists() else target

    def model_path(self, run_id: str) -> Path | None:
        """Return the run's LiteRT file, or None where it has no model."""
        path = self.folder(run_id) / MODEL_FILE
        return path if path.is_file() else None

    def inside_path(self, run_id: str) -> Path | None:
        """Return the run's folder if it has what `digitdemo.inference.inside` reads, else None."""
        folder = self.folder(run_id)
        return folder if (folder / INSIDE_FILE).is_file() else None

    def prune(self, keep: int = KEEP_RUNS) -> None:
        """Remove the oldest runs beyond `keep`, and what a crash left behind; what cannot be removed stays."""
        try:
            entries = sorted(self.root.iterdir())
        except FileNotFoundError:
            return  # no run yet
        except OSError as error:
            self._warn(self.root, error)
            return
        runs = []
        for entry in entries:
            try:
                if self._is_leftover(entry):
                    self._discard(entry)
                elif _NEW_RUN_ID.fullmatch(entry.name):
                    os.scandir(entry).close()  # raises where it is no folder, or none that can be read
                    runs.append(entry)
            except OSError as error:
                self._warn(entry, error)
        for run in runs[: max(0, len(runs) - keep)]:
            self._discard(run)

    def _is_leftover(self, entry: Path) -> bool:
        if entry.name.startswith(_REPLACED):  # without another of that id it is the run
            return entry != self.root / _REPLACED and (self.root / entry.name.removeprefix(_REPLACED)).exists()
        old = time.time() - _DRAFT_MAX_AGE
        return entry.name.startswith(_REMOVED) or (entry.name.startswith(_DRAFT) and entry.stat().st_mtime < old)

    def _discard(self, folder: Path) -> None:
        """Remove `folder`, if it is there, under a hidden name, so that half of it is never taken for a run."""
        try:
            hidden = folder
            if not folder.name.startswith(_REMOVED):
                hidden = folder.rename(self.root / f"{_REMOVED}{secrets.token_hex(8)}")
            shutil.rmtree(hidden)
        except FileNotFoundError:
            pass  # it is gone, or another process is removing it
        except OSError as error:
            self._warn(folder, error)

    def _warn(self, entry: Path, error: OSError) -> None:
        warn_once(_LOG, f"{entry}: cannot be removed ({error.strerror or error})")

    def _target(self, run_id: str) -> Path:
        if not _RUN_ID.fullmatch(run_id):  # an id is a folder's name: it must not lead elsewhere
            raise RunError(f"run {run_id[:60]!r}: an id has small letters, digits and hyphens only")
        return self.root / run_id

    def _replaced(self, run_id: str) -> Path:
        return self.root / f"{_REPLACED}{run_id}"


def _shortened(text: str, most: int = 200) -> str:
    """Return `text` without its middle if that is a long value of the file's; at the end stands where it is."""
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
