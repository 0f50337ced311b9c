"""Charts of the page Look inside: probabilities over shifts, epochs and other changes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from digitdemo.texts import number, tr
from digitdemo.ui.charts.theme import CALM, DIGITS, GLYPHS, GROUND, MARGIN, RUN_COLOURS, axis, figure

_SHADES = [[0, GROUND], [1, RUN_COLOURS[CALM]]]  # Plotly writes in it in black or white, whichever can be read
_SQUARE = dict(margin=MARGIN, height=380)
_WORTH_SAYING = 0.05  # a probability that is written into its cell


def shifts_chart(probability: np.ndarray, shifts: Sequence[int], digit: int) -> go.Figure:
    """Return the probability (down, right), fractions, of `digit` over shifts in pixels as a heat map."""
    cells = dict(
        type="heatmap",
        z=probability,
        x=list(shifts),
        y=list(shifts),
        zmin=0,
        zmax=1,
        colorscale=_SHADES,
        colorbar=_colour_bar(tr("Probability of {digit}", digit=digit)),
        hovertemplate=f"{tr('%{x} right, %{y} down: %{z:.1%}')}<extra></extra>",
    )
    layout = dict(
        **_SQUARE,
        xaxis=axis(tr("Pixels to the right"), dtick=2, constrain="domain", showgrid=False),
        yaxis=axis(
            tr("Pixels down"),
            dtick=2,
            autorange="reversed",
            scaleanchor="x",
            constrain="domain",
            showgrid=False,
        ),
    )
    return figure([cells], layout)


def epochs_chart(probabilities: np.ndarray, epochs: Sequence[int]) -> go.Figure:
    """Return probabilities (epochs, 10), fractions, as a heat map: a column an epoch, a row a digit."""
    cells = dict(
        type="heatmap",
        z=probabilities.T,
        x=[str(epoch) for epoch in epochs],
        y=DIGITS,
        zmin=0,
        zmax=1,
        colorscale=_SHADES,
        colorbar=_colour_bar(tr("Probability")),
        text=[[number(share, ".0%") if share >= _WORTH_SAYING else "" for share in row] for row in probabilities.T],
        texttemplate="%{text}",
        hovertemplate=f"{tr('epoch %{x}, digit %{y}: %{z:.1%}')}<extra></extra>",
    )
    layout = dict(
        **_SQUARE,
        xaxis=axis(tr("Epoch (0: untrained)"), type="category", showgrid=False),
        yaxis=axis(tr("Digit"), dtick=1, autorange="reversed", showgrid=False),
    )
    return figure([cells], layout)


def perturbation_chart(
    probabilities: np.ndarray, stops: Sequence[float], title: str, digits: Sequence[int]
) -> go.Figure:
    """Return the probabilities (stops, 10), fractions, of some digits as curves over the `stops` of a perturbation."""
    lines = [
        dict(
            type="scatter",
            mode="lines+markers",
            x=list(stops),
            y=probabilities[:, digit],
            line=dict(color=colour, width=2),
            marker=dict(size=7, symbol=symbol),
            name=str(digit),
            # Plotly's fields are values here, for their braces are not ours.
            hovertemplate=tr("{x}: {digit} with {share}", x="%{x}", digit=digit, share="%{y:.1%}") + "<extra></extra>",
        )
        for digit, colour, symbol in zip(digits, RUN_COLOURS.values(), GLYPHS, strict=False)
    ]
    layout = dict(
        margin=MARGIN,
        height=260,
        showlegend=True,
        legend=dict(title=tr("Digit")),
        xaxis=axis(title),
        yaxis=axis(tr("Probability"), tickformat=".0%", range=[-0.03, 1.03]),
    )
    return figure(lines, layout)


def _colour_bar(title: str) -> dict[str, Any]:
    text = dict(color=RUN_COLOURS["gray"])
    return dict(title=dict(text=title, font=text), tickfont=text, tickformat=".0%", thickness=12)
