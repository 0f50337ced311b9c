"""A Plotly chart that is drawn once, by Streamlit's own component, with numbers as the language writes them."""

import plotly.graph_objects as go
import streamlit as st

from digitdemo.texts import SEPARATORS, language
from digitdemo.ui.charts.theme import PLOT


def plot(figure: go.Figure, *, key: str, alt: str) -> None:
    """Show `figure` as wide as there is room; `alt` says in words, with figures, what it shows."""
    figure.update_layout(separators=SEPARATORS[language()])
    st.plotly_chart(figure, key=key, alt=alt, config=PLOT)
