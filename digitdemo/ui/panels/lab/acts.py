"""What can be done with the run in focus: rename, pin, delete, share it, take it home, train it once more."""

import streamlit as st

from digitdemo.config.describe import config_name
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui.panels.classroom.showing import show_to_class
from digitdemo.ui.panels.lab.bring_in import bring_in
from digitdemo.ui.panels.lab.seeds import more_seeds
from digitdemo.ui.panels.lab.sharing import share_run
from digitdemo.ui.panels.lab.take_home import take_home
from digitdemo.ui.state import knobs, run_list, trainings, widget_keys
from digitdemo.ui.state.run_names import MOST_NAME, rename
from digitdemo.ui.state.shared_runs import is_shared_with_me, take_off_view


def acts(run_id: str) -> None:
    """Show what can be done with a run: with one's own, with a ready-made model, with one of somebody else's."""
    run = run_list.all_runs()[run_id]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if is_shared_with_me(run_id):
            _acts_on_shared(run)
        else:
            _name_pin_delete(run)
        undo_delete()
        st.button(
            tr("Use this run's knobs"),
            icon=":material/tune:",
            on_click=knobs.set_knobs_to_run,
            args=(run_id,),
            key="to_knobs",
        )
        more_seeds(run, run_list.all_runs())
        if run_list.is_own(run_id):
            share_run(run_id)
            show_to_class(run_id)
        take_home(run_id)
        bring_in()


def _name_pin_delete(run: Run) -> None:
    own, pinned = run_list.is_own(run.id), run_list.is_pinned(run.id)
    st.text_input(
        tr("Name"),
        key=widget_keys.name_of_run(run.id),
        max_chars=MOST_NAME,
        placeholder=config_name(run.config) if own else tr("Ready-made models keep their names"),
        help=tr("At most {most} characters. Leave it empty to name the run after its knobs again.", most=MOST_NAME),
        on_change=rename,
        args=(run.id,),
        disabled=not own,
        persist_state="session",
        width=320,
    )
    st.button(
        tr("Unpin") if pinned else tr("Pin"),
        icon=":material/keep_off:" if pinned else ":material/keep:",
        help=tr("A pinned run comes first and cannot be deleted."),
        on_click=run_list.pin,
        args=(run.id,),
        key="pin",
    )
    st.button(
        tr("Delete"),
        icon=":material/delete:",
        help=tr("Removes the run from your list. Ready-made models cannot be deleted; unpin a pinned run first."),
        on_click=run_list.delete,
        args=(run.id,),
        disabled=not own or pinned,
        key="delete",
    )


def _acts_on_shared(run: Run) -> None:
    st.button(
        tr("Train one like it"),
        icon=":material/play_arrow:",
        help=tr("Sets the knobs as in this run and trains with them: the new run is yours."),
        on_click=trainings.start_trainings,
        args=(run.config, [run.config]),
        disabled=trainings.current_job() is not None,
        key="train_the_same",
    )
    st.button(
        tr("Remove from my list"),
        icon=":material/playlist_remove:",
        help=tr("Its owner keeps the run. The link opens it again."),
        on_click=take_off_view,
        args=(run.id,),
        key="take_off",
    )


def undo_delete() -> None:
    """Show the button that brings the run back that was deleted last."""
    st.button(
        tr("Undo delete"),
        icon=":material/undo:",
        on_click=run_list.undo_delete,
        disabled=run_list.last_deleted() is None,
        key="undo_delete",
    )
