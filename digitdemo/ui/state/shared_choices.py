"""Choices that outlive their widgets: the visit keeps them, and a widget is told them whenever it is shown.

Streamlit loses the value of a key that the widgets of two pages share when a visitor goes from one to the other. And
a selectbox knows its options by their labels: one that is not told keeps a run's old label when the run is renamed, and
falls back to its first option as soon as the browser sends that label.
"""

from collections.abc import Sequence

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.visit import visit


def tell_shared(choice: str, page: str) -> str:
    """Return the key of a page's widget for a field of the visit, such as "shown", which it is made to say."""
    key = widget_keys.on_page(choice, page)
    st.session_state[key] = getattr(visit(), choice)
    return key


def tell_shared_title(choice: str, page: str) -> str:
    """Return the key of a page's tabs for a field of the visit that is a marked title: they know it as they show it."""
    key = widget_keys.on_page(choice, page)
    st.session_state[key] = tr(getattr(visit(), choice))
    return key


def take_shared_title(choice: str, page: str, titles: Sequence[str]) -> None:
    """Take over which of the marked titles a page's tabs show; what is none of them changes nothing."""
    shown = st.session_state[widget_keys.on_page(choice, page)]
    setattr(visit(), choice, next((title for title in titles if tr(title) == shown), getattr(visit(), choice)))


def tell_shared_run(choice: str, page: str, run_ids: Sequence[str], default: str) -> str:
    """Return the key of a page's choice of one run, a field of the visit; it becomes `default` if it is none of them.

    A run may be gone, and a browser may send any text.
    """
    if getattr(visit(), choice) not in run_ids:
        setattr(visit(), choice, default)
    return tell_shared(choice, page)


def take_shared(choice: str, page: str) -> None:
    """Take over what a page's widget says of a field of the visit."""
    setattr(visit(), choice, st.session_state[widget_keys.on_page(choice, page)])
