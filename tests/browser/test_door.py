"""What a browser that is none may do to the running app: files nobody asked for, messages that no page sends."""

import json
import math
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from digitdemo.bench.hostile.uploads import Sender
from tests.browser.conftest import LoggedApp
from tests.conftest import PATIENCE

PAGES = ("", "lessons", "lab", "mistakes", "inside", "class", "visit", "about")


class Stranger:
    """A session that says what it likes."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.session = ""
        self.pages: dict[str, str] = {}
        self.widgets: dict[str, str] = {}  # kinds by ids, of the page that is open

    def run(self, page: str = "", *widgets: WidgetState, query: str = "") -> list[str]:
        """Have a page run with these widgets' values, and return what it has ended in, if not well."""
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.query_string = self.pages.get(page, ""), query
        state.widget_states.widgets.extend(widgets)
        self.socket.send(message.SerializeToString())
        return self.listen()

    def listen(self) -> list[str]:
        """Take in what comes until the page is done, and return which errors it shows in place of itself."""
        errors = []
        while True:
            heard = self.hear()
            match heard.WhichOneof("type"):
                case "new_session":
                    self.session, self.widgets = heard.new_session.initialize.session_id, {}
                case "navigation":
                    self.pages = {page.url_pathname: page.page_script_hash for page in heard.navigation.app_pages}
                case "delta":
                    element = heard.delta.new_element
                    kind = element.WhichOneof("type") or ""
                    if kind == "exception":
                        errors.append(f"{element.exception.type}: {element.exception.message}")
                    elif identity := getattr(getattr(element, kind, None), "id", ""):
                        of_words = kind == "slider" and element.slider.type == Slider.SELECT_SLIDER
                        self.widgets[str(identity)] = "select_slider" if of_words else kind
                case "script_finished" if heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return errors

    def hear(self) -> ForwardMsg:
        data = self.socket.recv(PATIENCE)
        assert isinstance(data, bytes)
        return ForwardMsg.FromString(data)

    def ask_for_address(self, names: int = 1) -> list[str]:
        """Ask where to send files, as a field does, and return the addresses."""
        message = BackMsg()
        message.file_urls_request.request_id = "it"
        message.file_urls_request.file_names.extend(["seven.png"] * names)
        self.socket.send(message.SerializeToString())
        while (heard := self.hear()).WhichOneof("type") != "file_urls_response":
            pass
        return [one.upload_url for one in heard.file_urls_response.file_urls]


@pytest.fixture
def new_stranger(app: LoggedApp) -> Iterator[Callable[..., Stranger]]:
    """Opens a session on the first page, or goes on with one whose connection was lost, and runs nothing then."""
    address = f"ws://127.0.0.1:{urlsplit(app.url).port}/_stcore/stream"
    with ExitStack() as stack:

        def come(session: str = "") -> Stranger:
            protocols = [Subprotocol(each) for each in ("streamlit", *(("-", session) if session else ()))]
            socket = connect(address, subprotocols=protocols, max_size=None, proxy=None, compression=None)
            stranger = Stranger(stack.enter_context(socket))
            assert session or stranger.run() == []
            return stranger

        yield come


@pytest.fixture
def stranger(new_stranger: Callable[..., Stranger]) -> Stranger:
    return new_stranger()


@pytest.fixture
def put(app: LoggedApp) -> Callable[..., int]:
    """Sends a file of so many bytes, with what a browser has to show for that, and returns the status of the answer."""
    sender = Sender(urlsplit(app.url).port or 0)

    def put_bytes(address: str, size: int = 1000, *, token: bool = True) -> int:
        return sender.put(address, "seven.png", bytes(size), token=token)

    return put_bytes


def test_files_that_no_field_asked_for_are_not_taken(put: Callable[..., int], stranger: Stranger):
    sent = [put(f"/_stcore/upload_file/{stranger.session}/{uuid.uuid4()}", 5_000_000) for _ in range(5)]
    assert sent == [HTTPStatus.FORBIDDEN] * 5
    assert put(f"/_stcore/upload_file/{uuid.uuid4()}/{uuid.uuid4()}") == HTTPStatus.FORBIDDEN


def test_a_file_is_taken_once_where_a_field_asked_and_not_without_the_pages_token(
    put: Callable[..., int], stranger: Stranger
):
    first, second = stranger.ask_for_address(2)
    assert put(first, token=False) == HTTPStatus.FORBIDDEN
    assert put(second) == HTTPStatus.NO_CONTENT
    assert put(second) == HTTPStatus.FORBIDDEN


