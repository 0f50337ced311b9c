"""The curves of runs over epochs, with their names, as more than one page shows them."""

from collections.abc import Callable, Sequence

import streamlit as st

from digitdemo.runs.metrics import EpochMetrics
from digitdemo.ui.charts.curves import CAPTION, HEIGHT, TOLD, Curve, accuracy_chart, legend, loss_chart
from digitdemo.ui.charts.theme import GLYPHS
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_names import run_name

INTERVAL_HELP = (
    "95% interval: on endless images of this kind the accuracy of this very model would most likely lie in this range. "
    "From another seed the model would be another one."
)


def curves_of(run_ids: Sequence[str]) -> list[Curve]:
    """Return what the charts draw of those of the runs that have a curve."""
    runs = run_list.runs_with_curves()
    return [
        Curve(run_name(i), run_colour(i), run_symbol(i), runs[i].history, runs[i].config.epochs)
        for i in run_ids
        if i in runs
    ]


def show_names(curves: Sequence[Curve]) -> None:
    """Show the names of the curves in their colours and shapes: the legend of the charts below."""
    names = [f":{curve.colour}[{GLYPHS[curve.symbol]}] {escape_markdown(curve.name)}" for curve in curves]
    with st.container(horizontal=True, gap="xxsmall"):
        for name in names:
            st.markdown(f"{name}&emsp;", width="content")  # space beside a name, but not between the rows
        st.markdown(f"({legend(curves)})", width="content", help=CAPTION)


def show_accuracy(curves: Sequence[Curve]) -> None:
    """Show accuracy over epochs, and where labels are wrong what train accuracy counts."""
    figure = accuracy_chart(curves, whole_range=run_list.whole_range())
    steady_chart(figure, key="accuracy", alt=_alt("Accuracy", curves, _accuracies), height=HEIGHT)
    if any(curve.noisy for curve in curves):
        st.caption(TOLD)


def show_loss(curves: Sequence[Curve]) -> None:
    """Show the loss over epochs."""
    steady_chart(loss_chart(curves), key="loss", alt=_alt("Loss", curves, _losses), height=HEIGHT)


def _alt(quantity: str, curves: Sequence[Curve], in_words: Callable[[EpochMetrics], str]) -> str:
    described = (
        f"{curve.name} (epochs 0 to {len(curve.history) - 1}{in_words(curve.history[-1]) if curve.history else ''})"
        for curve in curves
    )
    return f"{quantity} on train and test over epochs: {'; '.join(described)}"


def _accuracies(last: EpochMetrics) -> str:
    test = f"test {last.test_accuracy:.1%}"
    if last.true_train_accuracy is None:
        return f", at the end train {last.train_accuracy:.1%}, {test}"
    true = f"by the true labels {last.true_train_accuracy:.1%}"
    return f", at the end train as told {last.train_accuracy:.1%}, {true}, {test}"


def _losses(last: EpochMetrics) -> str:
    return f", at the end train {last.train_loss:.3f}, test {last.test_loss:.3f}"
