"""What a search has tried, and which knobs mattered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import plotly.graph_objects as go

from digitdemo.texts import tr
from digitdemo.ui.charts.theme import CALM, MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

_HEIGHT = 280  # pixels


def trials_chart(accuracies: Sequence[float], names: Sequence[str]) -> go.Figure:
    """Return the validation accuracy of each trial, in their order, and a line: the best so far."""
    numbers = list(range(1, len(accuracies) + 1))
    trials = dict(
        type="scatter",
        x=numbers,
        y=list(accuracies),
        mode="markers",
        marker=dict(size=8, color=RUN_COLOURS[CALM]),
        customdata=[escape_html(name) for name in names],
        hovertemplate="%{customdata}: %{y:.2%}<extra></extra>",
    )
    best = dict(
        type="scatter",
        x=numbers,
        y=list(accumulate(accuracies, max)),
        mode="lines",
        line=dict(color=RUN_COLOURS["gray"], width=2, shape="hv"),
        hoverinfo="skip",
    )
    layout = dict(
        margin=MARGIN,
        height=_HEIGHT,
        showlegend=False,
        xaxis=axis(tr("Trial"), tickformat="d"),
        yaxis=axis(tr("Validation accuracy"), tickformat=".1~%"),
        uirevision="trials",
    )
    return figure([best, trials], layout)


def importance_chart(shares: Mapping[str, float]) -> go.Figure:
    """Return how much each knob, by its label, mattered: a bar each, the largest at the top."""
    labels = list(shares)[::-1]
    bars = dict(
        type="bar",
        orientation="h",
        x=[shares[label] for label in labels],
        y=labels,
        marker=dict(color=RUN_COLOURS[CALM]),
        hovertemplate="%{y}: %{x:.0%}<extra></extra>",
    )
    layout = dict(
        margin=MARGIN,
        height=_HEIGHT,
        showlegend=False,
        xaxis=axis(tr("Importance"), tickformat=".0%", range=[0, 1], fixedrange=True),
        yaxis=axis("", automargin=True, fixedrange=True),
        uirevision="importance",
    )
    return figure([bars], layout)
