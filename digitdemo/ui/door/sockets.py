"""The conversation with one browser: its messages are checked, and wait until its session may run its script again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Coroutine
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import get_instance

from digitdemo.system import warn_once
from digitdemo.ui.door import messages, widget_values
from digitdemo.ui.door.serving import KEPT_SECONDS, tidy_soon
from digitdemo.ui.door.session_turns import LONGEST_REST, Order, SessionTurns
from digitdemo.ui.door.turns import Pace
from digitdemo.ui.door.uploads import Uploads

# A browser that says more is none. It may connect again, and goes on with its session.
_MESSAGES_PER_SECOND, _MESSAGES_AT_ONCE = 50.0, 100.0
_MOST_WAITING_BYTES = 4_000_000
TRY_AGAIN, NOT_ALLOWED = 1013, 1008  # codes of the close message: RFC 6455, section 7.4

_LOG = logging.getLogger(__name__)


_HELD: dict[str, Conversation] = {}  # by session


def begin_session_anew(session: str) -> None:
    """Have Streamlit forget a session, whose browser begins another one: call it in any thread."""
    if (conversation := _HELD.get(session)) is not None:
        conversation.loop.call_soon_threadsafe(conversation.forget)


def give_way(session: str, seconds: float) -> None:
    """Pause a session's script run that has said what matters most, so that others may have their turns first.

    It goes on after so many seconds, when a turn of those that are in no hurry is free. Call it in the script's thread.
    """
    if (conversation := _HELD.get(session)) is None:
        time.sleep(seconds)
        return
    may_go_on = threading.Event()
    conversation.loop.call_soon_threadsafe(conversation.turns.give_way, seconds, may_go_on)
    may_go_on.wait(seconds + LONGEST_REST)


def step_aside(session: str) -> None:
    """Have a session's script run, which is about to take long, go on beside others' turns: call it in any thread."""
    if (conversation := _HELD.get(session)) is not None:
        conversation.loop.call_soon_threadsafe(conversation.turns.step_aside)


def wait_for_hurried(session: str, most: float) -> float:
    """Wait, but no longer than `most` seconds, while others' runs that are in a hurry compute; return for how long.

    Not at all where the session's own run is in a hurry. Call it in the script's thread.
    """
    conversation = _HELD.get(session)
    return conversation.turns.wait_for_hurried(most) if conversation else 0.0


def _end_session(session: str) -> None:
    """End a session whose browser has not come back.

    Streamlit would keep it until somebody else leaves, and then leave it to the garbage collector, which ends it in
    whatever thread it runs, with whatever locks that has.
    """
    if session not in _HELD and not get_instance().is_active_session(session):
        get_instance().close_session(session)
        tidy_soon()


class _Ended(Exception):
    """The browser is gone, or shut out."""


class Conversation:
    """What is said over one websocket, which is one session of Streamlit's."""

    def __init__(self, receive: Receive, send: Send, order: Order, uploads: Uploads, address: str = "") -> None:
        self._receive, self._send, self._uploads = receive, send, uploads
        self._pace_of_all = Pace(_MESSAGES_PER_SECOND, _MESSAGES_AT_ONCE)
        self._waiting: deque[messages.Message] = deque()
        self._arrived, self._ended, self._known = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._expects_addresses = False
        self.turns = SessionTurns(order, self._until_settled, address)
        self._connected = False
        self.session = ""  # its id, once that is known
        self._asked_for = ""  # the session that a browser goes on with, whose connection was lost
        self.loop = asyncio.get_running_loop()

    async def hold(self, app: ASGIApp, scope: Scope) -> None:
        """Let Streamlit talk with the browser until one of them is gone."""
        reading = asyncio.create_task(self._read())
        self._asked_for = "".join(scope.get("subprotocols", ())[2:3])
        try:
            await app(scope, self._next, self._say)
        finally:
            self._ended.set()
            reading.cancel()
            self.turns.end()
            if _HELD.get(self.session) is self:  # else the session goes on in another conversation
                del _HELD[self.session]
                self._uploads.forget(self.session)
                self.loop.call_later(KEPT_SECONDS, _end_session, self.session)

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
        """Take in what the browser says as it comes: who leaves is to be noticed though messages still wait."""
        while not self._ended.is_set():
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                self._ended.set()
                return
            await self._take_in(message.get("bytes") or b"")

    async def _take_in(self, data: bytes) -> None:
        """Have a message wait for its turn, if it may pass; it takes the place of one that it makes needless."""
        try:
            message = messages.check_message(data)
        except messages.MessageRefused as refusal:
            warn_once(_LOG, f"A message that no browser sends: {refusal}; its sender is disconnected")
            await self.end(NOT_ALLOWED)
            return
        if message is not None:
            if message.kind == "rerun_script":
                self.turns.count()
            if self._waiting and message.replaces(self._waiting[-1]):
                self._waiting.pop()
            self._waiting.append(message)
            self._arrived.set()
        if self._pace_of_all.ask() or sum(len(one.data) for one in self._waiting) > _MOST_WAITING_BYTES:
            warn_once(_LOG, "A browser sends more messages than it may; it is disconnected")
            await self.end()

    async def _next(self) -> Message:
        """Return the browser's next message, when its turn has come: Streamlit's `receive`."""
        if not self._connected:
            self._connected = True
            return {"type": "websocket.connect"}
        if self._asked_for:
            # Streamlit goes on with it, where it still has it, and tells the browser by the next script run: files and
            # the values of widgets may come before.
            if get_instance().is_active_session(self._asked_for):
                self._is_of(self._asked_for)
            self._asked_for = ""
        with contextlib.suppress(_Ended):
            while True:
                while not self._waiting:
                    self._arrived.clear()
                    await self._unless_ended(self._arrived.wait())
                if self._waiting[0].kind == "rerun_script":
                    await self._unless_ended(self.turns.wait(lambda: self._waiting[0], self._known.is_set()))
                if self._waiting and self._may_pass(message := self._waiting.popleft()):
                    self.turns.begin(presses=message.presses)
                    # Only now: which widgets there are may have changed while it waited.
                    data = message.data
                    if message.kind == "rerun_script":
                        data = messages.with_what_fits(data, self._fits)
                    return {"type": "websocket.receive", "bytes": data}
                self.turns.decline()  # else it would be kept until this browser speaks again, and all others wait
        return {"type": "websocket.disconnect", "code": TRY_AGAIN}

    async def _unless_ended(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Wait for it. Raises `_Ended` as soon as the conversation has."""
        doing, ending = asyncio.ensure_future(coroutine), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise _Ended
            doing.result()
        finally:
            doing.cancel()
            ending.cancel()

    def _may_pass(self, message: messages.Message) -> bool:
        """Return whether a message still means something."""
        self._expects_addresses |= message.kind == "file_urls_request"
        return not (message.fragment and self._known.is_set()) or self._has_fragment(message.fragment)

    def _fits(self, said: WidgetState) -> bool:
        """Return whether a widget's value is one for the widget of that id, as far as the session knows it."""
        session = get_instance().get_app_session(self.session) if self._known.is_set() else None
        known = session and session.session_state._new_widget_state.widget_metadata.get(said.id)
        return not known or widget_values.is_readable(said, known)

    def _has_fragment(self, fragment: str) -> bool:
        session = get_instance().get_app_session(self.session)
        return session is not None and session.has_fragment(fragment)

    async def _until_settled(self) -> None:
        """Wait until the session's script has run."""
        await self._known.wait()
        if (session := get_instance().get_app_session(self.session)) is not None:
            session.track_settling()
            await session.wait_until_settled()

    def _is_of(self, session: str) -> None:
        self.session = session
        _HELD[session] = self
        self._known.set()

    async def _say(self, message: Message) -> None:
        """Let a message of Streamlit's pass to the browser, and hear what is said of the session and its files."""
        data = message.get("bytes")
        if data and (not self._known.is_set() or self._expects_addresses):
            said = ForwardMsg.FromString(data)
            match said.WhichOneof("type"):
                case "new_session":
                    self._is_of(said.new_session.initialize.session_id)
                case "file_urls_response":
                    self._expects_addresses = False
                    self._uploads.expect(self.session, [each.file_id for each in said.file_urls_response.file_urls])
        if not self._ended.is_set():
            try:
                await self._send(message)
            except RuntimeError:  # the close message has overtaken this one, which waited for room on the way
                if not self._ended.is_set():
                    raise
