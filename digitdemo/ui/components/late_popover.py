"""A popover whose content is made once it is opened: what nobody looks at need not be made anew with every stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer


def late_popover(
    label: str,
    height: int,
    *,
    icon: str,
    key: str,
    type: Literal["secondary", "tertiary"] = "tertiary",
    disabled: bool = False,
) -> PopoverContainer | None:
    """Show the button that opens a popover, and return what to fill while it is open; None while it is closed.

    `height` is that of its content, about, in pixels: the browser chooses by it whether to open it upwards, before the
    content is there.
    """
    popover = st.popover(label, icon=icon, type=type, disabled=disabled, key=key, on_change="rerun")
    if popover.open:
        return popover
    popover.space(height)
    return None
