"""Charts on a page whose letters may be large: what stands in them keeps its room."""

import plotly.graph_objects as go
import streamlit as st

from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.state import lessons

LARGE = 1.5  # times the letters of a page: digitdemo/ui/components/large.css


def lesson_chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """Show a chart that does not change; `alt` says in words, with figures, what it shows."""
    st.plotly_chart(as_large_as_letters(figure), key=key, alt=alt, config=PLOT)


def as_large_as_letters(figure: go.Figure) -> go.Figure:
    """Return a chart higher and with wider margins where the address asks for large type, else as it is."""
    if not lessons.is_large():
        return figure
    margin = figure.layout.margin.to_plotly_json()
    return go.Figure(figure).update_layout(
        height=LARGE * figure.layout.height, margin={side: LARGE * pixels for side, pixels in margin.items()}
    )
