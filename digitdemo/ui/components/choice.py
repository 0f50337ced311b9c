"""The choice of one of several: what a browser says it has chosen may be any text."""

from collections.abc import Sequence
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def choose(label: str, options: Sequence[T], *, otherwise: T | None = None, **widget: Any) -> T:
    """Show Streamlit's choice of one of `options`, with its other arguments, and return the one that is chosen.

    What is none of them counts as `otherwise`, if that is not given as the first one. A choice that begins with none,
    `index=None`, may return None.
    """
    chosen = st.selectbox(label, options, **widget)
    if chosen in options or (chosen is None and "index" in widget):
        return chosen  # type: ignore[return-value]
    return options[0] if otherwise is None else otherwise