def test_a_session_that_has_lost_its_connection_sends_files_by_the_next_one(
    put: Callable[..., int], new_stranger: Callable[..., Stranger]
):
    lost = new_stranger()
    again = new_stranger(lost.session)  # the server has not heard yet that the other one is lost
    (before,) = again.ask_for_address()
    lost.socket.socket.close()
    assert f"/{lost.session}/" in before
    assert put(before) == HTTPStatus.NO_CONTENT
    again.socket.close()
    third = new_stranger(lost.session)
    assert put(*third.ask_for_address()) == HTTPStatus.NO_CONTENT
    assert third.run() == []
    assert third.session == lost.session
    assert put(*third.ask_for_address()) == HTTPStatus.NO_CONTENT


def test_a_session_sends_so_many_files_a_minute(put: Callable[..., int], stranger: Stranger):
    sent = [put(*stranger.ask_for_address()) for _ in range(21)]
    assert sent == [*[HTTPStatus.NO_CONTENT] * 20, HTTPStatus.TOO_MANY_REQUESTS]


def forged(identity: str, field: str, value: object) -> WidgetState:
    state = WidgetState(id=identity)
    if isinstance(value, list):
        getattr(state, field).data.extend(value)
    else:
        setattr(state, field, value)
    return state


# By the kind of element: the field of the message that has its value, and what none of ours can have.
IMPOSSIBLE: dict[str, tuple[str, list[object]]] = {
    "number_input": ("double_value", [math.nan, math.inf, -1e15, 1e15, 0.5]),
    "slider": ("double_array_value", [[math.nan], [math.inf], [-1e9], [1e9], [], [1.0, 2.0, 3.0]]),
    "select_slider": ("string_array_value", [["none of them"], [], ["", ""], ["nan"] * 9]),
    "selectbox": ("string_value", ["", "none of them", "9" * 10_000]),
    "radio": ("string_value", ["", "none of them"]),
    "button_group": ("string_array_value", [["none of them"], [], ["none of them"] * 100]),
    "checkbox": ("bool_value", [True]),
    "text_input": ("string_value", ["\0", "9" * 10_000, "a" * 1_000_000]),
    "tab_container": ("string_value", ["none of them"]),
    "bidi_component": (
        "json_value",
        [*map(json.dumps, ({}, [], None, 1, "a", {"drawing": [1]}, {"held": [], "ready": {}})), "[" * 90_000, "{"],
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_widgets_cannot_say_fails_nowhere_and_does_not_stick(page: str, stranger: Stranger):
    assert stranger.run(page) == []
    widgets = dict(stranger.widgets)
    for turn in range(max(len(values) for _, values in IMPOSSIBLE.values())):
        said = [
            forged(identity, IMPOSSIBLE[kind][0], IMPOSSIBLE[kind][1][turn])
            for identity, kind in widgets.items()
            if kind in IMPOSSIBLE and turn < len(IMPOSSIBLE[kind][1])
        ]
        assert stranger.run(page, *said) == []
    assert stranger.run(page) == []


def seed_of_lab(stranger: Stranger) -> str:
    """Open the Lab and return the id of its field of a number."""
    assert stranger.run("lab") == []
    (seed,) = (identity for identity, kind in stranger.widgets.items() if kind == "number_input")
    return seed


def test_a_value_of_another_kind_than_its_widget_has_is_left_out(stranger: Stranger):
    seed = seed_of_lab(stranger)
    assert stranger.run("lab", forged(seed, "string_value", "no number at all")) == []
    assert stranger.run("lab") == []


def test_a_session_that_cannot_go_on_begins_anew_by_itself(new_stranger: Callable[..., Stranger]):
    seed, other = seed_of_lab(new_stranger()), new_stranger()
    said = forged(seed, "string_value", "no number at all")  # the Lab is not open yet: its widgets' kinds are not known
    with pytest.raises(ConnectionClosed, match="1013"):  # a browser connects again
        any(other.run("lab", said) is None for _ in range(9))


def test_what_no_browser_sends_ends_its_session_alone(stranger: Stranger):
    stranger.socket.send(b"\xff" * 1000)
    with pytest.raises(ConnectionClosed, match="1008"):
        stranger.listen()
