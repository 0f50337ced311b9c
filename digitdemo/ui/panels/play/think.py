"""See it think: a fold with what one of the answering models makes of the drawing, layer by layer."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.live.thinking import show_thinking
from digitdemo.ui.panels.play import answering
from digitdemo.ui.state import teaching

_FIRST = "fast"  # its maps are large enough to see the digit in


def see_it_think() -> None:
    """Show the fold; one's own model comes first once it has begun to learn."""
    names = answering.names_in_browser()
    run = teaching.taught_run()
    own = [teaching.YOURS] if teaching.lesson() else [run.id] if run else []
    first = next((run_id for run_id in (*own, _FIRST, *names) if run_id in names), "")
    with st.expander(tr("See it think"), icon=":material/neurology:"):
        show_thinking(names, first)
