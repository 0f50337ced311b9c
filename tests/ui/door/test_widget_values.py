"""What a browser may say for a widget that the session has."""

import json
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata

from digitdemo.ui.door.widget_values import is_readable

UNREADABLE = {
    "a text for a button": ("trigger_value", bool, WidgetState(id="it", string_value="x")),
    "no choice at all": ("bool_value", bool, WidgetState(id="it")),
    "a chart's choice that is no JSON": ("string_value", json.loads, WidgetState(id="it", string_value="x")),
    "a number that is no option": ("int_value", ["a", "b"].__getitem__, WidgetState(id="it", int_value=7)),
}
READABLE = {
    "a press": ("trigger_value", bool, WidgetState(id="it", trigger_value=True)),
    "a chart's choice": ("string_value", json.loads, WidgetState(id="it", string_value="{}")),
    "an option": ("int_value", ["a", "b"].__getitem__, WidgetState(id="it", int_value=1)),
    "a component's word, which Streamlit goes on without": ("json_value", int, WidgetState(id="it", json_value="{}")),
}


def widget(kind: Any, read: Any) -> WidgetMetadata[Any]:
    return WidgetMetadata("it", read, lambda value: value, kind)


@pytest.mark.parametrize("name", READABLE)
def test_what_streamlit_can_read_passes(name: str):
    kind, read, said = READABLE[name]
    assert is_readable(said, widget(kind, read))


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_streamlit_cannot_read_does_not_pass(name: str):
    kind, read, said = UNREADABLE[name]
    assert not is_readable(said, widget(kind, read))
