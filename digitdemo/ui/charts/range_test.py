"""A learning-rate range test: the training loss over the learning rate."""

import plotly.graph_objects as go

from digitdemo.analysis.range_test import LearningRange, RangeCurve
from digitdemo.texts import mark, tr
from digitdemo.ui.charts.theme import CALM, MARGIN, PALE, RUN_COLOURS, WARM, axis, figure

_HOVER = mark("learning rate %{x:.2g}: loss %{y:.3f}")
_MOST = 1.5  # times the first loss: what rises farther is out of sight, else the fall would be flat


def range_chart(curve: RangeCurve, found: LearningRange | None, own_rate: float) -> go.Figure:
    """Return the loss (nats) of each step and its smoothed course over the learning rate, on a logarithmic axis.

    The rates between which it falls are shaded, and `own_rate`, the learning rate of the knobs, is a line.
    """
    steps = dict(
        type="scatter",
        x=list(curve.rates),
        y=list(curve.losses),
        mode="markers",
        marker=dict(size=4, color=PALE),
        hovertemplate=f"{tr(_HOVER)}<extra>{tr('one step')}</extra>",
    )
    smoothed = dict(
        type="scatter",
        x=list(curve.rates),
        y=list(curve.smoothed),
        mode="lines",
        line=dict(color=RUN_COLOURS[CALM], width=2),
        hovertemplate=f"{tr(_HOVER)}<extra>{tr('smoothed')}</extra>",
    )
    own = dict(
        type="line",
        x0=own_rate,
        x1=own_rate,
        y0=0,
        y1=1,
        yref="paper",
        line=dict(color=RUN_COLOURS[WARM], dash="dash"),
    )
    shaded = dict(
        type="rect",
        yref="paper",
        y0=0,
        y1=1,
        fillcolor=RUN_COLOURS[CALM],
        opacity=0.12,
        line=dict(width=0),
        layer="below",
    )
    layout = dict(
        margin=MARGIN,
        height=300,
        hovermode="closest",
        showlegend=False,
        shapes=[own, *([dict(x0=found.begins, x1=found.lowest, **shaded)] if found else [])],
        xaxis=axis(tr("Learning rate"), type="log", dtick=1, tickformat="~g"),
        yaxis=axis(tr("Loss (cross-entropy)"), range=[0, _MOST * curve.losses[0]] if curve.losses else None),
    )
    return figure([steps, smoothed], layout)


def range_alt(curve: RangeCurve, found: LearningRange | None, own_rate: float) -> str:
    """Return the chart in words, with its figures."""
    if not curve.losses:
        return tr("Loss over the learning rate: none was finite")
    first = dict(loss=curve.losses[0], rate=curve.rates[0], own=own_rate)
    if found is None:
        return tr(
            "Loss over the learning rate: {loss:.2f} at {rate:.1g}, it falls at no rate. The knobs' own rate: {own:g}",
            **first,
        )
    return tr(
        "Loss over the learning rate: {loss:.2f} at {rate:.1g}, falling from {begins:.1g} on, lowest at {lowest:.1g} "
        "({least:.2f}). Suggested: {suggested:.1g}; the knobs' own rate: {own:g}",
        **first,
        begins=found.begins,
        lowest=found.lowest,
        least=min(curve.smoothed),
        suggested=found.suggested,
    )
