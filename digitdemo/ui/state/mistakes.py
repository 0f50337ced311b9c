"""What a visit has chosen on the page of mistakes."""

from collections.abc import Hashable

import streamlit as st

from digitdemo.ui.charts.confusion import clicked_cell
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_list import all_runs
from digitdemo.ui.state.visit import visit

PICTURES = 24


def example_beside(run_id: str, others: list[str]) -> str:
    """Return which of `others` a run is compared with first: the example of its architecture, else the first."""
    architecture = all_runs()[run_id].config.architecture
    return architecture if architecture in others else others[0]


def chosen_cell() -> tuple[int | None, int | None]:
    """Return the digit and what it was read as whose images are shown; None stands for any."""
    return st.session_state.get(widget_keys.CELL_DIGIT), st.session_state.get(widget_keys.CELL_READ_AS)


def choose_clicked_cell() -> None:
    """Follow a click into the confusion chart: on the chosen cell, or beside all, it chooses none."""
    clicked = clicked_cell(st.session_state[widget_keys.CONFUSION].selection.get("points"))
    chosen = (None, None) if clicked is None or clicked == chosen_cell() else clicked
    st.session_state[widget_keys.CELL_DIGIT], st.session_state[widget_keys.CELL_READ_AS] = chosen


def pictures_shown(gallery: Hashable) -> int:
    """Return how many pictures of that gallery are shown: the first ones, and those that were asked for."""
    shown, count = visit().pictures_shown
    return count if shown == gallery else PICTURES


def show_more_pictures(gallery: Hashable) -> None:
    """Show as many more pictures of that gallery as at first."""
    visit().pictures_shown = gallery, pictures_shown(gallery) + PICTURES
