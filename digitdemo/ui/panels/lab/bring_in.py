"""The field that takes a run in again that was taken home."""

import streamlit as st

from digitdemo.takehome.arrival.limits import MOST_MB
from digitdemo.texts import tr
from digitdemo.ui.door.giving_way import step_aside
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state.brought_in import brought_last, field_key, take_in


def bring_in() -> None:
    """Show the button, behind which the field is, and what came of the last file."""
    with st.popover(tr("Bring a run in"), icon=":material/upload:", key="bring_in"):
        file = st.file_uploader(
            tr("A file that you took home, at most {most} MB", most=MOST_MB),
            type=["zip", "tflite"],
            key=field_key(),
            max_upload_size=MOST_MB,
            help=tr(
                "Its model is run and measured anew here before it joins your runs. Only the model for LiteRT, the "
                "knobs and the history are read."
            ),
        )
        if file is not None:
            step_aside()
            with st.spinner(tr("Running and measuring its model ...")):
                take_in(file)
            st.rerun()
        came = brought_last()
        if isinstance(came, str):
            st.error(escape_markdown(came))
        elif came is not None:
            st.success(
                tr(
                    "It is among your runs. Measured here, it reads {share:.2%} of {images:,} test images right.",
                    share=came.kept.test_accuracy,
                    images=came.kept.test_images or 0,
                )
            )
