"""The names and values that stand at the lines' ends."""

from dataclasses import dataclass

from digitdemo.runs.metrics import Probe
from digitdemo.texts import number, tr
from digitdemo.ui.charts.curve import PROBED, Curve, Line, Quantity
from digitdemo.ui.charts.curve_axes import Scale
from digitdemo.ui.charts.ends import End
from digitdemo.ui.charts.theme import GLYPHS


@dataclass(frozen=True)
class CurveEnd:
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


def placed(end: CurveEnd, scale: Scale) -> End:
    """Return the name at a line's end; that of a line out of sight stands at the plot's edge."""
    share = scale.share(end.value) if end.value > 0 else 1.0
    return End(
        x=end.epoch,
        y=end.value if end.value > 0 else scale.value(share),
        text=f"{end.text}{' ↓' if share > 1 else ''}",
        colour=end.curve.colour,
    )
