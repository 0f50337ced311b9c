"""A run as the rows of the database: one for itself, one for each of its files, with their sums."""

import hashlib
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert

from digitdemo.runs.files import shortened
from digitdemo.runs.folders import CONFIG_FILE, HISTORY_FILE
from digitdemo.runs.own_runs import LONGEST_NAME
from digitdemo.runs.run import Run, RunError, run_from_dict, run_to_dict
from digitdemo.runs.schema import files, runs
from digitdemo.texts import tr

RUN_FILE = "run.json"  # config, history, how it ended, the machine: all of a run but its id


def run_of(run_id: str, about: bytes) -> Run:
    """Return the run that its `RUN_FILE` is about. Raises `RunError` where that says something else."""
    try:
        return run_from_dict(run_id, msgspec.json.decode(about))
    except (TypeError, ValueError) as error:
        raise RunError(f"run {run_id}: cannot be read ({shortened(str(error))})") from error


def undamaged(run_id: str, file: str, data: object, digest: str) -> bytes:
    """Return what a row has, if it is what was written: a damaged one may even be of another type.

    Raises:
        RunError: it is not.
    """
    found = bytes(data) if isinstance(data, bytes | memoryview) else b""
    if hashlib.sha256(found).hexdigest() != digest:
        raise RunError(tr("run {run_id}: {file} is damaged", run_id=run_id, file=file))
    return found


def insert_run(connection: Connection, run: Run, folder: Path | None, owner: str, name: str = "") -> int:
    """Write a run with the files in `folder`, if any, and return its number."""
    about = msgspec.json.encode(run_to_dict(run))
    # What earlier versions wrote beside them says what `about` says.
    paths = sorted(path for path in folder.iterdir() if path.name not in (CONFIG_FILE, HISTORY_FILE)) if folder else []
    size = len(about) + sum(path.stat().st_size for path in paths)
    number = insert_row(connection, run.id, owner, size, name)
    _insert_file(connection, number, RUN_FILE, about)
    for path in paths:  # in memory one after the other
        _insert_file(connection, number, path.name, path.read_bytes())
    return number


def insert_row(connection: Connection, run_id: str, owner: str, size: int, name: str = "") -> int:
    """Write a run of so many bytes without its files, and return its number."""
    row = dict(id=run_id, owner=owner, name=name[:LONGEST_NAME], pinned=False, deleted=False, bytes=size)
    return connection.execute(insert(runs).values(row).returning(runs.c.seq)).scalar_one()


def _insert_file(connection: Connection, number: int, name: str, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    connection.execute(insert(files).values(run=number, name=name, sha256=digest, data=data))
