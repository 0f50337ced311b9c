"""What can be done with the run in focus: rename, pin, delete it, use its knobs, train them anew, take it home."""

import streamlit as st

from digitdemo.config.describe import config_name
from digitdemo.texts import tr
from digitdemo.ui.panels.lab.bring_in import bring_in
from digitdemo.ui.panels.lab.seeds import more_seeds
from digitdemo.ui.panels.lab.take_home import take_home
from digitdemo.ui.state import knobs, run_list, widget_keys
from digitdemo.ui.state.run_names import MOST_NAME, rename


def acts(run_id: str) -> None:
    """Show the run's name in a field, and the buttons."""
    own, pinned = run_list.is_own(run_id), run_list.is_pinned(run_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            tr("Name"),
            key=widget_keys.name_of_run(run_id),
            max_chars=MOST_NAME,
            placeholder=(
                config_name(run_list.all_runs()[run_id].config) if own else tr("Ready-made models keep their names")
            ),
            help=tr("At most {most} characters. Leave it empty to name the run after its knobs again.", most=MOST_NAME),
            on_change=rename,
            args=(run_id,),
            disabled=not own,
            persist_state="session",
            width=320,
        )
        st.button(
            tr("Unpin") if pinned else tr("Pin"),
            icon=":material/keep_off:" if pinned else ":material/keep:",
            help=tr("A pinned run comes first and cannot be deleted."),
            on_click=run_list.pin,
            args=(run_id,),
            key="pin",
        )
        st.button(
            tr("Delete"),
            icon=":material/delete:",
            help=tr("Removes the run from your list. Ready-made models cannot be deleted; unpin a pinned run first."),
            on_click=run_list.delete,
            args=(run_id,),
            disabled=not own or pinned,
            key="delete",
        )
        undo_delete()
        st.button(
            tr("Use this run's knobs"),
            icon=":material/tune:",
            on_click=knobs.set_knobs_to_run,
            args=(run_id,),
            key="to_knobs",
        )
        more_seeds(run_list.all_runs()[run_id], run_list.all_runs())
        take_home(run_id)
        bring_in()


def undo_delete() -> None:
    """Show the button that brings the run back that was deleted last."""
    st.button(
        tr("Undo delete"),
        icon=":material/undo:",
        on_click=run_list.undo_delete,
        disabled=run_list.last_deleted() is None,
        key="undo_delete",
    )
