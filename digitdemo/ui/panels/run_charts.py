"""The charts of all runs: each as a point over what it has in common with the others."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import streamlit as st

from digitdemo.analysis.run_rows import parameters_of
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr, tr_n
from digitdemo.ui import resources
from digitdemo.ui.charts.clouds import Cloud
from digitdemo.ui.charts.points import Point, accuracy_against, fit_map
from digitdemo.ui.charts.theme import CALM, PLOT, READY_MADE
from digitdemo.ui.panels import curves
from digitdemo.ui.panels.atlas_clouds import (
    capacity_clouds,
    descent_clouds,
    fit_clouds,
    learning_clouds,
    other_own_runs,
)
from digitdemo.ui.state import run_list, shared_choices
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_names import run_label, run_name
from digitdemo.ui.state.verdicts import verdict_on


def run_charts(runs: dict[str, Run]) -> None:
    """Show the choice of what test accuracy is shown over, and the chart."""
    chosen = st.segmented_control(
        tr("Test accuracy over"),
        list(_CHARTS),
        format_func=tr,
        key=shared_choices.tell_shared("runs_map", "lab"),
        on_change=shared_choices.take_shared,
        args=("runs_map", "lab"),
        required=True,
    )
    _CHARTS[chosen if chosen in _CHARTS else next(iter(_CHARTS))](runs)


def _points(runs: dict[str, Run], over: Callable[[Run], float | None]) -> list[Point]:
    """Return the ready-made models, and the others that are on the chart: those have a colour each."""
    found, on_chart = [], run_list.shown_runs()
    others_on_chart = not all(map(run_list.is_ready_made, on_chart))
    for run_id, run in runs.items():
        if not run_list.is_ready_made(run_id) and run_id not in on_chart:
            continue
        x, interval = over(run), verdict_on(run).test_interval
        if x is not None and interval is not None:
            found.append(
                Point(
                    name=run_name(run_id),
                    label=run_label(run_id),
                    colour=run_colour(run_id),
                    symbol=run_symbol(run_id),
                    x=x,
                    accuracy=run.kept.test_accuracy,
                    interval=interval,
                    # Those of all would hide each other; the mouse names the others.
                    labelled=not run_list.is_ready_made(run_id) or not others_on_chart,
                )
            )
    return found


def _fit_map(runs: dict[str, Run]) -> None:
    found = _points(runs, lambda run: run.kept.train_accuracy)
    described = [_described(mark("{name}: train {x:.2%}, test {test:.2%}"), point) for point in found]
    behind = [*fit_clouds(), *other_own_runs(lambda run: run.kept.train_accuracy)]
    _show(fit_map(found, behind), mark("Test accuracy over train accuracy. {points}"), described, behind)
    if any(run.config.label_noise for run in runs.values()):
        st.caption(tr("Where training labels are wrong, train accuracy goes by the labels that the model was told."))


def _parameters(runs: dict[str, Run]) -> None:
    found = _points(runs, parameters_of)
    _show_over_parameters(found, [*capacity_clouds(), *other_own_runs(parameters_of)])


def _wrong_labels(runs: dict[str, Run]) -> None:
    found = _points({run_id: run for run_id, run in runs.items() if run.config.label_noise}, parameters_of)
    others = other_own_runs(lambda run: parameters_of(run) if run.config.label_noise else None)
    _show_over_parameters(found, [*descent_clouds(), *others])
    st.caption(
        tr(
            "Double descent: with wrong labels, larger networks first get worse, where they just manage to learn all "
            "labels by heart, and then better again. Without regularization it shows most."
        )
    )


def _show_over_parameters(found: Sequence[Point], behind: Sequence[Cloud]) -> None:
    described = [_described(mark("{name}: {x:,.0f} parameters, test {test:.2%}"), point) for point in found]
    shown = accuracy_against(found, tr("Parameters"), behind=behind)
    _show(shown, mark("Test accuracy over parameters. {points}"), described, behind)


def _train_size(runs: dict[str, Run]) -> None:
    found = _points(runs, lambda run: run.config.train_size)
    described = [_described(mark("{name}: {x:,.0f} images, test {test:.2%}"), point) for point in found]
    behind = [*learning_clouds(), *other_own_runs(lambda run: run.config.train_size)]
    shown = accuracy_against(found, tr("Training images"), behind=behind)
    _show(shown, mark("Test accuracy over training images. {points}"), described, behind)


def _described(message: str, point: Point) -> str:
    return tr(message, name=point.name, x=point.x, test=point.accuracy)


def _show(figure: go.Figure, alt: str, described: Sequence[str], behind: Sequence[Cloud]) -> None:
    if not described and not behind:
        st.info(tr("No run has completed an epoch yet."))
        return
    said = _behind_in_words(behind)
    curves_said = "; ".join(
        tr("{name}: {first:.1%} to {last:.1%}", name=one.name, first=one.accuracies[0], last=one.accuracies[-1])
        for one in behind
        if one.joined
    )
    words = f"{tr(alt, points='; '.join(described))} {said} {curves_said}".strip()
    st.plotly_chart(figure, key="points", alt=words, config=PLOT)
    choose_by = tr("To choose a model, go by validation accuracy, in the table.")
    st.caption(
        f"{tr('Bars: 95% intervals of the test accuracy.')} {said}".strip(),
        help=f"{tr(curves.INTERVAL_HELP)} {choose_by}",
    )
    if problem := resources.atlas().problem:
        st.warning(problem, icon=":material/healing:")


def _behind_in_words(behind: Sequence[Cloud]) -> str:
    """Return what stands behind the named points, in a sentence each; "" where nothing does."""
    counts = {colour: sum(len(one.x) for one in behind if one.colour == colour) for colour in (READY_MADE, CALM)}
    said = []
    if counts[READY_MADE]:
        said.append(tr("Small and grey: the atlas, recorded runs of small networks on few images."))
    if any(one.dashed for one in behind):
        said.append(tr("Lines are means over seeds; dashed: with dropout or an L2 penalty."))
    if counts[CALM]:
        said.append(
            tr_n("Small and blue: {n} more run of yours.", "Small and blue: {n} more runs of yours.", counts[CALM])
        )
    return " ".join(said)


_CHARTS = {
    mark("Train accuracy"): _fit_map,
    mark("Parameters"): _parameters,
    mark("Training images"): _train_size,
    mark("Parameters, wrong labels"): _wrong_labels,
}
