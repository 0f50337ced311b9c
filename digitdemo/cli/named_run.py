"""A run that a command is told: a folder, or the id of one that is kept or shipped."""

from pathlib import Path

from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.files import RUN_ID, RunSource
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.store import default_store

HELP = "a run's folder, or the id of one that is kept, or of a shipped one, such as cnn"


def named_run(name: str) -> tuple[RunSource, str]:
    """Return where that run is, if it is anywhere, and its id."""
    folder = Path(name).resolve()
    if folder.is_dir() or not RUN_ID.fullmatch(name):
        return RunFolders(folder.parent), folder.name
    return (SHIPPED if SHIPPED.folder(name).is_dir() else default_store()), name
