"""What starts a sweep or a search, and what says how long it takes, or what is in the way of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import trainings


def show_start(
    label: str, icon: str, begin: Callable[[Any], None], made: object, says: str, *, key: str, primary: bool = False
) -> None:
    """Show the button that begins what was `made` while nobody trains; where that is None, `says` is why."""
    if made is None:
        st.warning(escape_markdown(says), icon=":material/block:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            label,
            icon=icon,
            type="primary" if primary else "secondary",
            on_click=begin,
            args=(made,),
            disabled=made is None or trainings.current_job() is not None,
            key=key,
        )
        if made is not None:
            st.markdown(says)
