"""What is said of runs that somebody else has trained and shared by a link, on whatever page."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_names import shared_name
from digitdemo.ui.state.shared_runs import is_shared_with_me
from digitdemo.ui.state.visit import visit


def say_no_longer_shared(*, in_lab: bool) -> None:
    """Say which links open no run any more, and lead to the Lab; with none, say nothing."""
    gone = visit().no_longer_shared
    if not gone:
        return
    sentences = [
        tr("{name} is no longer shared.", name=escape_markdown(shared_name(shared)))
        if shared
        else tr("This run is no longer shared.")
        for shared in gone
    ]
    with st.container(key="no_longer_shared", gap="xsmall"):
        offer = [tr("In the Lab you can train one of your own.")]
        st.info(" ".join([*sentences, *offer]), icon=":material/link_off:")
        if not in_lab:
            st.page_link("digitdemo/ui/pages/lab.py", label=tr("Open the Lab"), icon=":material/model_training:")


def about_shared(run_id: str) -> None:
    """Say that a run is somebody else's, if it is, and what can be done with it."""
    if not is_shared_with_me(run_id):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="shared_with_me", gap="small"):
        st.markdown(
            f":material/group: {tr('Somebody shared this run with you.')}",
            width="content",
            help=tr("You can look at it, compare it and train one like it. Only its owner can rename or delete it."),
        )
        if run_list.has_model(run_id):
            st.page_link("digitdemo/ui/pages/play.py", label=tr("Draw a digit for it"), icon=":material/draw:")
