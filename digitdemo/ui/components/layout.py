"""The style of the Play page as a whole, which Streamlit's containers have no options for."""

from pathlib import Path

import streamlit as st

_style = st.components.v2.component(
    "digitdemo_play",
    css=(Path(__file__).parent / "play.css").read_text(encoding="utf-8"),
    js="export default function () {}",
    isolate_styles=False,
)


def style_play() -> None:
    """Give this page the style of the Play page; call it once."""
    _style(key="play_style")
