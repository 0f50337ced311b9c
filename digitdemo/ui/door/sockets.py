"""The conversation with one browser: its messages are checked, and wait until its session may run its script again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance

from digitdemo.limits import limits
from digitdemo.system import warn_once
from digitdemo.ui.door import messages
from digitdemo.ui.door.turns import Pace, Turns
from digitdemo.ui.door.uploads import Uploads

# A browser that has a hundred messages waiting is none, or has been left behind: it connects again, and goes on.
_MOST_WAITING, _MOST_WAITING_BYTES = 100, 4_000_000
TRY_AGAIN, NOT_ALLOWED = 1013, 1008  # codes of the close message: RFC 6455, section 7.4
_BURST_SECONDS = 4  # worth of script runs may come at once
_OTHERS_PER_SECOND = 20.0  # messages that ask for no script run: heartbeats, say
# A run that lasts longer than that counts no more: it may be waiting for something.
_LONGEST_FRAGMENT, _LONGEST_PAGE = 0.3, 1.0
# How much later than a person's on a page that is there these are due, in seconds; and for each one asked for of late.
_LATER_BY_ITSELF, _LATER_FIRST, _LATER_FOR_EACH = 0.1, 0.3, 0.1

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """Whose turn it is: of fragments of sessions that ask for little, such as a stroke's, and of all else."""

    fragments: Turns = field(default_factory=lambda: Turns(2))
    pages: Turns = field(default_factory=lambda: Turns(2))


_HELD: dict[str, Conversation] = {}  # by session


def begin_session_anew(session: str) -> None:
    """Have Streamlit forget a session, whose browser begins another one: call it in any thread."""
    if (conversation := _HELD.get(session)) is not None:
        conversation.loop.call_soon_threadsafe(conversation.forget)


async def _pause(seconds: float) -> None:
    if seconds:
        await asyncio.sleep(seconds)


class _Ended(Exception):
    """The browser is gone, or shut out."""


