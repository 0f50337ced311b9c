"""A visitor of the app without a browser, who speaks Streamlit's own protocol.

Streamlit brings websockets along; tests/requirements.txt pins the version.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Visitor:
    """A visit over Streamlit's websocket: opens pages and presses buttons."""

    def __init__(self, socket_: websockets.ClientConnection) -> None:
        self._socket = socket_
        self._buttons: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._query = ""

    async def open(self, page: str = "", query: str = "") -> None:
        """Run the page with that path ("" is the first one) and wait for its end.

        Raises:
            KeyError: no such page; the first page has to be opened first.
        """
        self._query = query
        await self._run(page_script_hash=self._pages[page] if page else "")

    async def press(self, label: str) -> None:
        """Press the button that says `label` on the open page and wait for the answer.

        Raises:
            KeyError: no such button.
        """
        await self._run(pressed=self._buttons[label])

    async def _run(self, *, page_script_hash: str = "", pressed: str | None = None) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = page_script_hash
        if pressed is not None:
            message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self._socket.recv(decode=False), 30))
            match answer.WhichOneof("type"):
                case "delta" if answer.delta.new_element.WhichOneof("type") == "button":
                    button = answer.delta.new_element.button
                    self._buttons[button.label] = button.id
                case "navigation":
                    self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
                case "script_finished":
                    return


@contextlib.asynccontextmanager
async def visit(port: int) -> AsyncIterator[Visitor]:
    """Open a session with the app on that port of 127.0.0.1."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, max_size=None, proxy=None, subprotocols=["streamlit"]) as socket_:  # type: ignore[list-item]
        yield Visitor(socket_)
