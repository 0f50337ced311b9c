"""The names and values that stand at the lines' ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from digitdemo.runs.metrics import Probe
from digitdemo.texts import number, tr
from digitdemo.ui.charts.curve import PROBED, Curve, Line, Quantity
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.labels import spread
from digitdemo.ui.charts.theme import GLYPHS, RUN_COLOURS

_LINE = 15  # pixels from name to name


@dataclass(frozen=True)
class End:
    """Where a line ends now, and what stands there: of the `main` run the line's name; `alone` if no other is full."""

    curve: Curve
    line: Line
    quantity: Quantity
    main: bool
    alone: bool

    @property
    def name(self) -> str:
        if self.curve.faded:
            return tr("before")
        shape = [] if self.alone else [GLYPHS[self.curve.symbol]]
        return " ".join([*shape, tr(self.line.short)] if self.main else shape)

    @property
    def width(self) -> int:
        """Characters of its longest text, so that the margin stays what it is."""
        return len(f"{self.name} 100.0% ")

    @property
    def probe(self) -> Probe | None:
        """The last probe, if it is newer than the last record and measures this line."""
        probes = self.curve.probes
        newer = bool(probes) and probes[-1].epochs > self.curve.history[-1].epoch
        return probes[-1] if newer and self.quantity == "accuracy" and self.line in PROBED else None

    @property
    def epoch(self) -> float:
        return self.probe.epochs if self.probe else self.curve.history[-1].epoch

    @property
    def value(self) -> float:
        measured = self.probe or self.curve.history[-1]
        return getattr(measured, f"{self.line.split}_{self.quantity}")

    @property
    def text(self) -> str:
        if self.quantity == "loss":
            return f"{self.name} {number(self.value, '.3f' if self.value >= 0.001 else '.0e')}"
        shown = f"≈{number(self.value, '.0%')}" if self.probe else number(self.value, ".1%")
        return f"{self.name} {shown}"


def named(ends: Sequence[End], scale: Scale, plot: int) -> Iterator[dict[str, Any]]:
    """Yield the names at the lines' ends, in a plot of so many pixels; that of a line out of sight at its edge."""
    placed = sorted(((scale.share(end.value) if end.value > 0 else 1.0, end) for end in ends), key=lambda one: one[0])
    edge = _LINE / 2
    heights = spread([min(max(share * plot, edge), plot - edge) for share, _ in placed], _LINE, plot - edge)
    for height, (share, end) in zip(heights, placed, strict=True):
        yield dict(
            type="scatter",
            x=[end.epoch],
            y=[scale.value(height / plot)],
            name="",
            mode="text",
            text=[f"\u2002{end.text}{' ↓' if share > 1 else ''}"],
            textposition="middle right",
            textfont=dict(color=RUN_COLOURS[end.curve.colour]),
            cliponaxis=False,  # at the last epoch it stands beside the plot
            hoverinfo="skip",
        )
