"""See it think: what a model makes of the drawing, layer by layer, while one draws; a click silences a part of it."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from digitdemo.ui.components.script import bundle

_FILE = Path(__file__)
_thinking = st.components.v2.component(
    "digitdemo_thinking",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
    html=_FILE.with_suffix(".html").read_text(encoding="utf-8"),
)


def show_thinking(names: Mapping[str, str], first: str) -> None:
    """Show the layers of one of the models whose names these are, by id; the reader chooses which.

    `first` is the id of the one that is shown until then. Those that `hand_over_networks` has given to the page show
    something.
    """
    models = [{"id": run_id, "name": name} for run_id, name in names.items()]
    _thinking(data={"models": models, "first": first}, key="thinking")
