"""A visitor of the app without a browser, who speaks Streamlit's own protocol.

Streamlit brings websockets along; tests/requirements.txt pins the version.
"""

import asyncio
import contextlib
import json
import math
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from digitdemo.data.canvas_message import drawing_of, write_message
from digitdemo.data.strokes import Strokes

ANSWERS, CHART = "digitdemo_answers", "digitdemo_steady_chart"  # components of ours, as the browser knows them
_CANVAS = "streamlit-drawable-canvas.streamlit_drawable_canvas"
_COMPONENT = "bidi_component"
_PATIENCE_SECONDS = 30.0
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # another script run follows at once

Hear = Callable[[str, str], None]
Came = dict[str, float]
"""Seconds from a message to the first coming of each component of ours, by its name."""


@dataclass(frozen=True)
class _Widget:
    id: str
    fragment: str  # that a change of it reruns, "" for the whole page
    disabled: bool = False


class Visitor:
    """A visit over Streamlit's websocket: opens pages, draws, turns knobs, presses buttons, and looks on.

    `problems` has what went wrong on the pages: exceptions, errors that they say, drawings without an answer.
    """

    def __init__(self, socket_: websockets.ClientConnection) -> None:
        self.problems: list[str] = []
        self._socket = socket_
        self._pages: dict[str, str] = {}
        self._widgets: dict[tuple[str, str], _Widget] = {}  # by their kind and label, those of the open page
        self._query = ""
        self._page = ""  # the one that is open, as Streamlit names it
        self._cached: dict[str, tuple[str, _Widget]] = {}  # components that the server needs not send again
        self._timers: dict[str, tuple[float, float]] = {}  # by fragment: its interval, and when it is due

    async def open(self, page: str = "", query: str = "") -> Came:
        """Run the page with that path ("" is the first one), wait for its end, and return when what was there.

        Raises:
            KeyError: no such page; the first page has to be opened first.
            TimeoutError: it did not end within half a minute; so of all that follow.
        """
        self._query = query
        self._page = self._pages[page] if page else ""
        return await self._run()

    def can_press(self, label: str) -> bool:
        """Return whether the open page has a button of that label that can be pressed."""
        button = self._widgets.get(("button", label))
        return button is not None and not button.disabled

    async def press(self, label: str) -> Came:
        """Press the button that says `label` on the open page and wait for the answer.

        Raises:
            KeyError: no such button.
        """
        return await self._run(WidgetState(id=self._widgets["button", label].id, trigger_value=True))

    async def submit(self, field: str, text: str, label: str) -> None:
        """Write `text` into the form's field of that label, press the form's button and wait for the answer.

        Raises:
            KeyError: no such field or button.
        """
        written = WidgetState(id=self._widgets["text_input", field].id, string_value=text)
        await self._run(written, WidgetState(id=self._widgets["button", label].id, trigger_value=True))

    async def slide(self, label: str, value: float) -> Came:
        """Set the slider of that label. Raises `KeyError`: no such slider."""
        slider, state = self._widgets["slider", label], WidgetState()
        state.id = slider.id
        state.double_array_value.data.append(value)
        return await self._run(state, fragment=slider.fragment)

    async def switch(self, label: str, on: bool) -> Came:
        """Set the switch of that label. Raises `KeyError`: no such switch."""
        switch = self._widgets["checkbox", label]
        return await self._run(WidgetState(id=switch.id, bool_value=on), fragment=switch.fragment)

    async def draw(self, strokes: Strokes) -> float | None:
        """Have these strokes, in units of the drawing area, on the canvas; return the seconds until its answer.

        None where there was no answer, which is a problem.

        Raises:
            KeyError: no canvas on the open page.
        """
        canvas, answered = self._widgets[_COMPONENT, _CANVAS], False

        def hear(component: str, told: str) -> None:
            nonlocal answered
            answered = answered or (component == ANSWERS and bool(told) and bool(json.loads(told)["answers"]))

        state = WidgetState(id=canvas.id, json_value=json.dumps({"drawing": write_message(drawing_of(strokes))}))
        came = await self._run(state, fragment=canvas.fragment, hear=hear)
        if not answered:
            self.problems.append("a drawing had no answer")
            return None
        return came[ANSWERS]

    async def stay(self, seconds: float, hear: Hear = lambda *_: None) -> None:
        """Leave the page open for so long: it looks again as often as it says.

        `hear` is given the name of each component of ours that comes, and the JSON that the browser gets for it; "" for
        what the server need not send again, because the browser has it.
        """
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            for fragment, (interval, due) in self._timers.items():
                if due <= now:  # a browser's timer keeps its beat, whatever comes between
                    self._timers[fragment] = interval, due + interval * math.ceil((now - due) / interval + 1e-9)
                    await self._send(fragment=fragment)
            next_due = min([until, *(due for _, due in self._timers.values())])
            with contextlib.suppress(TimeoutError):
                await self._receive(max(0.001, next_due - time.monotonic()), hear)

    async def _run(self, *states: WidgetState, fragment: str = "", hear: Hear = lambda *_: None) -> Came:
        """Send these states, wait for the end of the script run that they make, and return when what was there."""
        came: Came = {}
        begun = time.monotonic()

        def heard(component: str, told: str) -> None:
            came.setdefault(component, time.monotonic() - begun)
            hear(component, told)

        await self._send(*states, fragment=fragment)
        while True:
            answer = await self._receive(_PATIENCE_SECONDS, heard)
            rerun = answer.metadata.run.fragment_ids  # none: all of the page, and every fragment with it
            ours = answer.WhichOneof("type") == "script_finished" and (not rerun or fragment in rerun)
            if ours and answer.script_finished != _EARLY:
                return came

    async def _send(self, *states: WidgetState, fragment: str = "") -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment) and not states
        state.cached_message_hashes.extend(self._cached)
        state.widget_states.widgets.extend(states)
        await self._socket.send(message.SerializeToString())

    async def _receive(self, seconds: float, hear: Hear) -> ForwardMsg:
        """Return the next message, and take over what the page says of itself there.

        Raises:
            TimeoutError: none came in so many seconds.
        """
        answer = ForwardMsg()
        answer.ParseFromString(await asyncio.wait_for(self._socket.recv(decode=False), seconds))
        match answer.WhichOneof("type"):
            case "new_session":
                if not answer.metadata.run.fragment_ids:
                    self._page = answer.new_session.page_script_hash
                    self._timers, self._widgets = {}, {}
            case "delta":
                self._take_element(answer, hear)
            case "ref_hash" if answer.ref_hash in self._cached:
                component, widget = self._cached[answer.ref_hash]
                self._widgets[_COMPONENT, component] = widget
                hear(component, "")
            case "navigation":
                self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
            case "page_info_changed":
                self._query = answer.page_info_changed.query_string
            case "auto_rerun":
                timer = answer.auto_rerun
                self._timers[timer.fragment_id] = timer.interval, time.monotonic() + timer.interval
            case "script_finished" if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self.problems.append("a page could not be compiled")
        return answer

    def _take_element(self, answer: ForwardMsg, hear: Hear) -> None:
        delta: Delta = answer.delta
        element = delta.new_element
        match kind := element.WhichOneof("type"):
            case "button" | "text_input" | "slider" | "checkbox":
                widget = getattr(element, kind)
                self._widgets[kind, widget.label] = _Widget(widget.id, delta.fragment_id, widget.disabled)
            case "bidi_component":
                component = element.bidi_component
                name, widget = component.component_name, _Widget(component.id, delta.fragment_id)
                self._widgets[_COMPONENT, name] = widget
                if answer.metadata.cacheable:
                    self._cached[answer.hash] = name, widget
                hear(name, component.json)
            case "exception":
                self.problems.append(f"{element.exception.type}: {element.exception.message}")
            case "alert" if element.alert.format == Alert.ERROR:
                self.problems.append(element.alert.body)


@contextlib.asynccontextmanager
async def visit(port: int) -> AsyncIterator[Visitor]:
    """Open a session with the app on that port of 127.0.0.1."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, max_size=None, proxy=None, subprotocols=["streamlit"]) as socket_:  # type: ignore[list-item]
        yield Visitor(socket_)
