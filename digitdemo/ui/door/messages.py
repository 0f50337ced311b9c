"""What a browser may say to Streamlit: which messages, how many values, and of a widget only what one can say.

A widget's value that is impossible is left out, as if the browser had not mentioned that widget, which then stays as it
was. Streamlit itself knows the widget's range or options; it cannot read, say, a number that is none, and would fail at
it in each script run to come.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from digitdemo.system import warn_once
from digitdemo.ui.door.wire import WireError, check_wire

_MOST_VALUES = 20_000  # a page of ours has some hundred widgets, and as many messages that the browser has kept
_MOST_IN_LIST = 1000  # choices of one widget
_MOST_CHARACTERS = 10_000  # of a text; its field allows fewer
_LARGEST = 2.0**53  # a browser has no exact whole number beyond it
# A drawing of as many points as `digitdemo/data/strokes.py` allows has 10,000 lists of five; a session keeps its last.
_MOST_LISTS, _MOST_COMMAS = 12_500, 75_000
_MOST_JSON = 800_000  # characters
_DEEPEST = 50  # lists in lists
_JSON = msgspec.json.Decoder(msgspec.Raw)  # reads it over, and makes nothing of it
_BRACKET, _LONG_NUMBER = re.compile(r"[][{}]"), re.compile(r"[0-9]{100}")
_MOST_FILES = 4  # for which a field asks for an address
# Not "clear_cache", which would drop what everybody waits for to be made again.
_SAID = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request")
_PRESSED = "trigger_value"
_SAID_ONCE = (_PRESSED, "json_trigger_value")
_OPERATIONS = ("deferred_file", "dataframe_chunk")

_LOG = logging.getLogger(__name__)


class MessageRefused(ValueError):
    """A message that no browser sends; whoever sends it is shut out."""


@dataclass(frozen=True)
class Message:
    """A message that may pass: what it is, and of a rerun which page and fragment are meant ("" is all of the page)."""

    data: bytes
    kind: str
    page: str = ""
    fragment: str = ""
    by_itself: bool = False  # a timer asks, not a person
    once: bool = False  # something that is said once, as of a button or a cell
    presses: bool = False  # a button

    def replaces(self, before: Message) -> bool:
        """Return whether one of before, which has not passed yet, need not: a browser says all its widgets' values."""
        return (
            self.kind == before.kind == "rerun_script"
            and (self.page, self.fragment) == (before.page, before.fragment)
            and not before.once
        )


def check_message(data: bytes) -> Message | None:
    """Return what of a browser's message may pass; None if that is nothing.

    Raises:
        MessageRefused: no browser sends it.
    """
    try:
        check_wire(data, BackMsg.DESCRIPTOR, _MOST_VALUES)
        message = BackMsg.FromString(data)
    except (WireError, ValueError, RuntimeError) as error:
        raise MessageRefused(str(error)) from error
    kind = message.WhichOneof("type")
    if kind not in _SAID:
        return None
    if kind == "file_urls_request" and len(message.file_urls_request.file_names) > _MOST_FILES:
        return None
    if (
        kind == "backend_operation_request"
        and message.backend_operation_request.WhichOneof("payload") not in _OPERATIONS
    ):
        return None
    if kind != "rerun_script":
        return Message(data, kind)
    state = message.rerun_script
    texts = (state.query_string, state.page_script_hash, state.page_name, state.fragment_id)
    if max(map(len, texts)) > _MOST_CHARACTERS or state.context_info.ByteSize() > _MOST_CHARACTERS:
        raise MessageRefused("an address that is too long")
    if _leave_out(message, is_possible):
        data = message.SerializeToString()
    said = {widget.WhichOneof("value") for widget in state.widget_states.widgets}
    once, presses = not said.isdisjoint(_SAID_ONCE), _PRESSED in said
    return Message(data, kind, state.page_script_hash, state.fragment_id, state.is_auto_rerun, once, presses)


def with_what_fits(data: bytes, fits: Callable[[WidgetState], bool]) -> bytes:
    """Return a rerun's message, which was checked, with those values of widgets alone that fit."""
    message = BackMsg.FromString(data)
    return message.SerializeToString() if _leave_out(message, fits) else data


def _leave_out(message: BackMsg, may_stay: Callable[[WidgetState], bool]) -> bool:
    """Take those values of widgets out of a rerun's message that may not stay; return whether there are any."""
    widgets = message.rerun_script.widget_states.widgets
    staying = [widget for widget in widgets if may_stay(widget)]
    if len(staying) == len(widgets):
        return False
    warn_once(_LOG, "A browser has sent a widget's value that is not possible; it is left out")
    kept = [WidgetState.FromString(widget.SerializeToString()) for widget in staying]
    del widgets[:]
    widgets.extend(kept)
    return True


def is_possible(widget: WidgetState) -> bool:
    """Return whether some widget of this app may have that value, in whatever range or among whatever options."""
    match widget.WhichOneof("value"):
        case "trigger_value" | "bool_value":
            return True
        case "double_value":
            return _is_number(widget.double_value)
        case "int_value":
            return _is_number(widget.int_value)
        case "double_array_value":
            return _is_list(widget.double_array_value.data) and all(map(_is_number, widget.double_array_value.data))
        case "int_array_value":
            return _is_list(widget.int_array_value.data) and all(map(_is_number, widget.int_array_value.data))
        case "string_array_value":
            return _is_list(widget.string_array_value.data) and all(map(_is_text, widget.string_array_value.data))
        case "string_value":
            return _is_text(widget.string_value)
        case "json_value":
            return _is_json(widget.json_value)
        case "json_trigger_value":
            return _is_json(widget.json_trigger_value)
        case "file_uploader_state_value":
            files = widget.file_uploader_state_value.uploaded_file_info
            return len(files) <= _MOST_FILES and all(_is_text(file.name) for file in files)
        case _:
            return False  # no widget of ours has such a value


def _is_number(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= _LARGEST


def _is_list(values: object) -> bool:
    return len(values) <= _MOST_IN_LIST  # type: ignore[arg-type]


def _is_text(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS


def _is_json(text: str) -> bool:
    """Return whether it is JSON of the size that our components send, and no mere text.

    Python's own parser fails at depth and at numbers of many digits.
    """
    if text.startswith('"') or len(text) > _MOST_JSON or text.count(",") > _MOST_COMMAS or _LONG_NUMBER.search(text):
        return False
    steps = [1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(text)]
    if len(steps) > 2 * _MOST_LISTS or max(itertools.accumulate(steps), default=0) > _DEEPEST:
        return False
    with contextlib.suppress(msgspec.DecodeError, UnicodeEncodeError):
        _JSON.decode(text.encode())
        return True
    return False
