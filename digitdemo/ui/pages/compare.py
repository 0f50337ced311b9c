"""Compare: all runs in a table and in charts, two of them against each other, and a clone with one knob changed."""

import streamlit as st

from digitdemo.config.describe import config_name
from digitdemo.runs.run import Run
from digitdemo.ui.panels import fair_comparison, missing_files, run_charts, runs_table
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.state import address, knobs, run_list, widget_keys
from digitdemo.ui.state.open_address import opened_problems
from digitdemo.ui.state.run_names import MOST_NAME, rename


def actions(runs: dict[str, Run], newest: str) -> None:
    """Show what can be done with one run: rename, pin, delete, clone; and Undo."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = runs_table.choose_run("Run", runs, newest, "acted_on")
        address.write_address({address.RUN: run_id})
        own, pinned = run_list.is_own(run_id), run_list.is_pinned(run_id)
        st.text_input(
            "Name",
            key=widget_keys.name_of_run(run_id),
            max_chars=MOST_NAME,
            placeholder=config_name(runs[run_id].config) if own else "Ready-made models keep their names",
            help=f"At most {MOST_NAME} characters. Leave it empty to name the run after its knobs again.",
            on_change=rename,
            args=(run_id,),
            disabled=not own,
            persist_state="session",
        )
    with st.container(horizontal=True):
        st.button(
            "Unpin" if pinned else "Pin",
            icon=":material/keep_off:" if pinned else ":material/keep:",
            help="A pinned run comes first and cannot be deleted.",
            on_click=run_list.pin,
            args=(run_id,),
            key="pin",
        )
        st.button(
            "Delete",
            icon=":material/delete:",
            help="Removes the run from your list. Ready-made models cannot be deleted; unpin a pinned run first.",
            on_click=run_list.delete,
            args=(run_id,),
            disabled=not own or pinned,
            key="delete",
        )
        st.button(
            "Undo delete",
            icon=":material/undo:",
            on_click=run_list.undo_delete,
            disabled=run_list.last_deleted() is None,
            key="undo_delete",
        )
        st.button(
            "Use this run's knobs",
            icon=":material/tune:",
            on_click=knobs.set_knobs_to_run,
            args=(run_id,),
            key="to_knobs",
        )


st.title("Compare runs")
say_address_problems(opened_problems())
missing_files.say_missing_models()
runs = run_list.runs_with_curves()
if runs:
    newest = next((run_id for run_id in reversed(run_list.own_runs()) if run_id in runs), next(iter(runs)))
    runs_table.runs_table()
    actions(runs, newest)
    run_charts.run_charts(runs)
    fair_comparison.two_runs(runs, newest)
    fair_comparison.clone(runs, newest)
else:
    st.info("There is no run to compare yet. Train a model first.", icon=":material/model_training:")
st.page_link("digitdemo/ui/pages/train.py", label="Train a model", icon=":material/model_training:")
