"""A session with the running app that sends whatever it likes, and notes what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 30.0  # seconds


@dataclass
class Answer:
    """What came of a message: errors that the page shows, and the seconds until it was done."""

    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)


class Session:
    """One websocket, as a browser has it; knows the pages and the widgets of the page that it was sent last."""

    def __init__(self, socket_: websockets.ClientConnection) -> None:
        self._socket = socket_
        self.pages: dict[str, str] = {}
        self.widgets: dict[str, str] = {}  # what kind of element it is, by its id

    async def open(self, page: str = "", query: str = "") -> Answer:
        """Open the page of that path, "" for the first one, with what stands behind the "?"."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        message.rerun_script.page_name = page
        return await self.send(message.SerializeToString())

    async def send(self, data: bytes | str, *, answered: bool = True) -> Answer:
        """Send a message, and wait until the page is done, or for a moment where nothing may come of it."""
        begin, answer = time.perf_counter(), Answer()
        try:
            await self._socket.send(data)
            async with asyncio.timeout(PATIENCE if answered else 0.5):
                while await self._hear(answer):
                    pass
        except TimeoutError:
            if answered:
                answer.errors.append(f"no answer within {PATIENCE:.0f} s")
        except websockets.ConnectionClosed:
            pass  # so the server refuses what is too large
        answer.seconds = time.perf_counter() - begin
        return answer

    async def ask_for_address(self, name: str) -> FileURLs:
        """Ask where to send a file of that name, as a field does, and return what the app says of it."""
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        await self._socket.send(message.SerializeToString())
        heard = ForwardMsg()
        async with asyncio.timeout(PATIENCE):
            while heard.WhichOneof("type") != "file_urls_response":
                heard.ParseFromString(await self._socket.recv(decode=False))
        return heard.file_urls_response.file_urls[0]

    async def give(self, page: str, widget: str, name: str, urls: FileURLs) -> Answer:
        """Say that a file has been sent for that widget, by its id, of the page of that path."""
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.page_name = self.pages.get(page, ""), page
        files = state.widget_states.widgets.add(id=widget).file_uploader_state_value.uploaded_file_info
        files.add(file_id=urls.file_id, name=name, file_urls=urls)
        return await self.send(message.SerializeToString())

    async def _hear(self, answer: Answer) -> bool:
        """Take in the next message; return whether another one belongs to it."""
        heard = ForwardMsg()
        heard.ParseFromString(await self._socket.recv(decode=False))
        match heard.WhichOneof("type"):
            case "delta":
                self._take_element(heard.delta.new_element, answer)
            case "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in heard.navigation.app_pages}
            case "session_event" if heard.session_event.HasField("script_compilation_exception"):
                answer.errors.append("the script does not compile")
            case "script_finished":
                return heard.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return True

    def _take_element(self, element: Element, answer: Answer) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            answer.errors.append(f"{element.exception.type}: {element.exception.message}"[:200])
        elif kind and (widget := getattr(getattr(element, kind), "id", "")):
            self.widgets[str(widget)] = kind


@contextlib.asynccontextmanager
async def session(port: int, headers: Mapping[str, str] | None = None) -> AsyncIterator[Session]:
    """Open a session with the app on that port of 127.0.0.1; whatever becomes of it, it is closed in the end."""
    connection = websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        max_size=None,
        proxy=None,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=dict(headers or {}),
        compression=None,
    )
    async with connection as socket_:
        yield Session(socket_)