class Conversation:
    """What is said over one websocket, which is one session of Streamlit's."""

    def __init__(self, receive: Receive, send: Send, order: Order, uploads: Uploads) -> None:
        self._receive, self._send, self._order, self._uploads = receive, send, order, uploads
        rate = limits().reruns_per_second
        self._pace = Pace(rate, _BURST_SECONDS * rate)
        self._pace_of_others = Pace(_OTHERS_PER_SECOND, _BURST_SECONDS * _OTHERS_PER_SECOND)
        self._waiting: deque[Message] = deque()
        self._waiting_bytes = 0
        self._arrived, self._ended, self._known = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._expects_addresses = False
        self._turn: asyncio.Task[None] | None = None
        self.session = ""  # its id, once Streamlit has told the browser
        self.loop = asyncio.get_running_loop()

    async def hold(self, app: ASGIApp, scope: Scope) -> None:
        """Let Streamlit talk with the browser until one of them is gone."""
        reading = asyncio.create_task(self._read())
        try:
            await app(scope, self._next, self._say)
        finally:
            self._ended.set()
            reading.cancel()
            if self._turn is not None:
                self._turn.cancel()
            self._uploads.forget(self.session)
            if _HELD.get(self.session) is self:
                del _HELD[self.session]

    def forget(self) -> None:
        """Have Streamlit forget the session, and the browser begin another one."""
        get_instance().close_session(self.session)
        self._closing = asyncio.create_task(self.end())

    async def end(self, code: int = TRY_AGAIN) -> None:
        """End it; a browser connects again."""
        if not self._ended.is_set():
            self._ended.set()
            self._waiting.clear()
            with contextlib.suppress(RuntimeError, OSError):  # it was gone already
                await self._send({"type": "websocket.close", "code": code})

    async def _read(self) -> None:
        """Take in what the browser sends, as it comes: who leaves is to be noticed though messages still wait."""
        while not self._ended.is_set():
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                self._ended.set()
                return
            self._waiting.append(message)
            self._waiting_bytes += len(message.get("bytes") or b"")
            self._arrived.set()
            if len(self._waiting) > _MOST_WAITING or self._waiting_bytes > _MOST_WAITING_BYTES:
                warn_once(_LOG, "A browser sends more messages than it may; it is disconnected")
                await self.end()

    async def _next(self) -> Message:
        """Return the browser's next message that may pass, when its turn has come: Streamlit's `receive`."""
        with contextlib.suppress(_Ended):
            while True:
                message = await self._take()
                data = message.get("bytes")
                if message["type"] != "websocket.receive" or data is None:
                    return message
                try:
                    checked = messages.check_message(data)
                except messages.MessageRefused as refusal:
                    warn_once(_LOG, f"A message that no browser sends: {refusal}; its sender is disconnected")
                    await self.end(NOT_ALLOWED)
                    break
                if await self._unless_ended(self._may_pass(checked)):
                    return {**message, "bytes": checked.data}  # type: ignore[union-attr]
        return {"type": "websocket.disconnect", "code": TRY_AGAIN}

    async def _take(self) -> Message:
        while not self._waiting:
            self._arrived.clear()
            await self._unless_ended(self._arrived.wait())  # what has come before somebody left is still there
        message = self._waiting.popleft()
        self._waiting_bytes -= len(message.get("bytes") or b"")
        return message

    async def _unless_ended(self, coroutine: Coroutine[Any, Any, bool]) -> bool:
        """Return what comes of it. Raises `_Ended` as soon as the conversation has."""
        doing, ending = asyncio.ensure_future(coroutine), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise _Ended
            return doing.result()
        finally:
            doing.cancel()
            ending.cancel()

    async def _may_pass(self, message: messages.Message | None) -> bool:
        """Wait as long as a message has to, and return whether it may pass then."""
        if message is None or message.kind != "rerun_script":
            await _pause(self._pace_of_others.ask())
            self._expects_addresses |= message is not None and message.kind == "file_urls_request"
            return message is not None
        await _pause(self._pace.ask())
        if message.fragment and self._known.is_set() and not self._has_fragment(message.fragment):
            return False  # of a page that is no longer there
        if self._turn is None:
            is_light = bool(message.fragment) and self._pace.is_calm
            turns = self._order.fragments if is_light else self._order.pages
            later = _LATER_BY_ITSELF * message.by_itself + _LATER_FIRST * (not self._known.is_set())
            await turns.take(time.monotonic() + later + _LATER_FOR_EACH * self._pace.asked)
            self._turn = asyncio.create_task(self._until_settled(_LONGEST_FRAGMENT if is_light else _LONGEST_PAGE))
            self._turn.add_done_callback(lambda _: self._end_turn(turns))
        return True

    def _has_fragment(self, fragment: str) -> bool:
        session = get_instance().get_app_session(self.session)
        return session is not None and session.has_fragment(fragment)

    async def _until_settled(self, longest: float) -> None:
        """Wait until the session's script has run."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._known.wait()
                if (session := get_instance().get_app_session(self.session)) is not None:
                    session.track_settling()
                    await session.wait_until_settled()

    def _end_turn(self, turns: Turns) -> None:
        self._turn = None
        turns.give_back()

    async def _say(self, message: Message) -> None:
        """Let a message of Streamlit's pass to the browser, and hear what is said of the session and its files."""
        data = message.get("bytes")
        if data and (not self._known.is_set() or self._expects_addresses):
            said = ForwardMsg.FromString(data)
            match said.WhichOneof("type"):
                case "new_session":
                    self.session = said.new_session.initialize.session_id
                    _HELD[self.session] = self
                    self._known.set()
                case "file_urls_response":
                    self._expects_addresses = False
                    self._uploads.expect(self.session, [each.file_id for each in said.file_urls_response.file_urls])
        if not self._ended.is_set():
            await self._send(message)
