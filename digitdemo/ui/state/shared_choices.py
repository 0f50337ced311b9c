"""Choices that outlive their widgets: the visit keeps them, and a widget is told them whenever it is shown.

Streamlit loses the value of a key that the widgets of two pages share when a visitor goes from one to the other. And
a selectbox knows its options by their labels: one that is not told keeps a run's old label when the run is renamed, and
falls back to its first option as soon as the browser sends that label.

A browser sends the values of all its widgets with every click, and as often as a page looks at a training. Before it
has been told what the program has chosen meanwhile, it sends what was there before, which would be taken for a choice
of the visitor's: the run that has just ended would leave the chart. So a widget that is told another value than it
said itself is a new one, by a key with the next number; what is sent of the one before concerns nobody.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.visit import visit


def tell_shared(choice: str, page: str) -> str:
    """Return the key of a page's widget for a field of the visit, such as "shown", which it is made to say."""
    key = _key_to_tell(choice, page)
    st.session_state[key] = getattr(visit(), choice)
    return key


def tell_shared_title(choice: str, page: str) -> str:
    """Return the key of a page's tabs for a field of the visit that is a marked title: they know it as they show it."""
    key = _key_to_tell(choice, page)
    st.session_state[key] = tr(getattr(visit(), choice))
    return key


def take_shared_title(choice: str, page: str, titles: Sequence[str]) -> None:
    """Take over which of the marked titles a page's tabs show; what is none of them changes nothing."""
    shown = _value_of_widget(choice, page)
    title = next((title for title in titles if tr(title) == shown), getattr(visit(), choice))
    setattr(visit(), choice, title)
    _note(choice, page, title)


def tell_shared_run(choice: str, page: str, run_ids: Sequence[str], default: str) -> str:
    """Return the key of a page's choice of one run, a field of the visit; it becomes `default` if it is none of them.

    A run may be gone, and a browser may send any text.
    """
    if getattr(visit(), choice) not in run_ids:
        setattr(visit(), choice, default)
    return tell_shared(choice, page)


def take_shared(choice: str, page: str) -> None:
    """Take over what a page's widget says of a field of the visit."""
    setattr(visit(), choice, said_by_widget(choice, page))


def said_by_widget(choice: str, page: str) -> Any:
    """Return what a page's widget for a field of the visit says, in its `on_change`: the browser knows it."""
    said = _value_of_widget(choice, page)
    _note(choice, page, said)
    return said


def _value_of_widget(choice: str, page: str) -> Any:
    return st.session_state[widget_keys.on_page(choice, page, visit().told[choice, page][0])]


def _note(choice: str, page: str, known: Any) -> None:
    """Note what the browser knows that a field of the visit is."""
    told = visit().told
    visit().told = {**told, (choice, page): (told[choice, page][0], known)}


def _key_to_tell(choice: str, page: str) -> str:
    """Return the key of the widget that is to say what a field of the visit is: a new one if it said something else."""
    value, told = getattr(visit(), choice), visit().told
    number, known = told.get((choice, page), (0, value))
    if not _alike(known, value):
        number += 1
    visit().told = {**told, (choice, page): (number, value)}
    return widget_keys.on_page(choice, page, number)


def _alike(one: Any, other: Any) -> bool:
    """Return whether a widget shows both alike: of several choices it does not show the order."""
    return set(one) == set(other) if isinstance(one, list) and isinstance(other, list) else one == other
