"""What a visit has chosen on the page of mistakes."""

from collections.abc import Hashable

import streamlit as st

from digitdemo.ui.charts.confusion import clicked_cell
from digitdemo.ui.state.runs import all_runs


def example_beside(run_id: str, others: list[str]) -> str:
    """Return which of `others` a run is compared with first: the example of its architecture, else the first."""
    architecture = all_runs()[run_id].config.architecture
    return architecture if architecture in others else others[0]


def chosen_cell() -> tuple[int | None, int | None]:
    """Return the digit and what it was read as whose images are shown; None stands for any."""
    return st.session_state.get("cell_digit"), st.session_state.get("cell_read_as")


def choose_clicked_cell(chart: str) -> None:
    """Follow a click into the confusion chart of that key: on the chosen cell, or beside all, it chooses none."""
    clicked = clicked_cell(st.session_state[chart].selection.get("points"))
    chosen = (None, None) if clicked is None or clicked == chosen_cell() else clicked
    st.session_state.cell_digit, st.session_state.cell_read_as = chosen


def pictures_shown(gallery: Hashable) -> int:
    """Return how many pictures of that gallery are shown: the first ones, and those that were asked for."""
    shown, count = st.session_state.get("pictures_shown", (None, 0))
    return count if shown == gallery else PICTURES


def show_more_pictures(gallery: Hashable) -> None:
    """Show as many more pictures of that gallery as at first."""
    st.session_state.pictures_shown = gallery, pictures_shown(gallery) + PICTURES


PICTURES = 24


def open_test_image(number: int, run_id: str) -> None:
    """Make the Draw page show that test image and that run answer it."""
    st.session_state.source = "Test digit"
    st.session_state.test_image = number
    if run_id not in st.session_state.asked:
        st.session_state.asked = [*st.session_state.asked, run_id]
