"""The runs of this visit and the shipped examples: choices among them, and their numbers side by side."""

import streamlit as st

from digitdemo.analysis.run_rows import run_rows
from digitdemo.runs.run import Run
from digitdemo.ui.panels.curves import INTERVAL_HELP
from digitdemo.ui.state import run_list, shared_choices
from digitdemo.ui.state.run_names import marked_name, run_name


def run_pills(page: str) -> None:
    """Show a toggle for every run that has a curve; all pages that show them agree. `page` is a word for this one."""
    names = {run_id: marked_name(run_id) for run_id in run_list.runs_with_curves()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            "On the chart",
            list(names),
            selection_mode="multi",
            format_func=names.__getitem__,
            key=shared_choices.tell_shared("shown", page),
            on_change=shared_choices.take_shared,
            args=("shown", page),
            wrap=True,
        )
        st.toggle(
            "Whole range, 0 to 100%",
            key=shared_choices.tell_shared("whole_range", page),
            on_change=shared_choices.take_shared,
            args=("whole_range", page),
        )


def choose_run(label: str, runs: dict[str, Run], default: str, key: str) -> str:
    """Show a choice of one run and return its id."""
    names = {run_id: run_name(run_id) for run_id in runs}
    return st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=shared_choices.tell_run(key, list(names), default),
        on_change=shared_choices.take_run,
        args=(key,),
    )


def choose_looked_at(label: str, runs: list[str], page: str) -> str:
    """Show the choice of the run that the pages about single answers look at, and return its id."""
    names = {run_id: run_name(run_id) for run_id in runs}
    return st.selectbox(
        label,
        runs,
        format_func=names.__getitem__,
        key=shared_choices.tell_shared_run("looked_at", page, runs, runs[0]),
        on_change=shared_choices.take_shared,
        args=("looked_at", page),
    )


def runs_table() -> None:
    """Show the runs' numbers, a row a run."""
    runs = run_list.runs_with_curves()
    rows = run_rows([run_name(run_id) for run_id in runs], list(runs.values()))
    if any(map(run_list.is_pinned, runs)):
        rows = [{"Pinned": run_list.is_pinned(run_id), **row} for run_id, row in zip(runs, rows, strict=True)]
    percent = st.column_config.NumberColumn(format="%.2f%%")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "Parameters": st.column_config.NumberColumn(format="localized"),
            "Train accuracy": percent,
            "Test accuracy": st.column_config.NumberColumn(
                format="%.2f%%",
                help="Nothing is chosen by it: early stopping and the default knobs go by validation images, which are "
                "neither trained nor tested on.",
            ),
            "95% interval": st.column_config.TextColumn(help=INTERVAL_HELP),
            "Gap (points)": st.column_config.NumberColumn(format="%.2f"),
            "Time (s)": st.column_config.NumberColumn(format="%.1f"),
            "Temperature": st.column_config.NumberColumn(
                format="%.2f",
                help="The model's confidence is corrected by this number, fitted on validation images. Above 1: the "
                "model was too sure of itself. None: no images were left for it.",
            ),
        },
        alt="Numbers of every run: architecture, knobs that differ, parameters, epochs, train and test accuracy, gap, "
        "time, verdict, outcome and temperature",
        key="runs_table",
    )
