"""Runs of earlier versions, which kept each as a folder: they are read once, then put away, and none is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from digitdemo.runs.files import NEW_RUN_ID
from digitdemo.runs.folders import REPLACED, RunFolders
from digitdemo.runs.run import Run, RunError
from digitdemo.system import warn_once

PUT_AWAY = "old"  # a folder in the folder of runs; whoever runs the app may delete it

_LOG = logging.getLogger(__name__)


def old_runs(root: Path) -> Iterator[tuple[Run, Path]]:
    """Yield the runs that are folders in `root`, the earliest first, each with its folder; damaged ones stay there."""
    try:
        names = sorted({entry.name.removeprefix(REPLACED) for entry in root.iterdir()})
    except OSError:
        return  # no run yet
    folders = RunFolders(root)
    for run_id in filter(NEW_RUN_ID.fullmatch, names):
        try:
            yield folders.load(run_id), folders.folder(run_id)
        except RunError as error:
            warn_once(_LOG, f"A run of an earlier version is left where it is: {error}")


def put_away(folder: Path) -> None:
    """Move a run's folder to where it is not read again.

    Raises:
        OSError: that is not possible.
    """
    old = folder.parent / PUT_AWAY
    old.mkdir(exist_ok=True)
    folder.rename(old / folder.name)
