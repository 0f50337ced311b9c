"""Whether Streamlit can read what a browser says for a widget: where it cannot, it fails in each script run to come."""

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value

# What a component says is JSON, which was read over, and Streamlit goes on where a component makes nothing of it; of
# the other kinds reading is cheap. A chart's choice comes as a text, which is JSON only if no stranger has written it.
_READ = (
    "bool_value",
    "double_value",
    "int_value",
    "string_value",
    "double_array_value",
    "int_array_value",
    "string_array_value",
)


def is_readable(said: WidgetState, widget: WidgetMetadata[Any]) -> bool:
    """Return whether a value is of the kind that `widget` has, and one that it can read."""
    kind = said.WhichOneof("value")
    if kind != widget.value_type:
        return False
    if kind in _READ:
        try:
            widget.deserializer(unpack_widget_state_value(said))
        except Exception:  # whatever fails at a value that makes no sense
            return False
    return True
