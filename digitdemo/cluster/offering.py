"""What a worker answers to an app that wants a trainer, or has one: the same whatever carries the messages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from digitdemo.cluster import results
from digitdemo.cluster.messages import (
    Answer,
    Begin,
    Begun,
    Done,
    End,
    Hear,
    Listed,
    Look,
    Part,
    Question,
    Read,
    Refused,
    Say,
)
from digitdemo.cluster.session import Session
from digitdemo.cluster.version import version
from digitdemo.jobs.protocol import ProtocolError
from digitdemo.jobs.trainer_process import COMMAND, TrainerDied
from digitdemo.system import describe_machine, why_not

_LOG = logging.getLogger(__name__)


class Offering:
    """At most `trainers` trainers, each of which is started by `command`; for one event loop."""

    def __init__(self, trainers: int, command: Sequence[str] = COMMAND) -> None:
        self._trainers, self._command = trainers, command
        self._sessions: dict[str, Session] = {}
        self._machine = describe_machine()

    async def answer(self, question: Question) -> Answer:
        """Return the answer to a question whose seal was good."""
        if isinstance(question, Begin):
            return self._begin(question)
        session = self._sessions.get(question.session)
        if session is None:
            return Done() if isinstance(question, End) else Refused("there is no such trainer")
        session.note_asked()
        try:
            return await self._of(session, question)
        except (ProtocolError, results.BadFiles) as error:
            return Refused(str(error))
        except OSError as error:
            return Refused(why_not(error))

    async def close_forgotten(self) -> None:
        """End the trainers of apps that are gone."""
        for name in [name for name, session in self._sessions.items() if session.forgotten]:
            _LOG.warning("an app has not been heard of, and its trainer is ended")
            await self._end(name)

    async def close(self) -> None:
        """End all trainers."""
        for name in list(self._sessions):
            await self._end(name)

    def _begin(self, question: Begin) -> Answer:
        if question.version != version():
            return Refused("it has another version of this program")
        if question.session not in self._sessions:
            if len(self._sessions) >= self._trainers:
                return Refused("all its trainers are taken", busy=True)
            try:
                self._sessions[question.session] = Session(self._command)
            except (TrainerDied, OSError) as error:
                _LOG.error("a trainer cannot be started: %s", error)
                return Refused("a trainer cannot be started there")
        return Begun(self._machine)

    async def _of(self, session: Session, question: Say | Hear | Look | Read | End) -> Answer:
        match question:
            case Say(number=number, line=line):
                await asyncio.to_thread(session.say, number, line)  # its pipe may be full for a moment
            case Hear(after=after):
                return await session.hear(after)
            case Look(job=job):
                return Listed(await asyncio.to_thread(results.listed, session.folder(job)))
            case Read(job=job, name=name, offset=offset):
                return Part(await asyncio.to_thread(results.part, session.folder(job), name, offset))
            case End(session=name):
                await self._end(name)
        return Done()

    async def _end(self, name: str) -> None:
        if (session := self._sessions.pop(name, None)) is not None:
            await asyncio.to_thread(session.close)
