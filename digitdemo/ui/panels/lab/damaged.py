"""What is damaged of this visit's runs where they are kept, and what is still whole."""

import streamlit as st

from digitdemo.texts import tr, tr_n
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import run_list


def say_damaged_runs() -> None:
    """Name the runs that are left out because nobody can read them any more; with none, say nothing."""
    names = run_list.damaged().values()
    if not names:
        return
    said = tr_n(
        "A run of yours is damaged where it is kept, and left out: {names}. The others are whole.",
        "{n} runs of yours are damaged where they are kept, and left out: {names}. The others are whole.",
        len(names),
        names=", ".join(names),
    )
    st.warning(escape_markdown(said), icon=":material/healing:")
    st.button(
        tr("Delete what is damaged"),
        icon=":material/delete:",
        on_click=run_list.delete_damaged,
        key="delete_damaged",
    )


def say_damaged_model(run_id: str) -> None:
    """Say that a run's model is damaged, if it is."""
    if run_list.has_damaged_model(run_id):
        st.warning(
            tr("The model of this run is damaged where it is kept, and reads no digits. Its curve is whole."),
            icon=":material/healing:",
        )
