"""The curves of runs over epochs, with their names, as more than one page shows them."""

from collections.abc import Collection, Sequence

import streamlit as st

from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr
from digitdemo.ui.charts.curve import Curve, Quantity
from digitdemo.ui.charts.curves import CAPTION, TOLD, curves_figure, legend
from digitdemo.ui.charts.curves_alt import curves_alt
from digitdemo.ui.charts.theme import GLYPHS
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import run_list
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_names import brief_run_name

INTERVAL_HELP = mark(
    "95% interval: on endless images of this kind the accuracy of this very model would most likely lie in this range. "
    "From another seed the model would be another one."
)


def curves_of(run_ids: Sequence[str], *, faded: Collection[str] = ()) -> list[Curve]:
    """Return what the charts draw of those of the runs that have a curve; those of `faded` are pale."""
    runs = run_list.runs_with_curves()
    return [_curve_of(run_id, runs[run_id], run_id in faded) for run_id in run_ids if run_id in runs]


def _curve_of(run_id: str, run: Run, faded: bool) -> Curve:
    kept = run.kept.epoch if run.kept.epoch != run.history[-1].epoch else None
    name, colour, symbol = brief_run_name(run_id), run_colour(run_id), run_symbol(run_id)
    return Curve(name, colour, symbol, run.history, run.config.epochs, kept=kept, faded=faded)


def show_names(curves: Sequence[Curve]) -> None:
    """Show the names of the curves in their colours and shapes, if there are some: the legend of the charts below."""
    lines = legend(curves)
    names = [f":{curve.colour}[{GLYPHS[curve.symbol]}] {escape_markdown(curve.name)}" for curve in curves]
    with st.container(horizontal=True, gap="xxsmall"):
        for name in names if len(names) > 1 else ():
            st.markdown(f"{name}&emsp;", width="content")  # space beside a name, but not between the rows
        said = f"({lines})" if len(names) > 1 else lines[:1].upper() + lines[1:]
        st.markdown(said, width="content", help=tr(CAPTION))


def show_accuracy(curves: Sequence[Curve], *, live: bool = False) -> None:
    """Show accuracy over epochs, and where labels are wrong what train accuracy counts; `live` as `curves_figure`."""
    _show(curves, "accuracy", live)
    if any(curve.noisy for curve in curves):
        st.caption(tr(TOLD))


def show_loss(curves: Sequence[Curve], *, live: bool = False) -> None:
    """Show the loss over epochs."""
    _show(curves, "loss", live)


def _show(curves: Sequence[Curve], quantity: Quantity, live: bool) -> None:
    figure = curves_figure(curves, quantity, live=live, whole_range=run_list.whole_range())
    steady_chart(figure, key=quantity, alt=curves_alt(curves, quantity))
