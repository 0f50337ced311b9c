"""Many drawings of a file are prepared a few at a time: others have their turns in between."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui import resources

_PART_SECONDS, _PAUSE_SECONDS = 0.15, 0.1


def are_prepared(owner: str, version: str) -> bool:
    """Return whether the drawings of that owner can be shown; while they cannot, show how many are ready.

    `version` is that of the drawings: without any there is nothing to prepare.

    Raises:
        RunError: the database fails.
    """
    if not version:
        return True
    ready, count = resources.prepare_own_test_set(owner, _PART_SECONDS)
    if ready == count:
        return True
    _go_on(owner)
    return False


@st.fragment(run_every=_PAUSE_SECONDS)
def _go_on(owner: str) -> None:
    """Prepare some more with each look, and show the page once all are ready."""
    ready, count = resources.prepare_own_test_set(owner, _PART_SECONDS)
    if ready == count:
        st.rerun()
    st.progress(ready / count, tr("Preparing your drawings: {ready} of {count}", ready=ready, count=count))
