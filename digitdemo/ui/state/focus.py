"""Which run the Lab is about: the last one that was put on the chart; and the one before it, to compare with."""

from collections.abc import Iterator

import streamlit as st

from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_colours import claim_colour
from digitdemo.ui.state.run_list import is_ready_made, own_runs, runs_with_curves
from digitdemo.ui.state.visit import visit

NO_OTHER_RUN = ""  # the choice of none of those that are not on the strip


def run_in_focus() -> str | None:
    """Return the id of the run that came to the chart last; None where none is there."""
    return next(_from_the_last(), None)


def run_beside() -> str | None:
    """Return the id of the run that came to the chart before the one in focus; None where there is no such run."""
    last_first = _from_the_last()
    next(last_first, None)
    return next(last_first, None)


def bring_to_focus(run_id: str) -> None:
    """Put a run on the chart, if it is not there yet, as the last one to come."""
    now = visit()
    now.shown = [*(other for other in now.shown if other != run_id), run_id]
    if not is_ready_made(run_id):
        claim_colour(run_id)


def bring_other_run() -> None:
    """Put the run on the chart that was chosen of those that are not on the strip; a browser may say anything."""
    chosen = st.session_state[widget_keys.OTHER_RUN]
    st.session_state[widget_keys.OTHER_RUN] = NO_OTHER_RUN  # there it is no longer among them
    if chosen in own_runs():
        bring_to_focus(chosen)


def _from_the_last() -> Iterator[str]:
    runs = runs_with_curves()
    return (run_id for run_id in reversed(visit().shown) if run_id in runs)
