"""Fingers on a Plotly chart: a tap chooses what is below it, as a click does, and a swipe scrolls the page."""

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def tap_charts() -> None:
    """Make the charts of this page heed taps; call it once."""
    st.components.v2.component("digitdemo_chart_touch", js=_SCRIPT)(key="chart_touch")
