"""The runs of this visit and the shipped examples: which are on the chart, and their numbers side by side."""

import streamlit as st

from digitdemo.ui import state


def runs_table() -> None:
    """Show a toggle for every run and a table of the runs' numbers."""
    runs = state.all_runs()
    st.subheader("Runs")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            "On the chart",
            [run_id for run_id, run in runs.items() if run.history],
            selection_mode="multi",
            format_func=lambda run_id: f":{state.run_colour(run_id)}[■] {state.run_name(run_id)}",
            key="shown",
            persist_state="session",
            wrap=True,
        )
        st.toggle("Whole range, 0 to 100 %", key="whole_range", persist_state="session")
    rows = [
        {
            "Run": state.run_name(run_id),
            "Ended": run.outcome,
            "Epochs": run.kept.epoch,
            "Train accuracy": 100 * run.kept.train_accuracy,
            "Test accuracy": 100 * run.kept.test_accuracy,
            "Gap (points)": 100 * (run.kept.train_accuracy - run.kept.test_accuracy),
            "Time (s)": run.kept.elapsed_seconds,
            "Temperature": run.temperature,
        }
        for run_id, run in runs.items()
        if run.history
    ]
    percent = st.column_config.NumberColumn(format="%.2f %%")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "Train accuracy": percent,
            "Test accuracy": percent,
            "Gap (points)": st.column_config.NumberColumn(format="%.2f"),
            "Time (s)": st.column_config.NumberColumn(format="%.1f"),
            "Temperature": st.column_config.NumberColumn(
                format="%.2f",
                help="What the model's confidence was corrected by, fitted on validation images that neither trained "
                "it nor test it. Above 1: it was too sure of itself. None: no images were left to fit it to.",
            ),
        },
        alt="Numbers of every run: outcome, epochs, train and test accuracy, gap, time and temperature",
        key="runs",
    )
