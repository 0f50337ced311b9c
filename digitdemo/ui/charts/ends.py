"""Names where lines end, beside the plot, none over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.labels import spread
from digitdemo.ui.charts.theme import RUN_COLOURS

BELOW_PLOT = 64  # pixels of the axis' title and its ticks
LINE = 15  # pixels from name to name
CHARACTER = 5.4  # pixels of a name's width


@dataclass(frozen=True, kw_only=True)
class End:
    """Where a line ends, what stands there, and the name of its colour in `RUN_COLOURS`."""

    x: float
    y: float
    text: str
    colour: str


def room_for(ends: Sequence[End]) -> float:
    """Return how many pixels the names take on the right."""
    return room_for_longest(len(end.text) + 1 for end in ends)


def room_for_longest(characters: Iterable[int]) -> float:
    """Return how many pixels names of so many characters take on the right."""
    return CHARACTER * max(characters, default=0) + 4


def named_ends(ends: Sequence[End], scale: Scale, plot: int) -> Iterator[dict[str, Any]]:
    """Yield the names as Plotly's traces, in a plot of so many pixels with that y axis."""
    placed = sorted(ends, key=lambda end: scale.share(end.y))
    edge = LINE / 2
    heights = [min(max(scale.share(end.y) * plot, edge), plot - edge) for end in placed]
    for height, end in zip(spread(heights, LINE, plot - edge), placed, strict=True):
        yield dict(
            type="scatter",
            x=[end.x],
            y=[scale.value(height / plot)],
            name="",
            mode="text",
            text=[f"\u2002{end.text}"],
            textposition="middle right",
            textfont=dict(color=RUN_COLOURS[end.colour]),
            cliponaxis=False,  # it stands beside the plot
            hoverinfo="skip",
        )
