"""What is chosen on the Play page: how a drawing is brought to 28 x 28, and who answers."""

import streamlit as st

from digitdemo.data.model_input import Way
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_list import all_runs
from digitdemo.ui.state.visit import visit


def begin_choices() -> None:
    """Make the widgets of the Play page begin with a careful preparation."""
    st.session_state[widget_keys.CARELESS] = False


def way() -> Way:
    """Return how a drawing is brought to 28 x 28 pixels: by its strokes, or carelessly, by only shrinking it."""
    return "shrinking" if st.session_state[widget_keys.CARELESS] else "strokes"


def answering_runs() -> list[str]:
    """Return the ids of the chosen models that answer on the Play page; a browser may send any text as one."""
    listed = all_runs()
    return [run_id for run_id in visit().answering if run_id in listed]


def look_into(run_id: str) -> None:
    """Make the pages about single answers look at that run."""
    visit().looked_at = run_id
