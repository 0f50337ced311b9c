"""Messages to the running app: addresses of every page, forged widgets, what browsers say of themselves, rubbish."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from digitdemo.bench.hostile.addresses import hand_made, queries
from digitdemo.bench.hostile.values import NUMBERS, TEXTS, anything, as_json, texts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PAGES = ("", "lessons", "lab", "mistakes", "inside", "class", "visit", "about")
OLD = ("draw", "experiments", "train", "start", "compare", "play", "deutsch", "nothing", "../..")
_MOST_WIDGETS = 80  # that a page has, with those of the first one


@dataclass(frozen=True)
class Forged:
    """A value of a widget: the how manyth of the page, the field of the message that has it, and what is in there."""

    which: int
    field: str
    value: Any


@dataclass(frozen=True)
class Sent:
    """A message to a page: its address, its widgets, what the browser says of itself, or bytes in place of all that."""

    page: str = ""
    query: str = ""
    widgets: tuple[Forged, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    raw: bytes | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def written(sent: Sent, page_hash: str, widgets: list[str]) -> bytes:
    """Return the message as Streamlit takes it; `widgets` are the ids of those that the page has."""
    message = BackMsg()
    state = message.rerun_script
    state.query_string, state.page_script_hash, state.page_name = _plain(sent.query), page_hash, _plain(sent.page)
    for name, value in sent.context.items():
        setattr(state.context_info, name, _plain(value) if isinstance(value, str) else value)
    for forged in sent.widgets:
        name = widgets[forged.which % len(widgets)] if widgets and forged.which >= 0 else f"$$ID-none-{forged.which}"
        state.widget_states.widgets.append(_state(name, forged))
    return message.SerializeToString()


def _state(name: str, forged: Forged) -> WidgetState:
    state, value = WidgetState(id=name), forged.value
    match forged.field:
        case "double_array_value" | "int_array_value" | "string_array_value":
            getattr(state, forged.field).data.extend(value)
        case "string_trigger_value" | "chat_input_value":
            getattr(state, forged.field).data = _plain(value)
        case "file_uploader_state_value":
            for name in map(_plain, value):
                state.file_uploader_state_value.uploaded_file_info.add(file_id=name, name=name, size=2**63)
        case "arrow_value":
            state.arrow_value.data = value
        case _:
            setattr(state, forged.field, _plain(value) if isinstance(value, str) else value)
    return state


def _plain(text: str) -> str:
    """Return a text as a message can hold it: half characters cannot come."""
    return text.encode("utf-8", "replace").decode()


def by_hand_addresses() -> dict[str, Sent]:
    """Return addresses of every page, of now and before, by what is wrong with them."""
    wrong = hand_made()
    everywhere = {f"{page or 'play'}: {what}": Sent(page, query) for page in PAGES for what, query in wrong.items()}
    old = {f"old: {page}": Sent(page, urlencode({"run": "../x", "image": "1e9"})) for page in OLD}
    browsers = {
        f"a browser that is in {zone!r}": Sent("class", "room=CDFGHJKM", context={"timezone": zone})
        for zone in ("Europe", "../../etc/passwd", "\x00", "a" * 5000, "", "posix")
    } | {
        f"a browser that is at {url[:40]!r}": Sent("lab", "run=fast", context={"url": url, "locale": "\u202e" * 500})
        for url in ("http://[", "http://a:b:c/", "//", "\x00", "http://" + "a" * 100_000, "javascript:alert(1)")
    }
    cookies = {
        f"a cookie {value[:20]!r}": Sent(headers={"Cookie": f"digitdemo_visit={value}"})
        for value in ("x", "../../x", "A" * 43, "%00", "A" * 4000)
    }
    return old | browsers | cookies | everywhere


def by_hand_widgets() -> dict[str, Sent]:
    """Return forged widgets of every page, and messages that are none."""
    found: dict[str, Sent] = {}
    for page in PAGES:
        for field_, value in _VALUES.items():
            every = tuple(Forged(which, field_, value) for which in range(_MOST_WIDGETS))
            found[f"{page or 'play'}: every widget's {field_}"] = Sent(page, widgets=every)
        gone = tuple(Forged(which, "file_uploader_state_value", ["nothing"]) for which in range(_MOST_WIDGETS))
        found[f"{page or 'play'}: files that the server does not have"] = Sent(page, widgets=gone)
    caches = BackMsg(clear_cache=True).SerializeToString()
    many_files = BackMsg()
    many_files.file_urls_request.request_id = "a"
    many_files.file_urls_request.file_names.extend(["a"] * 100_000)
    many = BackMsg()
    for number in range(100_000):
        many.rerun_script.widget_states.widgets.add(id=str(number), trigger_value=True)
    return found | {
        "no message": Sent(raw=b"\xff" * 1000),
        "text": Sent(raw="hello"),
        "nothing": Sent(raw=b""),
        "as large as is let through": Sent(raw=BackMsg(rerun_script=_large(4_900_000)).SerializeToString()),
        "larger": Sent(raw=BackMsg(rerun_script=_large(6_000_000)).SerializeToString()),
        "everybody's caches are to be emptied": Sent(raw=caches),
        "the app is to end": Sent(raw=BackMsg(debug_shutdown_runtime=True).SerializeToString()),
        "100,000 addresses for files": Sent(raw=many_files.SerializeToString()),
        "100,000 widgets": Sent(raw=many.SerializeToString()),
        "a nest of messages": Sent(raw=struct.pack("B", 0x5A) * 2000),
    }


def _large(count: int) -> Any:
    state = BackMsg().rerun_script
    state.query_string = "a" * count
    return state


def addresses() -> SearchStrategy[Sent]:
    """Return messages that open a page by an address."""
    from hypothesis import strategies as st

    pages = st.sampled_from((*PAGES, *OLD)) | texts().map(lambda text: text[:200])
    says = {name: texts().map(lambda text: text[:500]) for name in ("timezone", "locale", "url", "color_scheme")}
    context = st.fixed_dictionaries({}, optional=says)
    return st.builds(lambda page, query, said: Sent(page, query, context=said), pages, queries(), context)


def widgets() -> SearchStrategy[Sent]:
    """Return messages that set widgets of a page, and some that it has not, to values of all types."""
    from hypothesis import strategies as st

    doubles = st.floats() | st.sampled_from([float(n) for n in NUMBERS if not isinstance(n, int) or abs(n) < 2**63])
    whole = st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 100)
    short = texts().map(lambda text: text[:20_000])
    json_ = (anything() | st.fixed_dictionaries({"drawing": anything(), "value": anything()})).map(as_json)
    values: dict[str, SearchStrategy[Any]] = {
        "trigger_value": st.just(True),
        "bool_value": st.booleans(),
        "double_value": doubles,
        "int_value": whole,
        "string_value": short,
        "double_array_value": st.lists(doubles, max_size=40),
        "int_array_value": st.lists(whole, max_size=40),
        "string_array_value": st.lists(st.sampled_from([text for text in TEXTS if text.isprintable()]), max_size=40),
        "json_value": json_.map(lambda data: data.decode("utf-8", "replace")),
        "json_trigger_value": json_.map(lambda data: data.decode("utf-8", "replace")),
        "bytes_value": st.binary(max_size=1000),
        "arrow_value": st.binary(max_size=300),
        "string_trigger_value": short,
        "chat_input_value": short,
        "file_uploader_state_value": st.lists(texts().map(lambda text: text[:100]), max_size=4),
    }
    one = st.sampled_from(sorted(values)).flatmap(
        lambda field_: st.builds(Forged, st.integers(-1, 80), st.just(field_), values[field_])
    )
    return st.builds(
        lambda page, forged: Sent(page, widgets=tuple(forged)),
        st.sampled_from(PAGES),
        st.lists(one, min_size=1, max_size=12, unique_by=lambda forged: forged.which),
    )


_VALUES: dict[str, Any] = {
    "trigger_value": True,
    "double_value": float("nan"),
    "int_value": 2**63 - 1,
    "string_value": "\u202e" * 1000,
    "double_array_value": [float("inf"), float("-inf")],
    "int_array_value": [-1, 2**62] * 50,
    "string_array_value": ["none of these"] * 50,
    "json_value": '{"value": [[[]]], "drawing": {"raw": 1}}',
    "json_trigger_value": "[]",
    "bytes_value": b"\0" * 1000,
    "file_uploader_state_value": ["nothing"] * 20,
}
