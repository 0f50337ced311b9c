"""What stands quietly behind the points of a chart: many small ones without names, and curves through their means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from digitdemo.ui.charts.theme import RUN_COLOURS
from digitdemo.ui.escaping import escape_html

_DOT, _LINE = 5, 1.25  # pixels
_QUIET = 0.4  # of a colour, behind what is named


@dataclass(frozen=True)
class Cloud:
    """Points over x with their accuracies, fractions, what the mouse hears of each, and their colour's name.

    `joined` ones are a curve of that `name`, `dashed` or not.
    """

    x: Sequence[float]
    accuracies: Sequence[float]
    says: Sequence[str]
    colour: str
    joined: bool = False
    name: str = ""
    dashed: bool = False


def cloud_traces(
    clouds: Sequence[Cloud], place: Callable[[float], float], height_of: Callable[[float], float]
) -> list[dict[str, Any]]:
    """Return Plotly's traces of the clouds; `place` and `height_of` say where an x and an accuracy are."""
    return [
        dict(
            type="scatter",
            x=[place(x) for x in cloud.x],
            y=[height_of(accuracy) for accuracy in cloud.accuracies],
            mode="lines+markers" if cloud.joined else "markers",
            opacity=_QUIET,
            marker=dict(size=_DOT, color=RUN_COLOURS[cloud.colour]),
            line=dict(width=_LINE, color=RUN_COLOURS[cloud.colour], dash="dash" if cloud.dashed else "solid"),
            customdata=[escape_html(text) for text in cloud.says],
            hovertemplate="%{customdata}<extra></extra>",
        )
        for cloud in clouds
    ]
