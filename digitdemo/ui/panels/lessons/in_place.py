"""The buttons that begin and stop a lesson's own trainings on its page."""

from typing import Literal

import streamlit as st

from digitdemo.jobs.job import Job
from digitdemo.texts import tr
from digitdemo.ui.state import lessons, trainings


def train_button(name: str, label: str, *, busy: bool, type: Literal["primary", "secondary"] = "primary") -> None:
    """Show the button that trains what that lesson trains; `busy` says that another training of the visit goes on."""
    if st.button(
        label,
        type=type,
        icon=":material/play_arrow:",
        icon_position="right",
        on_click=lessons.train,
        args=(name,),
        disabled=busy,
        help=tr("Your other training has to end first.") if busy else None,
        key="train_both",
    ):
        st.rerun()


def stop_button(job: Job) -> None:
    """Show the button that stops the lesson's trainings, of which `job` is under way."""
    st.button(
        tr("Stop"),
        icon=":material/stop:",
        on_click=trainings.stop_all_trainings,
        disabled=bool(job.stopping),
        key="stop_lesson",
    )
