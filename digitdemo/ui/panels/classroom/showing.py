"""What a learner shows to the class: a choice among own runs, and the button, which the Lab has, too."""

import streamlit as st

from digitdemo.texts import tr
from digitdemo.ui.components.choice import choose
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import classroom, run_list, shown_runs, widget_keys
from digitdemo.ui.state.run_names import run_name

_LAB = "digitdemo/ui/pages/lab.py"


def show_own_runs(code: str) -> None:
    """Show the choice of an own run and the button that puts it on the board, or takes it off."""
    own = [run_id for run_id in run_list.to_choose_from(run_list.runs_with_curves()) if run_list.is_own(run_id)]
    if not own:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(tr("Train a model, then show it to your class."), width="content")
            st.page_link(_LAB, label=tr("To the Lab"), icon=":material/model_training:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = choose(
            tr("Your run"),
            own,
            format_func={run_id: run_name(run_id) for run_id in own}.__getitem__,
            key=widget_keys.RUN_TO_SHOW,
            width=420,
        )
        _button(code, run_id)


def show_to_class(run_id: str) -> None:
    """Show the button that shows an own run to the class, to a learner who is in a room; to others nothing."""
    if run_list.is_own(run_id) and (code := classroom.room_of_learner()):
        _button(code, run_id)
        if problem := classroom.take_problem():
            st.warning(escape_markdown(problem))


def _button(code: str, run_id: str) -> None:
    shown = run_id in shown_runs.shown_to_class(code)
    st.button(
        tr("Take off the board") if shown else tr("Show to my class"),
        icon=":material/visibility_off:" if shown else ":material/groups:",
        help=tr("All in room {code} see its accuracies, its knobs and your nickname.", code=code),
        on_click=shown_runs.take_off if shown else shown_runs.show,
        args=(code, run_id),
        key="show_to_class",
    )
