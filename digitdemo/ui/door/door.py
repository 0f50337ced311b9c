"""The door itself: which way a request goes, and the one of this process."""

from __future__ import annotations

import asyncio
import logging
import re
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from digitdemo.limits import limits
from digitdemo.system import warn_once
from digitdemo.ui.door.guests import Guests
from digitdemo.ui.door.sockets import TRY_AGAIN, Conversation, Order
from digitdemo.ui.door.uploads import Uploads, upload_in
from digitdemo.ui.state.address_of_visitor import address_of

_SECONDS_OF_UPLOAD = 60.0  # 12 MB at 1.6 Mbit/s
_CLOSED = re.compile(r".*/_stcore/metrics")  # figures of Streamlit's own, for which it walks all sessions

_LOG = logging.getLogger(__name__)


class _Files:
    """What Streamlit keeps of files, as long as their session lasts or they are dropped."""

    def has(self, session: str, file: str) -> bool:
        return bool(get_instance().uploaded_file_mgr.get_files(session, [file]))

    def drop(self, session: str, file: str) -> None:
        get_instance().uploaded_file_mgr.remove_file(session, file)  # type: ignore[attr-defined]  # of the one in memory


class Door:
    """An ASGI application around Streamlit's, which every request and every message of a browser passes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._order, self._uploads, self._guests = app, Order(), Uploads(_Files()), Guests()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        path = scope.get("path", "")
        if scope["type"] == "websocket":
            await self._let_in(scope, receive, send)
        elif scope["type"] == "http" and _CLOSED.fullmatch(path):
            await _answer(HTTPStatus.NOT_FOUND, scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and (upload := upload_in(path)):
            await self._take_in(*upload, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a browser talk with Streamlit, if there is room for one more."""
        peer, headers = scope.get("client") or ("",), Headers(scope=scope)
        address = address_of(peer[0], headers.getlist("x-forwarded-for"), limits().proxies)
        if not self._guests.enter(address):
            warn_once(_LOG, "There are as many sessions as there may be, of all or from one address; one is refused")
            await send({"type": "websocket.close", "code": TRY_AGAIN})
            return
        try:
            await Conversation(receive, send, self._order, self._uploads, address).hold(self._app, scope)
        finally:
            self._guests.leave(address)

    async def _take_in(self, session: str, file: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file in that a session was told where to send, if it may."""
        said = dict(scope["headers"]).get(b"content-length", b"")
        status = self._uploads.begin(session, file, int(said) if said.isdigit() else None)
        if status != HTTPStatus.OK:
            await _answer(status, scope, receive, send)
            return
        answered = 0

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = message.get("status", answered)
            await send(message)

        try:
            async with asyncio.timeout(_SECONDS_OF_UPLOAD):
                await self._app(scope, receive, answer)
        except TimeoutError:
            if not answered:
                await _answer(HTTPStatus.REQUEST_TIMEOUT, scope, receive, send)
        finally:
            self._uploads.end(session, file, came=answered == HTTPStatus.NO_CONTENT)


async def _answer(status: HTTPStatus, scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(status.phrase, status)(scope, receive, send)
