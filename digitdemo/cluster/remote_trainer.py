"""A trainer on another machine, as the queue sees it: commands go there, events and the files of runs come back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digitdemo.cluster.messages import (
    Answer,
    Begin,
    Begun,
    End,
    File,
    Hear,
    Heard,
    Listed,
    Look,
    Part,
    Question,
    Read,
    Refused,
    Say,
    Unreachable,
)
from digitdemo.cluster.results import Arriving, BadFiles, check_listed
from digitdemo.cluster.version import version
from digitdemo.jobs.protocol import Command, Ended, Event, ProtocolError, Train, decode_event, encode
from digitdemo.jobs.trainer_process import AllLost, TrainerDied, TrainerLost

if TYPE_CHECKING:
    from digitdemo.cluster.members import Members

_LOST, _ALL_LOST = "its computer cannot be reached any more", "no computer of the cluster can be reached any more"
_NOT_WHOLE = "its files did not arrive whole"
_LONGEST_MACHINE = 500  # characters

_LOG = logging.getLogger(__name__)


class Busy(Exception):
    """All trainers of a worker are taken, by other apps."""


class RemoteTrainer:
    """A `Trainer` (`digitdemo/jobs/warm_trainer.py`) of the worker at `address`; `on_end` is called once at its end.

    Raises:
        Busy: it has none to spare.
        Unreachable: it does not answer, or cannot give one.
    """

    def __init__(self, members: Members, address: str, on_end: Callable[[], None]) -> None:
        self._members, self._address, self._on_end = members, address, on_end
        self._session = secrets.token_hex(16)
        self._sending, self._sent = threading.Lock(), 0
        self._trains: dict[str, Train] = {}
        self._events: queue.Queue[Event | TrainerDied] = queue.Queue()
        answer = members.wait_for(self._ask(Begin(_nonce(), self._session, version())))
        if isinstance(answer, Refused) and answer.busy:
            raise Busy
        if not isinstance(answer, Begun):
            raise Unreachable(answer.reason if isinstance(answer, Refused) else "it has no trainer")
        self.machine = "".join(filter(str.isprintable, answer.machine))[:_LONGEST_MACHINE]
        self._ended = self._gone = False
        self._listening = members.start(self._listen())

    def send(self, command: Command) -> None:
        """Send a command.

        Raises:
            ProtocolError: it cannot be sent.
            TrainerDied: the trainer is gone.
        """
        line = encode(command)
        if isinstance(command, Train):
            self._trains = {command.job: command}
        with self._sending:
            try:
                answer = self._members.wait_for(self._say(self._sent + 1, line))
            except Unreachable as error:  # the cluster has been left
                raise AllLost(_ALL_LOST) from error
            if isinstance(answer, Refused):
                raise TrainerLost(_LOST)
            self._sent += 1

    def receive(self, timeout: float) -> Event:
        """Return the next event; when a training has ended, its files are there.

        Raises:
            TrainerDied: the trainer is gone, said nothing for `timeout` seconds, or what is no event.
        """
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            raise TrainerDied(f"no sign of life for {timeout:.0f} s") from None
        if isinstance(event, TrainerDied):
            self._events.put(event)  # whoever asks again hears the same
            raise event
        return event

    def end(self) -> None:
        """End the trainer."""
        with self._sending:
            if self._ended:
                return
            self._ended = True
        self._listening.cancel()
        self._events.put(TrainerDied("the app is ending"))
        if not self._gone:
            with contextlib.suppress(Unreachable):
                self._members.wait_for(self._ask(End(_nonce(), self._session)))
        self._on_end()

    async def _ask(self, question: Question) -> Answer:
        return await self._members.ask(self._address, question)

    async def _say(self, number: int, line: bytes) -> Answer:
        try:
            return await self._ask(Say(_nonce(), self._session, number, line))
        except Unreachable as error:
            raise await self._loss(error) from error

    async def _listen(self) -> None:
        try:
            await self._hear()
        except TrainerDied as death:
            self._events.put(death)
        except Unreachable as error:
            self._events.put(await self._loss(error))
        except (BadFiles, OSError) as error:
            _LOG.warning("the files of a training did not arrive: %s", error)
            self._events.put(TrainerLost(_NOT_WHOLE))
        except Exception:
            _LOG.exception("a trainer elsewhere is given up")
            self._events.put(TrainerLost(_LOST))

    async def _hear(self) -> None:
        """Take in what the trainer says until it has died.

        Raises:
            TrainerDied: it has, or what it says is no event.
            Unreachable: its worker does not answer.
            BadFiles: files of a training are not those that were announced, twice.
            OSError: they cannot be written.
        """
        after = 0
        while True:
            answer = await self._ask(Hear(_nonce(), self._session, after))
            if not isinstance(answer, Heard):
                raise TrainerLost(_LOST)
            for line in answer.lines:
                after += 1
                try:
                    event = decode_event(line)
                except ProtocolError as error:
                    _LOG.error("a trainer elsewhere said something that is no event: %s", error)
                    raise TrainerDied("it said something that is no event") from error
                match event:
                    case Ended(job=job, ending=ending) if job in self._trains and ending.outcome != "failed":
                        await self._fetch(self._trains[job])
                self._events.put(event)
            if answer.death:
                raise TrainerDied(answer.death)

    async def _fetch(self, train: Train) -> None:
        listed = await self._ask(Look(_nonce(), self._session, train.job))
        if not isinstance(listed, Listed):
            raise TrainerLost(_LOST)
        check_listed(listed.files, train.config)
        for file in listed.files:
            try:
                await self._fetch_file(train, file)
            except BadFiles as error:
                _LOG.warning("once more, as %s", error)
                await self._fetch_file(train, msgspec.structs.replace(file, start=b""))

    async def _fetch_file(self, train: Train, file: File) -> None:
        arriving = await asyncio.to_thread(Arriving, file, Path(train.folder))
        while not arriving.whole:
            part = await self._ask(Read(_nonce(), self._session, train.job, file.name, arriving.size))
            if not isinstance(part, Part):
                raise TrainerLost(_LOST)
            await asyncio.to_thread(arriving.add, part.data)

    async def _loss(self, error: Unreachable) -> TrainerLost:
        self._gone = True
        _LOG.warning("the worker %s cannot be reached any more: %s", self._address, error)
        return TrainerLost(_LOST) if await self._members.scheduler_answers() else AllLost(_ALL_LOST)


def _nonce() -> bytes:
    return secrets.token_bytes(16)
