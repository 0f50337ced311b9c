"""The curves of runs over epochs, with their names, as more than one page shows them."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.ui.charts.curves import Curve, accuracy_chart, loss_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_names import run_colour, run_name

INTERVAL_HELP = "95% interval: on endless test images the accuracy would most likely lie in this range."


def curves_of(run_ids: Sequence[str]) -> list[Curve]:
    """Return what the charts draw of those of the runs that have a curve."""
    runs = run_list.runs_with_curves()
    return [Curve(run_name(i), run_colour(i), runs[i].history, runs[i].config.epochs) for i in run_ids if i in runs]


def show_names(curves: Sequence[Curve]) -> None:
    """Show the names of the curves in their colours: the legend of the charts below."""
    names = [f":{curve.colour}[■] {escape_markdown(curve.name)}" for curve in curves]
    with st.container(horizontal=True, gap="xxsmall"):
        for name in (*names, "(dotted: train, solid: test)"):
            st.markdown(f"{name}&emsp;", width="content")  # space beside a name, but not between the rows


def show_accuracy(curves: Sequence[Curve]) -> None:
    """Show accuracy over epochs."""
    figure = accuracy_chart(curves, whole_range=run_list.whole_range())
    st.plotly_chart(figure, key="accuracy", alt=_alt("Accuracy", curves), config=PLOT)


def show_loss(curves: Sequence[Curve]) -> None:
    """Show the loss over epochs."""
    st.plotly_chart(loss_chart(curves), key="loss", alt=_alt("Loss", curves), config=PLOT)


def _alt(quantity: str, curves: Sequence[Curve]) -> str:
    names = "; ".join(f"{curve.name} (epochs 0 to {len(curve.history) - 1})" for curve in curves)
    return f"{quantity} on train and test over epochs: {names}"
