"""The field of a section that holds a knob."""

from dataclasses import field
from typing import Any


def knob_field(default: Any, **facts: Any) -> Any:
    """Return a field with the facts of its `Knob`; None stands for the default, which may be the architecture's own."""
    return field(default=None, metadata={"default": default, **facts})
