"""What all charts share: the colours and shapes of runs, axes, what is pale, the ten digits, margins, no tool bar."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import SEPARATORS, language

# The colours of runs in each theme, by Streamlit's name of the colour: the names are what Markdown knows. The values
# were found by `python -m digitdemo bench colours --search`: far enough apart for people to whom red and green look
# alike, too, which leaves a light page only dark colours. .streamlit/config.toml has them, too: a test compares them.
PALETTES = {
    "light": {
        "blue": "#1e60d2",
        "green": "#2a7e4e",
        "violet": "#60247e",
        "red": "#600c30",
        "yellow": "#4e3600",
        "orange": "#ae5a00",
        "gray": "#5a6c78",
    },
    "dark": {
        "blue": "#78a2ff",
        "green": "#48dea2",
        "violet": "#e4c6fc",
        "red": "#d8664e",
        "yellow": "#d2de72",
        "orange": "#ea8a12",
        "gray": "#9696a2",
    },
}
# What a chart is given for them. Streamlit's page puts the theme's `chartCategoricalColors` in their place, as it does
# for its own template (streamlit/elements/lib/streamlit_plotly_theme.py): a chart follows the theme at once.
RUN_COLOURS = {name: f"#{number:06d}" for number, name in enumerate(PALETTES["light"], start=1)}
GROUND = "#000040"  # the same of a ground between those of the page and of what is set off from it
INK = "#000037"  # the same of what is written on it
# How much of a colour the strongest shade of a cell has: what is written in it in `INK` can be read in both themes.
STRONGEST = 0.5

OWN_COLOURS = ("blue", "green", "violet", "red", "yellow", "orange")  # of a visit's own runs, in the order of their use
READY_MADE = "gray"  # of the ready-made models: calm; the shape of their points tells them apart
WARM = "orange"  # of what goes wrong: overfitting, a training before its cure
CALM = "blue"  # of what goes well; it is the theme's accent
# Plotly's name of a point's shape, and the character that stands for it in text. The first is that of own runs.
GLYPHS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "triangle-down": "▼",
    "star": "★",
    "cross": "✚",
    "x": "✖",
    "hexagon": "⬢",
}
OWN_SYMBOL, *READY_MADE_SYMBOLS = GLYPHS

PALE = "rgba(127,135,148,0.45)"
DIGITS = list(range(10))
MARGIN = dict(l=8, r=8, t=8, b=8)  # pixels
PLOT = {"displaylogo": False, "displayModeBar": False}  # for Plotly where it draws


def figure(data: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """Return a chart that writes numbers as the language of now does.

    It is made in one go: Plotly checks a figure anew at every change.
    """
    return go.Figure(dict(data=list(data), layout={"separators": SEPARATORS[language()], **layout}))


def axis(title: str, **options: Any) -> dict[str, Any]:
    """Return a Plotly axis of that title; Streamlit's own grey of its text is too pale for WCAG's 4.5 to 1."""
    text = dict(color=RUN_COLOURS["gray"])
    return dict(title=dict(text=title, font=text), tickfont=text, zeroline=False, **options)
