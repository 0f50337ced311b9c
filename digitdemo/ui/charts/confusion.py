"""The confusion matrix, whose cells can be clicked."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from digitdemo.texts import tr
from digitdemo.ui.charts.theme import DIGITS, PALE, RUN_COLOURS, axis, figure

_RIGHT, _NONE = -1.0, -0.5  # on the scale of `_CELL_COLOURS`, below the shades, which are 0 to 1
# Opaque where a number stands, so that the same dark text can be read on a light and on a dark page.
_CELL_TEXT = "#262730"
_CELL_COLOURS = [
    [0.0, "rgb(195,200,209)"],
    [0.25, "rgba(127,135,148,0.1)"],
    [0.5, "rgb(247,217,220)"],
    [1.0, "rgb(234,119,128)"],
]


def confusion_chart(matrix: np.ndarray, digit: int | None = None, read_as: int | None = None) -> go.Figure:
    """Return a confusion matrix, int (10, 10) [true, predicted], whose cells can be clicked.

    The chosen cell has a frame; with None for one of the two it is a row or a column, for both it is none.
    A heatmap cannot be selected in, so that 100 invisible points lie on its cells: the one nearest to a click is it.
    `clicked_cell` tells which.
    """
    digits, read = (axis.ravel() for axis in np.indices((10, 10)))
    counts, diagonal = matrix.ravel(), digits == read
    most = max(1, int(counts[~diagonal].max()))
    # By the root, so that a cell of three does not look like none beside one of a hundred.
    shades = np.select([diagonal, counts == 0], [_RIGHT, _NONE], np.sqrt(counts / most))
    cells = dict(
        type="heatmap",
        z=shades.reshape(10, 10).tolist(),
        zmin=-1,
        zmax=1,
        colorscale=_CELL_COLOURS,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    points = dict(
        type="scatter",
        mode="markers+text",
        x=read.tolist(),
        y=digits.tolist(),
        text=[str(count) if count else "" for count in counts],
        textfont=dict(size=12, color=_CELL_TEXT),
        marker=dict(size=6, opacity=0, color=PALE),
        unselected=dict(textfont=dict(color=_CELL_TEXT)),  # Plotly would all but hide it
        customdata=counts.tolist(),
        hovertemplate=f"{tr('a %{y} read as %{x}: %{customdata:,} images')}<extra></extra>",
    )
    chosen = (_sides(read_as), _sides(digit)) if (digit, read_as) != (None, None) else None
    frame = dict(type="rect", line=dict(color=RUN_COLOURS["blue"], width=3))
    common = dict(tickvals=DIGITS, fixedrange=True, showgrid=False)
    layout = dict(
        margin=dict(l=4, r=4, t=4, b=4),
        height=420,
        hovermode="closest",
        hoverdistance=-1,
        showlegend=False,
        xaxis=axis(tr("Read as"), side="top", range=[-0.5, 9.5], **common),
        yaxis=axis(tr("It is"), range=[9.5, -0.5], **common),
        shapes=[dict(x0=x0, x1=x1, y0=y0, y1=y1, **frame) for (x0, x1), (y0, y1) in ([chosen] if chosen else [])],
    )
    return figure([cells, points], layout)


def _sides(position: int | None) -> tuple[float, float]:
    return (-0.5, 9.5) if position is None else (position - 0.5, position + 0.5)


def clicked_cell(points: Any) -> tuple[int, int] | None:
    """Return the true digit and what it was read as of the cell that was clicked in a `confusion_chart`, or None.

    `points` is what the browser says was selected, unchecked.
    """
    match points:
        case [{"point_index": int(number)}] if 0 <= number < 100:
            return divmod(number, 10)
    return None
