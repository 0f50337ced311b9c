"""What the adversarial step does: beside noise of the same size, over its size, and to whom else."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import number, tr
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import BELOW_PLOT, End, named_ends, room_for
from digitdemo.ui.charts.theme import CALM, GROUND, INK, MARGIN, PALE, RUN_COLOURS, STRONGEST, WARM, axis, figure
from digitdemo.ui.escaping import escape_html

_SHARE = 34  # pixels that a share takes left of its mark, where that stands at 0
ROWS_HEIGHT, SIZES_HEIGHT, FOOLED_HEIGHT = 330, 300, 400  # pixels
_SHADES = [[0, GROUND], [1, RUN_COLOURS[CALM]]]


def step_beside_noise(shares: Mapping[str, tuple[float, float]]) -> go.Figure:
    """Return what each model, a row, reads right after the step and after the noise, fractions, from the weakest on."""
    rows = sorted(shares, key=lambda name: shares[name][0])
    names = [escape_html(name) for name in rows]
    links = dict(
        type="scatter",
        mode="lines",
        x=[x for name in rows for x in (*shares[name], None)],
        y=[y for name in names for y in (name, name, None)],
        line=dict(color=PALE, width=4),
        hoverinfo="skip",
    )
    ends = [
        dict(
            type="scatter",
            mode="markers+text",
            x=[shares[name][place] for name in rows],
            y=names,
            name=said,
            marker=dict(size=11, symbol=symbol, color=RUN_COLOURS[colour]),
            text=[number(shares[name][place], ".0%") for name in rows],
            textposition=side,
            textfont=dict(color=RUN_COLOURS[colour]),
            cliponaxis=False,
            hovertemplate=f"%{{y}}: %{{x:.1%}}<extra>{escape_html(said)}</extra>",
        )
        for place, said, symbol, colour, side in (
            (0, tr("the step"), "square", WARM, "middle left"),
            (1, tr("noise"), "circle", CALM, "middle right"),
        )
    ]
    return _figure(
        [links, *ends],
        ROWS_HEIGHT,
        margin={**MARGIN, "r": 36},
        xaxis=axis(
            tr("Test images read right"), tickformat=".0%", range=[-0.04, 1.02], tickvals=[0, 0.25, 0.5, 0.75, 1]
        ),
        yaxis=axis("", type="category", automargin=True, ticklabelstandoff=_SHARE),
    )


def over_sizes(sizes: Sequence[float], step: Sequence[float], noise: Sequence[float]) -> go.Figure:
    """Return what one model reads right, fractions, over the size of the change, a share of full ink."""
    low, high = -0.03, 1.03
    scale = Scale(axis(tr("Read right"), tickformat=".0%", range=[low, high]), low, high, log=False)
    lines, ends = [], []
    for said, shares, symbol, colour, dash in (
        (tr("the step"), step, "square", WARM, "solid"),
        (tr("noise"), noise, "circle", CALM, "dash"),
    ):
        lines.append(
            dict(
                type="scatter",
                mode="lines+markers",
                x=list(sizes),
                y=list(shares),
                name=said,
                line=dict(color=RUN_COLOURS[colour], width=2, dash=dash),
                marker=dict(size=8, symbol=symbol),
                hovertemplate=f"%{{x:.0%}}: %{{y:.1%}}<extra>{escape_html(said)}</extra>",
            )
        )
        ends.append(End(x=sizes[-1], y=shares[-1], text=f"{said} {number(shares[-1], '.0%')}", colour=colour))
    return _figure(
        [*lines, *named_ends(ends, scale, SIZES_HEIGHT - BELOW_PLOT)],
        SIZES_HEIGHT,
        margin={**MARGIN, "r": room_for(ends)},
        xaxis=axis(tr("Change of every pixel (of full ink)"), tickformat=".0%"),
        yaxis=scale.options,
    )


def fooled_chart(shares: Mapping[str, Mapping[str, float]]) -> go.Figure:
    """Return what models, columns, read right of pictures that were made for one of them, rows; fractions."""
    names = [escape_html(name) for name in shares]
    values = [list(row.values()) for row in shares.values()]
    cells = dict(
        type="heatmap",
        z=values,
        x=names,
        y=names,
        zmin=0,
        zmax=1 / STRONGEST,
        colorscale=_SHADES,
        showscale=False,
        text=[[f"{100 * share:.0f}" for share in row] for row in values],
        texttemplate="%{text}",
        textfont=dict(color=INK),
        hovertemplate=tr("made for {made}, read by {reader}: {share}", made="%{y}", reader="%{x}", share="%{z:.1%}")
        + "<extra></extra>",
    )
    return _figure(
        [cells],
        FOOLED_HEIGHT,
        margin=MARGIN,
        xaxis=axis(tr("Read by (% right)"), showgrid=False, tickangle=-60),
        yaxis=axis(tr("Made for"), showgrid=False, autorange="reversed"),
    )


def _figure(data: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    return figure(data, dict(height=height, showlegend=False, hovermode="closest", **layout))
