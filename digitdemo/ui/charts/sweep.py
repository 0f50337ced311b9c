"""A sweep of one knob: every seed a dot, a bar for the interval of their mean, and a line from mean to mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from digitdemo.analysis.intervals import Interval
from digitdemo.sweeps.outcome import Outcome, Spread
from digitdemo.texts import tr
from digitdemo.ui.charts.theme import CALM, MARGIN, RUN_COLOURS, WARM, axis, figure

_HEIGHT = 300  # pixels
_POINTS = 100.0
_BESIDE = 0.12  # of the way to the next value: dots on their interval's bar would hide it


def validation_dots(names: Sequence[str], outcomes: Sequence[Outcome], knob: str) -> go.Figure:
    """Return validation accuracy over the values of `knob`, which are called `names`, one place each."""
    shown = [outcome.validation for outcome in outcomes]
    return _dots(names, shown, knob, CALM, "circle", axis(tr("Validation accuracy"), tickformat=".1~%"), ".2%")


def gap_dots(names: Sequence[str], outcomes: Sequence[Outcome], knob: str) -> go.Figure:
    """Return the gap in points over the values of `knob`."""
    shown = [_in_points(outcome.gap) for outcome in outcomes]
    return _dots(names, shown, knob, WARM, "diamond", axis(tr("Gap (points)")), "+.2f")


def _in_points(spread: Spread | None) -> Spread | None:
    if spread is None:
        return None
    interval = spread.interval and Interval(_POINTS * spread.interval.low, _POINTS * spread.interval.high)
    values = tuple(_POINTS * value for value in spread.values)
    return dataclasses.replace(spread, values=values, mean=_POINTS * spread.mean, interval=interval)


def _dots(
    names: Sequence[str],
    spreads: Sequence[Spread | None],
    knob: str,
    colour: str,
    symbol: str,
    yaxis: dict[str, Any],
    form: str,
) -> go.Figure:
    there = [(place, spread) for place, spread in enumerate(spreads) if spread is not None]
    means = dict(
        type="scatter",
        x=[place for place, _ in there],
        y=[spread.mean for _, spread in there],
        mode="lines",
        line=dict(color=RUN_COLOURS[colour], width=2),
        error_y=dict(
            array=[spread.interval.high - spread.mean if spread.interval else 0 for _, spread in there],
            arrayminus=[spread.mean - spread.interval.low if spread.interval else 0 for _, spread in there],
            color=RUN_COLOURS[colour],
            thickness=1.5,
            width=5,
        ),
        hoverinfo="skip",
    )
    seeds = dict(
        type="scatter",
        x=[place + _BESIDE for place, spread in there for _ in spread.values],
        y=[value for _, spread in there for value in spread.values],
        mode="markers",
        opacity=0.7,
        marker=dict(size=8, symbol=symbol, color=RUN_COLOURS[colour]),
        customdata=[names[place] for place, spread in there for _ in spread.values],
        hovertemplate=f"%{{customdata}}: %{{y:{form}}}<extra></extra>",
    )
    places = list(range(len(names)))
    layout = dict(
        margin=MARGIN,
        height=_HEIGHT,
        hovermode="closest",
        showlegend=False,
        xaxis=axis(
            knob,
            tickvals=places,
            ticktext=list(names),
            range=[-0.5, len(names) - 0.5],
            fixedrange=True,
            showgrid=False,
            autotickangles=[0, 90],
        ),
        yaxis={**yaxis, **_ends(spreads)},
        uirevision=knob,
    )
    return figure([means, seeds], layout)


def _ends(spreads: Sequence[Spread | None]) -> dict[str, Any]:
    """Return the axis' range by the dots and means: an interval of two seeds may reach far beyond all that is seen."""
    values = [value for spread in spreads if spread for value in spread.values]
    if not values:
        return {}
    low, high = min(values), max(values)
    air = max(0.25 * (high - low), 0.005 * max(abs(low), abs(high)), 1e-6)
    return {"range": [low - air, high + air]}
