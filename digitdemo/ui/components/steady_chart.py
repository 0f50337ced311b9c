"""A Plotly chart that stays on the page while what it draws changes: a zoom, a label at the mouse and all nodes remain.

`st.plotly_chart` makes every changed figure a new element (its identity is the hash of the figure).
"""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.lesson_chart import as_large_as_letters
from digitdemo.ui.components.script import bundle

_FILE = Path(__file__)
# Plotly comes from where `st.plotly_chart` has it from: a file that Streamlit serves to be kept by the browser for a
# year, loaded when the first chart of either kind is drawn. Its name holds a hash of its content.
_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
_PLOTLY = next((path.name for path in sorted(_SCRIPTS.glob("PlotlyChart.*.js"))), None)

_chart = st.components.v2.component(
    "digitdemo_steady_chart",
    js=bundle(_FILE.with_suffix(".js")),
    css=_FILE.with_suffix(".css").read_text(encoding="utf-8"),
    isolate_styles=False,  # Plotly styles its charts in the page's head
)


def steady_chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """Show `figure`, as high as it says and as wide as there is room; by the same `key` it is changed in place.

    `alt` says in words, with figures, what it shows. A zoom stays as long as the figure's `uirevision` does.
    """
    show_ready_chart(ready_chart(as_large_as_letters(figure), alt), key=key)


def ready_chart(figure: go.Figure, alt: str) -> dict[str, Any]:
    """Return `figure` as the browser is given it, for those who show the same one to many visitors."""
    spec = figure.to_plotly_json()
    height = round(spec["layout"]["height"])
    spec["layout"].pop("template", None)  # 6 kB each time; the page's theme takes its place
    failure = tr("This chart could not be drawn. Reload the page to try again. It shows: {shown}", shown=alt)
    return {
        "figure": pio.json.to_json_plotly(spec),
        "alt": alt,
        "height": height,
        "plotly": _PLOTLY,
        "failure": failure,
    }


def show_ready_chart(chart: dict[str, Any], *, key: str) -> None:
    """Show what `ready_chart` has made, as `steady_chart` does."""
    _chart(data=chart, key=key, height=chart["height"])
