"""A trainer that a worker has for an app: a child process as on the app's own machine, and what it says until told."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import msgspec

from digitdemo.cluster.messages import Heard
from digitdemo.jobs.protocol import Prepare, ProtocolError, Stop, Train, decode_command, encode
from digitdemo.jobs.trainer_process import COMMAND, TrainerDied, TrainerProcess

SILENT_SECONDS = 60.0  # after which an app that has not asked for news is gone, and its trainer is ended
_LISTEN_SECONDS = 1.0  # for which an answer may wait for news
_MOST_AT_ONCE, _MOST_UNHEARD = 8_000_000, 256_000_000  # bytes of lines
_NEVER = 1e9  # seconds


class Session:
    """A trainer, begun at once; `hear` is for the event loop of the worker alone.

    Raises:
        TrainerDied: it cannot be started.
        OSError: there is no room for its files.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="digitdemo-"))
        try:
            self._trainer = TrainerProcess(command)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._jobs: dict[str, Path] = {}
        self._saying = threading.Lock()
        self._heard = 0  # commands of the app's that have arrived
        self._lines: deque[bytes] = deque()
        self._first = 0  # the number of the first of them
        self._unheard = 0  # bytes of them
        self._death = ""
        self._news = asyncio.Event()
        self._asked = time.monotonic()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, name="trainer's news", daemon=True).start()

    @property
    def forgotten(self) -> bool:
        """Whether the app is gone: it has not asked for so long, or for none of very much."""
        return time.monotonic() - self._asked > SILENT_SECONDS or self._unheard > _MOST_UNHEARD

    def note_asked(self) -> None:
        """Take note that the app is there."""
        self._asked = time.monotonic()

    def say(self, number: int, line: bytes) -> None:
        """Hand over a command, unless it has arrived before. What is trained is written into a folder of our own.

        Raises:
            ProtocolError: it is none, or one before it is missing.
        """
        with self._saying:
            if number <= self._heard:
                return
            if number != self._heard + 1:
                raise ProtocolError(f"command {number} after {self._heard}")
            command: Prepare | Train | Stop = decode_command(line)
            if isinstance(command, Train):
                command = self._in_own_folder(command)
            with contextlib.suppress(TrainerDied):  # its news says so
                self._trainer.send(command)
            self._heard = number

    async def hear(self, after: int) -> Heard:
        """Return what there is from line `after` on, as soon as there is something, or nothing after a moment."""
        while self._lines and self._first < after:
            self._unheard -= len(self._lines.popleft())
            self._first += 1
        if not self._lines and not self._death:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LISTEN_SECONDS)
        lines: list[bytes] = []
        size = 0
        for line in self._lines:
            if lines and size + len(line) > _MOST_AT_ONCE:
                return Heard(tuple(lines))
            lines.append(line)
            size += len(line)
        return Heard(tuple(lines), self._death)

    def folder(self, job: str) -> Path:
        """Return where the files of that training are.

        Raises:
            ProtocolError: it is not the last one of this trainer.
        """
        if (folder := self._jobs.get(job)) is None:
            raise ProtocolError("there is no such training")
        return folder

    def close(self) -> None:
        """End the trainer and remove its files."""
        self._trainer.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _in_own_folder(self, command: Train) -> Train:
        """Return the command with a folder that is here, in place of all earlier ones."""
        for folder in self._jobs.values():
            shutil.rmtree(folder, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        self._jobs = {command.job: folder}
        return msgspec.structs.replace(command, folder=str(folder))

    def _read(self) -> None:
        while True:
            try:
                line = encode(self._trainer.receive(_NEVER))
            except TrainerDied as death:
                self._tell(None, str(death))
                return
            self._tell(line, "")

    def _tell(self, line: bytes | None, death: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended with the worker
            self._loop.call_soon_threadsafe(self._take, line, death)

    def _take(self, line: bytes | None, death: str) -> None:
        if line is not None:
            self._lines.append(line)
            self._unheard += len(line)
        self._death = death or self._death
        self._news.set()
