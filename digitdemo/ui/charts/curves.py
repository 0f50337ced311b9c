"""Accuracy and loss over epochs, train and test drawn alike everywhere."""

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from digitdemo.texts import mark, tr
from digitdemo.ui.charts.curve import PROBED, TEST, TRAIN, Curve, Line, Quantity, lines_of
from digitdemo.ui.charts.curve_axes import accuracy_scale, loss_scale
from digitdemo.ui.charts.curve_ends import CurveEnd, placed
from digitdemo.ui.charts.ends import BELOW_PLOT, named_ends, room_for_longest
from digitdemo.ui.charts.theme import MARGIN, RUN_COLOURS, axis, figure
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

_SETTLED = 0.5  # epochs, after which a probe has to be in sight: before that the curve comes up from guessing
_MOST_SHADED = 2  # curves with their gap shaded; more would hide each other
_SHADE = "24"  # of 255, the opacity of a gap, as Plotly takes it behind a colour


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
    lines = [_drawn(curve, line, quantity) for curve in ordered for line in lines_of(curve, quantity)]
    probes = [_probed(curve, line) for curve in ordered if curve.probes and quantity == "accuracy" for line in PROBED]
    kept = [_kept(curve, quantity) for curve in ordered if curve.kept is not None]
    ends = [
        CurveEnd(curve, line, quantity, main=curve in full[-1:], alone=len(full) == 1)
        for curve in ordered
        for line in lines_of(curve, quantity)
        if curve.history and (line is TEST or curve in full[-1:])
    ]
    last = max((curve.epochs for curve in [*behind, *curves]), default=1)
    layout = dict(
        margin={**MARGIN, "r": room_for_longest(end.width for end in ends)},
        height=height,
        hovermode="closest",
        # No legend: in a chart of this size that of six runs would leave no room; the page names the colours in text.
        showlegend=False,
        xaxis=axis(tr("Epoch"), range=[-0.02 * last, 1.02 * last], dtick=1 if last <= 12 else 5 if last <= 30 else 10),
        yaxis=scale.options,
        uirevision=f"{quantity} over {last} epochs",  # a zoom stays as long as this does
    )
    pale = [_pale(curve, line, quantity) for curve in behind for line in PROBED]
    data = [
        *pale,
        *shaded,
        *lines,
        *probes,
        *kept,
        *named_ends([placed(end, scale) for end in ends], scale, height - BELOW_PLOT),
    ]
    return figure(data, layout)


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


def _values(curve: Curve, line: Line, quantity: Quantity) -> list[float]:
    return [getattr(record, f"{line.split}_{quantity}") for record in curve.history]


def _drawn(curve: Curve, line: Line, quantity: Quantity) -> dict[str, Any]:
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


def _pale(curve: Curve, line: Line, quantity: Quantity) -> dict[str, Any]:
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


def _probed(curve: Curve, line: Line) -> dict[str, Any]:
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
    train, test = _values(curve, TRAIN, quantity), _values(curve, TEST, quantity)
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
