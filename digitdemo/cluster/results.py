"""The files of a training, listed where it was trained, and checked where they are to be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from digitdemo.cluster.messages import PART_BYTES, File
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import INSIDE_FILE, KERAS_FILE, MODEL_FILE
from digitdemo.runs.learning import FILE as LEARNING_FILE
from digitdemo.runs.run_size import run_bytes
from digitdemo.runs.snapshots import FILE as SNAPSHOTS_FILE

NAMES = frozenset({KERAS_FILE, MODEL_FILE, INSIDE_FILE, SNAPSHOTS_FILE, LEARNING_FILE})
_TIMES, _BESIDE = 4, 5_000_000  # of what a run is expected to have, and bytes more, that its files may have


class BadFiles(Exception):
    """Files are not those of a training, or not what was sent."""


def listed(folder: Path) -> tuple[File, ...]:
    """Return what a training has written into `folder`, with as much of it as may be sent at once: mostly all."""
    files, left = [], PART_BYTES
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            files.append(File(path.name, path.stat().st_size, digest, start=file.read(left)))
        left -= len(files[-1].start)
    return tuple(files)


def part(folder: Path, name: str, offset: int) -> bytes:
    """Return a part of the file of that name, from that byte on; no bytes after its end.

    Raises:
        BadFiles: it is none that a training writes.
    """
    if name not in NAMES or offset < 0:
        raise BadFiles(f"no file of a training: {name!r}")
    with (folder / name).open("rb") as file:
        file.seek(offset)
        return file.read(PART_BYTES)


def check_listed(files: Iterable[File], config: TrainConfig) -> None:
    """Raise `BadFiles` unless a training by `config` may have written these, before more is sent or anything kept."""
    names = [file.name for file in files]
    if not NAMES.issuperset(names) or len(names) != len(set(names)):
        raise BadFiles(f"files that no training writes: {names}")
    size, most = sum(max(0, file.size) for file in files), _TIMES * run_bytes(config) + _BESIDE
    if size > most or any(file.size < 0 for file in files):
        raise BadFiles(f"files of {size:,} bytes where {most:,} are the most")


class Arriving:
    """A file that comes part by part into `folder`.

    Raises:
        BadFiles: its start is not what was announced.
    """

    def __init__(self, file: File, folder: Path) -> None:
        self._file, self._path = file, folder / file.name
        self._digest = hashlib.sha256()
        self.size = 0
        self._path.write_bytes(b"")
        if file.start:
            self.add(file.start)
        self.check()

    @property
    def whole(self) -> bool:
        """Whether all bytes have come."""
        return self.size == self._file.size

    def add(self, data: bytes) -> None:
        """Write the next part.

        Raises:
            BadFiles: it is empty, too much, or the last one and not what was announced.
        """
        self.size += len(data)
        if not data or self.size > self._file.size:
            raise BadFiles(f"{self._file.name} has not the size that was announced")
        self._digest.update(data)
        with self._path.open("ab") as file:
            file.write(data)
        self.check()

    def check(self) -> None:
        """Raise `BadFiles` if the file is whole and not what was announced."""
        if self.whole and self._digest.hexdigest() != self._file.sha256:
            raise BadFiles(f"{self._file.name} is not what was sent")
