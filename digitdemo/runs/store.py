"""Runs and where they are kept: one folder a run, written under a temporary name and renamed when whole."""

from __future__ import annotations

import contextlib
import json
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
from digitdemo.system import ASSETS, PROJECT

SHIPPED_MODELS = ASSETS / "models"
KEEP_RUNS = 300  # 12 MB each at most, but for the widest networks; the oldest go first
INSIDE_FILE = "inside.tflite"
_DRAFT = ".draft-"
_DRAFT_MAX_AGE = 3600.0
_RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NEW_RUN_ID = re.compile(r"\d{8}-\d{6}-[a-z0-9]+-[0-9a-f]{6}")  # what `new_run_id` makes; nothing else is ever pruned


def default_runs_folder() -> Path:
    """Return where new runs go: `$DIGITDEMO_RUNS`, or `runs/` in the project's folder."""
    return Path(os.environ.get("DIGITDEMO_RUNS") or PROJECT / "runs")


def new_run_id(config: TrainConfig) -> str:
    """Return a name that no other run has, made of time (UTC), architecture and chance."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{config.architecture}-{secrets.token_hex(3)}"


class RunStore:
    """A folder of run folders: config.json, history.json and, if the run has a model, its files.

    These are model.keras, model.tflite, and, to look inside, inside.tflite and snapshots.npz.
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
        target = self._folder(run.id)
        about = run_to_dict(run)
        _write_json(draft / "history.json", about.pop("history"))
        _write_json(draft / "config.json", about)
        replaced = draft.with_name(draft.name + "-replaced")
        if target.exists():
            target.rename(replaced)
        draft.rename(target)
        shutil.rmtree(replaced, ignore_errors=True)
        return target

    def load(self, run_id: str) -> Run:
        """Return the run of that id.

        Raises:
            RunError: there is none, or its files are damaged.
        """
        folder = self._folder(run_id)
        try:
            about = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            records = json.loads((folder / "history.json").read_text(encoding="utf-8"))
            return run_from_dict(run_id, {**about, "history": records})
        except (OSError, TypeError, ValueError) as error:
            raise RunError(f"run {run_id}: cannot be read ({error})") from error

    def model_path(self, run_id: str) -> Path | None:
        """Return the run's LiteRT file, or None where it has no model."""
        path = self._folder(run_id) / "model.tflite"
        return path if path.is_file() else None

    def inside_path(self, run_id: str) -> Path | None:
        """Return the run's folder if it has what `digitdemo.inference.inside` reads, else None."""
        folder = self._folder(run_id)
        return folder if (folder / INSIDE_FILE).is_file() else None

    def prune(self, keep: int = KEEP_RUNS) -> None:
        """Remove the oldest runs beyond `keep`, and drafts that a crash left behind; what cannot be removed stays."""
        with contextlib.suppress(OSError):  # no folder yet, or another process is at work in it
            folders = list(self.root.iterdir())
            runs = sorted(folder.name for folder in folders if _NEW_RUN_ID.fullmatch(folder.name))
            young = time.time() - _DRAFT_MAX_AGE
            stale = [f for f in folders if f.name.startswith(_DRAFT) and f.stat().st_mtime < young]
            for folder in stale + [self.root / name for name in runs[:-keep]]:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, run_id: str) -> Path:
        if not _RUN_ID.fullmatch(run_id):  # an id is a folder's name: it must not lead elsewhere
            raise RunError(f"run {run_id[:60]!r}: an id has small letters, digits and hyphens only")
        return self.root / run_id


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
