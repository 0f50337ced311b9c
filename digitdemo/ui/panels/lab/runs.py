"""The runs: one strip that chooses which of them are on the chart, and tabs that show these in other ways."""

from collections.abc import Callable

import streamlit as st

from digitdemo.jobs.job import Job
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr
from digitdemo.ui.panels import curves, fair_comparison, run_charts, run_metrics, runs_table, training_panel
from digitdemo.ui.panels.lab.acts import acts, undo_delete
from digitdemo.ui.panels.lab.bring_in import bring_in
from digitdemo.ui.panels.lab.damaged import say_damaged_runs
from digitdemo.ui.panels.lab.seeds import seeds_found
from digitdemo.ui.panels.lab.stage import live_curves
from digitdemo.ui.panels.lab.sweep import show_sweep
from digitdemo.ui.state import run_list, shared_choices
from digitdemo.ui.state.focus import run_beside, run_in_focus
from digitdemo.ui.state.verdicts import verdict_on


def runs() -> None:
    """Show the strip and the tabs; only the open tab computes what it shows."""
    say_damaged_runs()
    listed = run_list.runs_with_curves()
    if not listed:
        st.info(tr("There is no run to compare yet. Train a model first."), icon=":material/model_training:")
        return
    runs_table.run_strip()
    tabs = st.tabs(
        [tr(title) for title in _TABS],
        key=shared_choices.tell_shared_title("runs_tab", "lab"),
        on_change=shared_choices.take_shared_title,
        args=("runs_tab", "lab", tuple(_TABS)),
    )
    for tab, show in zip(tabs, _TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(listed)


def _numbers(listed: dict[str, Run]) -> None:
    focus = run_in_focus()
    if focus is None:
        st.markdown(tr("Choose a run in the strip."))
        with st.container(horizontal=True):
            undo_delete()
            bring_in()
        return
    run = listed[focus]
    if len(run.history) > 1:
        run_metrics.show_metrics(run, verdict_on(run))
        seeds_found(run, listed)
    acts(focus)


def _loss(_listed: dict[str, Run]) -> None:
    training_panel.polled(_live_loss)


def _live_loss(job: Job | None) -> None:
    if shown := live_curves(job):
        curves.show_loss(shown, live=job is not None)
    else:
        st.markdown(tr("No run is on the chart. Choose one in the strip."))


def _table(_listed: dict[str, Run]) -> None:
    runs_table.runs_table()


def _two_runs(listed: dict[str, Run]) -> None:
    fair_comparison.two_runs(listed, run_beside(), run_in_focus())


def _clone(listed: dict[str, Run]) -> None:
    fair_comparison.clone(listed, run_in_focus())


_TABS: dict[str, Callable[[dict[str, Run]], None]] = {
    mark("Numbers"): _numbers,
    mark("Loss"): _loss,
    mark("Table"): _table,
    mark("Fit map"): run_charts.run_charts,
    mark("Sweep"): show_sweep,
    mark("Two runs"): _two_runs,
    mark("Same again, but …"): _clone,
}
