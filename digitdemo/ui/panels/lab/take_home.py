"""The button that gives a person all of a run as one file."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.state.shared_runs import check_later


def take_home(run_id: str) -> None:
    """Show the button; the file is made when it is pressed, beside the page."""
    source, check = resources.store_of(run_id), check_later(run_id)

    def made() -> bytes:
        from digitdemo.takehome.package import pack  # here: for an app from which nobody takes anything home

        check()  # the page may have been open for long
        return pack(source, run_id)

    st.download_button(
        tr("Take home"),
        made,
        f"digitdemo-{run_id}.zip",
        "application/zip",
        icon=":material/download:",
        help=tr(
            "This run as one file: the model for Keras and LiteRT, its history, charts, a model card, and a notebook "
            "that trains it anew."
        ),
        on_click="ignore",
        key="take_home",
    )
