"""A visitor of the app without a browser, who speaks Streamlit's own protocol.

Streamlit brings websockets along; tests/requirements.txt pins the version.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Visitor:
    """A visit over Streamlit's websocket: opens pages, writes into forms, presses buttons, and looks on."""

    def __init__(self, socket_: websockets.ClientConnection) -> None:
        self._socket = socket_
        self._buttons: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._query = ""
        self._page = ""  # the one that is open, as Streamlit names it
        self._cached: set[str] = set()  # messages that the server needs not send again
        self._timers: dict[str, tuple[float, float]] = {}  # by fragment: its interval, and when it is due

    async def open(self, page: str = "", query: str = "") -> None:
        """Run the page with that path ("" is the first one) and wait for its end.

        Raises:
            KeyError: no such page; the first page has to be opened first.
        """
        self._query = query
        self._page = self._pages[page] if page else ""
        await self._run()

    async def press(self, label: str) -> None:
        """Press the button that says `label` on the open page and wait for the answer.

        Raises:
            KeyError: no such button.
        """
        await self._run(pressed=self._buttons[label])

    async def submit(self, field: str, text: str, label: str) -> None:
        """Write `text` into the form's field of that label, press the form's button and wait for the answer.

        Raises:
            KeyError: no such field or button.
        """
        await self._run(pressed=self._buttons[label], written={self._fields[field]: text})

    async def stay(self, seconds: float, hear: Callable[[str, str], None]) -> None:
        """Leave the page open for so long: it looks again as often as it says.

        `hear` is given the name of each component of ours that comes, and the JSON that the browser gets for it; not
        again what the server need not send again, because the browser has it.
        """
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            for fragment, (interval, due) in self._timers.items():
                if due <= now:  # a browser's timer keeps its beat, whatever comes between
                    self._timers[fragment] = interval, due + interval * math.ceil((now - due) / interval + 1e-9)
                    await self._send(fragment=fragment)
            next_due = min([until, *(due for _, due in self._timers.values())])
            with contextlib.suppress(TimeoutError):
                answer = await self._receive(max(0.001, next_due - time.monotonic()))
                element = answer.delta.new_element
                if element.WhichOneof("type") == "bidi_component":
                    hear(element.bidi_component.component_name, element.bidi_component.json)

    async def _run(self, *, pressed: str | None = None, written: Mapping[str, str] | None = None) -> None:
        self._timers = {}
        await self._send(pressed=pressed, written=written)
        while (await self._receive(30)).WhichOneof("type") != "script_finished":
            pass

    async def _send(
        self,
        *,
        fragment: str = "",
        pressed: str | None = None,
        written: Mapping[str, str] | None = None,
    ) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        state.cached_message_hashes.extend(self._cached)
        for field, text in (written or {}).items():
            state.widget_states.widgets.add(id=field, string_value=text)
        if pressed is not None:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())

    async def _receive(self, seconds: float) -> ForwardMsg:
        """Return the next message, and take over what the page says of itself there.

        Raises:
            TimeoutError: none came in so many seconds.
        """
        answer = ForwardMsg()
        answer.ParseFromString(await asyncio.wait_for(self._socket.recv(decode=False), seconds))
        if answer.metadata.cacheable:
            self._cached.add(answer.hash)
        match answer.WhichOneof("type"):
            case "delta":
                self._take_element(answer.delta.new_element)
            case "navigation":
                self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
            case "auto_rerun":
                timer = answer.auto_rerun
                self._timers[timer.fragment_id] = timer.interval, time.monotonic() + timer.interval
        return answer

    def _take_element(self, element: Element) -> None:
        match element.WhichOneof("type"):
            case "button":
                self._buttons[element.button.label] = element.button.id
            case "text_input":
                self._fields[element.text_input.label] = element.text_input.id


@contextlib.asynccontextmanager
async def visit(port: int) -> AsyncIterator[Visitor]:
    """Open a session with the app on that port of 127.0.0.1."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, max_size=None, proxy=None, subprotocols=["streamlit"]) as socket_:  # type: ignore[list-item]
        yield Visitor(socket_)
