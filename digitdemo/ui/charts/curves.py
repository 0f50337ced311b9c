"""Accuracy and loss over epochs, train and test drawn alike everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from digitdemo.runs.metrics import EpochMetrics, Probe
from digitdemo.texts import mark, number, tr
from digitdemo.ui.charts.curve_axes import Scale, accuracy_scale, loss_scale
from digitdemo.ui.charts.labels import spread
from digitdemo.ui.charts.theme import GLYPHS, MARGIN, RUN_COLOURS, axis, figure
from digitdemo.ui.escaping import escape_html

CAPTION = mark(
    "Train (dotted) and test (solid) are measured in the same way after each epoch, with dropout off: train on up to "
    "10,000 of the images that the model learned from, test on 10,000 images that it never saw. Epoch 0 is the "
    "untrained model, measured on fewer of each. To choose between models, go by validation accuracy: whoever picks by "
    "test accuracy makes the test part of the training."
)
TOLD = mark(
    "Some training labels are wrong. As told: by the label that the model was told. True: by the digit in the image. "
    "Told far above true: it has learned wrong labels by heart."
)
HEIGHT = 330  # pixels of a chart

_BELOW_PLOT = 64  # pixels of the axis' title and its ticks
_LINE = 15  # pixels from name to name
_CHARACTER = 5.4  # pixels of a name's width
_SETTLED = 0.5  # epochs, after which a probe has to be in sight: before that the curve comes up from guessing
_MOST_SHADED = 2  # curves with their gap shaded; more would hide each other
_SHADE = "24"  # of 255, the opacity of a gap, as Plotly takes it behind a colour

Quantity = Literal["accuracy", "loss"]


@dataclass(frozen=True)
class Curve:
    """One run to draw: its name, the name of its colour in `RUN_COLOURS`, the shape of its points, its
    records, and the epochs it will have.

    `probes` are what was measured between epochs, in their order; `kept` is the epoch whose model was kept, if it is
    worth a mark; `faded` is a run that another one stands beside.
    """

    name: str
    colour: str
    symbol: str
    history: Sequence[EpochMetrics]
    epochs: int
    probes: Sequence[Probe] = ()
    kept: int | None = None
    faded: bool = False

    @property
    def noisy(self) -> bool:
        """Whether some of the labels that it learned are wrong."""
        return any(record.true_train_accuracy is not None for record in self.history)


@dataclass(frozen=True)
class _Line:
    split: str  # of the record's field
    name: str  # marked, as the next
    short: str  # its name at its end
    dash: str
    faded_dash: str
    symbol: str  # what is added to the name of the run's shape


_TRAIN = _Line("train", mark("train"), mark("train"), "dot", "longdashdot", "-open")
_TEST = _Line("test", mark("test"), mark("test"), "solid", "longdash", "")
_AS_TOLD = _Line("train", mark("train, as told"), mark("as told"), "dot", "longdashdot", "-open")
_TRUE = _Line("true_train", mark("train, true labels"), mark("true labels"), "dashdot", "longdashdot", "-open-dot")


def legend(curves: Sequence[Curve]) -> str:
    """Return in words how the lines of each run are drawn."""
    words = [tr("dotted: train"), tr("solid: test")]
    if any(curve.noisy for curve in curves):
        words = [tr("dotted: train, as told; dash-dotted: train, true labels; solid: test")]
    if any(curve.probes for curve in curves):
        words.append(tr("thin: in between, on fewer images"))
    if any(curve.faded for curve in curves):
        words.append(tr("pale: the run before"))
    return ", ".join(words) if len(words) == 2 else "; ".join(words)


def curves_figure(
    curves: Sequence[Curve],
    quantity: Quantity,
    *,
    live: bool = False,
    whole_range: bool = False,
    height: int = HEIGHT,
    behind: Sequence[Curve] = (),
) -> go.Figure:
    """Return train and test accuracy (fractions) or loss (mean cross-entropy, nats) over epochs, `height` pixels high.

    The gap between train and test is shaded, and names with the last value stand at the lines' ends. Where labels are
    wrong, accuracy has a third line, of train by the true ones. Of several runs that are not faded, the last one's
    lines have names, of the others only test, by the run's shape. `live` keeps the axes steady while a training goes
    on; `whole_range` shows 0 to 100 %.
    Runs that lie `behind` are thin and pale, without names.
    """
    ordered = sorted(curves, key=lambda curve: not curve.faded)  # faded ones lie below
    scale = (
        accuracy_scale(_accuracies([*behind, *ordered]), live=live, whole_range=whole_range)
        if quantity == "accuracy"
        else loss_scale(_losses([*behind, *ordered]), live=live)
    )
    full = [curve for curve in ordered if not curve.faded]
    shaded = [_gap(curve, quantity) for curve in full if len(full) <= _MOST_SHADED]
    lines = [_drawn(curve, line, quantity) for curve in ordered for line in _lines(curve, quantity)]
    probes = [_probed(curve, line) for curve in ordered if curve.probes and quantity == "accuracy" for line in _PROBED]
    kept = [_kept(curve, quantity) for curve in ordered if curve.kept is not None]
    ends = [
        _End(curve, line, quantity, main=curve in full[-1:], alone=len(full) == 1)
        for curve in ordered
        for line in _lines(curve, quantity)
        if curve.history and (line is _TEST or curve in full[-1:])
    ]
    last = max((curve.epochs for curve in [*behind, *curves]), default=1)
    layout = dict(
        margin={**MARGIN, "r": _CHARACTER * max((end.width for end in ends), default=0) + 4},
        height=height,
        hovermode="closest",
        # No legend: in a chart of this size that of six runs would leave no room; the page names the colours in text.
        showlegend=False,
        xaxis=axis(tr("Epoch"), range=[-0.02 * last, 1.02 * last], dtick=1 if last <= 12 else 5 if last <= 30 else 10),
        yaxis=scale.options,
        uirevision=f"{quantity} over {last} epochs",  # a zoom stays as long as this does
    )
    pale = [_pale(curve, line, quantity) for curve in behind for line in _PROBED]
    data = [*pale, *shaded, *lines, *probes, *kept, *_named(ends, scale, height - _BELOW_PLOT)]
    return figure(data, layout)


def _lines(curve: Curve, quantity: Quantity) -> tuple[_Line, ...]:
    if not curve.noisy:
        return _TRAIN, _TEST
    return (_AS_TOLD, _TRUE, _TEST) if quantity == "accuracy" else (_AS_TOLD, _TEST)


_PROBED = _TRAIN, _TEST


def _accuracies(curves: Sequence[Curve]) -> Iterator[float]:
    """Yield what has to be in sight: all but the untrained model and its first steps."""
    for curve in curves:
        for record in curve.history:
            if record.epoch > 0:
                yield from (record.train_accuracy, record.test_accuracy)
                if record.true_train_accuracy is not None:
                    yield record.true_train_accuracy
        for probe in curve.probes:
            if probe.epochs >= _SETTLED:
                yield from (probe.train_accuracy, probe.test_accuracy)


def _losses(curves: Sequence[Curve]) -> Iterator[float]:
    for curve in curves:
        for record in curve.history:
            yield from (record.train_loss, record.test_loss)


def _values(curve: Curve, line: _Line, quantity: Quantity) -> list[float]:
    return [getattr(record, f"{line.split}_{quantity}") for record in curve.history]


def _drawn(curve: Curve, line: _Line, quantity: Quantity) -> dict[str, Any]:
    shown = "%{y:.2%}" if quantity == "accuracy" else "%{y:.4f}"
    return dict(
        type="scatter",
        x=[record.epoch for record in curve.history],
        y=_values(curve, line, quantity),
        name=f"{curve.name}, {tr(line.name)}",
        mode="lines+markers",
        opacity=0.45 if curve.faded else 1,
        line=dict(color=RUN_COLOURS[curve.colour], dash=line.faded_dash if curve.faded else line.dash, width=2),
        marker=dict(size=5 if curve.faded else 7, symbol=curve.symbol + line.symbol),
        hovertemplate=f"{tr('epoch')} %{{x}}: {shown}<extra>{escape_html(curve.name)}, {tr(line.name)}</extra>",
    )


def _pale(curve: Curve, line: _Line, quantity: Quantity) -> dict[str, Any]:
    """Return a line of a run that lies behind the others."""
    return dict(
        type="scatter",
        x=[record.epoch for record in curve.history],
        y=_values(curve, line, quantity),
        name="",
        mode="lines",
        opacity=0.3,
        line=dict(color=RUN_COLOURS[curve.colour], dash=line.dash, width=1),
        hoverinfo="skip",
    )


def _probed(curve: Curve, line: _Line) -> dict[str, Any]:
    return dict(
        type="scatter",
        x=[probe.epochs for probe in curve.probes],
        y=[getattr(probe, f"{line.split}_accuracy") for probe in curve.probes],
        name=f"{curve.name}, {tr(line.name)}, {tr('probe')}",
        mode="lines",
        opacity=0.45 if curve.faded else 1,
        line=dict(color=RUN_COLOURS[curve.colour], dash=line.dash, width=1),
        hovertemplate=f"{tr('epoch %{x:.1f}: about %{y:.0%}')}<extra>{escape_html(curve.name)}, {tr(line.name)}, "
        f"{tr('probe')}</extra>",
    )


def _gap(curve: Curve, quantity: Quantity) -> dict[str, Any]:
    """Return the area between train, as the model was told, and test."""
    epochs = [record.epoch for record in curve.history]
    train, test = _values(curve, _TRAIN, quantity), _values(curve, _TEST, quantity)
    return dict(
        type="scatter",
        x=[*epochs, *reversed(epochs)],
        y=[*train, *reversed(test)],
        name=f"{curve.name}, {tr('gap')}",
        mode="lines",
        line=dict(width=0, color=RUN_COLOURS[curve.colour]),
        fill="toself",
        fillcolor=RUN_COLOURS[curve.colour] + _SHADE,
        hoverinfo="skip",
    )


def _kept(curve: Curve, quantity: Quantity) -> dict[str, Any]:
    """Return a ring around the test point of the epoch that was kept."""
    return dict(
        type="scatter",
        x=[curve.kept],
        y=[getattr(record, f"test_{quantity}") for record in curve.history if record.epoch == curve.kept],
        name=f"{curve.name}, {tr('kept')}",
        mode="markers+text",
        marker=dict(size=15, symbol="circle-open", color=RUN_COLOURS[curve.colour], line=dict(width=2)),
        text=[tr("kept")],
        textposition="bottom center",
        textfont=dict(color=RUN_COLOURS[curve.colour]),
        hoverinfo="skip",
    )


@dataclass(frozen=True)
class _End:
    """Where a line ends now, and what stands there: of the `main` run the line's name; `alone` if no other is full."""

    curve: Curve
    line: _Line
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
        return probes[-1] if newer and self.quantity == "accuracy" and self.line in _PROBED else None

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


def _named(ends: Sequence[_End], scale: Scale, plot: int) -> Iterator[dict[str, Any]]:
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
