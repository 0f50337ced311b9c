"""A sweep in the Lab: set up around the knobs, its map as it grows, and what it says."""

from __future__ import annotations

import streamlit as st

from digitdemo.config.describe import brief_name
from digitdemo.runs.run import Run
from digitdemo.sweeps.found import Found, FoundCell
from digitdemo.sweeps.outcome import outcome_of
from digitdemo.sweeps.search import is_installed
from digitdemo.sweeps.sweep import Sweep
from digitdemo.sweeps.winner import winner_of
from digitdemo.sweeps.words import (
    best_sentence,
    cell_name,
    curse_sentence,
    diverged_sentence,
    gap_in_words,
    interval_sentence,
    percent_in_words,
    progress_sentence,
)
from digitdemo.texts import number, tr, tr_n
from digitdemo.texts.about_time import about_time
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels.lab.sweep_map import outcomes_of, show_map
from digitdemo.ui.panels.lab.sweep_search import search_for_me
from digitdemo.ui.panels.lab.sweep_setup import set_up
from digitdemo.ui.state import sweeping, trainings
from digitdemo.ui.state.sweep_of_visit import search, sweep


def show_sweep(_listed: dict[str, Run]) -> None:
    """Show the visit's sweep, if it has one, and what makes another."""
    made = sweep()
    if made is None:
        st.markdown(
            tr(
                "Turn one or two knobs through several values, each from several seeds, and see all of it as a map. "
                "Every cell opens its runs."
            )
        )
        set_up()
    else:
        _show(made)
        with st.expander(tr("Another sweep"), icon=":material/grid_on:", key="sweep_another"):
            set_up()
    if is_installed():
        opened = search() is not None
        with st.expander(tr("Search for me"), expanded=opened, icon=":material/travel_explore:", key="sweep_search"):
            search_for_me()


def _show(made: Sweep) -> None:
    found = sweeping.found(made)
    outcomes = outcomes_of(found)
    winner = winner_of(outcomes)
    _head(made, found)
    show_map(found, outcomes, winner)
    if opened := sweeping.opened_cell(found):
        _opened(made, opened)
    else:
        st.caption(
            tr("Choose a cell to open its runs. Each dot is a seed.")
            if len(made.axes) == 1
            else tr("Choose a cell to open its runs.")
        )
    notes = [diverged_sentence(outcomes)]
    if winner is not None:
        st.markdown(f"**{escape_markdown(best_sentence(made, winner))}**")
        st.markdown(escape_markdown(curse_sentence(winner)))
    elif found.missing:
        notes.append(tr("The best is named when all of it is done."))
    st.caption(" ".join(filter(None, [*notes, interval_sentence(made)])))


def _head(made: Sweep, found: Found) -> None:
    """Show how far it is, how long the rest takes, and what stops it or goes on."""
    done = made.size - len(found.missing)
    with st.container(horizontal=True, vertical_alignment="center", key="sweep_head"):
        said = progress_sentence(found)
        if found.missing and (foretold := trainings.foretell(*found.missing)).refusal is None:
            said = f"{said} {tr('Left: {time}.', time=about_time(foretold.seconds))}"
        st.progress(done / made.size, text=f"{said} {tr('Around: {name}', name=brief_name(made.base))}")
        if sweeping.goes_on():
            st.button(tr("Stop"), icon=":material/stop:", on_click=sweeping.stop, key="sweep_stop")
        elif found.missing:
            st.button(
                tr("Go on"),
                icon=":material/play_arrow:",
                type="primary",
                on_click=sweeping.resume,
                disabled=trainings.current_job() is not None,
                key="sweep_resume",
            )
    if failed := sweeping.failed():
        st.warning(
            tr_n(
                "{n} training came to no end. “Go on” tries it again.",
                "{n} trainings came to no end. “Go on” tries them again.",
                failed,
            ),
            icon=":material/error:",
        )


def _opened(made: Sweep, opened: FoundCell) -> None:
    """Show the runs of the cell that was chosen: one click puts one on the chart, where the Lab tells of it."""
    with st.container(border=True, key="sweep_cell"):
        st.markdown(f"**{escape_markdown(cell_name(made, opened.cell))}**")
        outcome = outcome_of(opened)
        if not opened.runs:
            st.markdown(tr("It has no run yet."))
        elif outcome.validation:
            st.markdown(
                tr(
                    "Validation accuracy: {accuracy}. Gap: {gap} points.",
                    accuracy=percent_in_words(outcome.validation),
                    gap=gap_in_words(outcome.gap),
                )
            )
        with st.container(horizontal=True):
            for run in opened.runs:
                st.button(
                    _of_seed(run),
                    icon=":material/show_chart:",
                    help=tr("Puts this run on the chart above, with its verdict."),
                    on_click=sweeping.open_run_of_cell,
                    args=(run.id,),
                    key=f"sweep_run_{run.config.seed}",
                )


def _of_seed(run: Run) -> str:
    accuracy = run.kept.validation_accuracy
    if run.outcome != "finished" or accuracy is None:
        return tr("Seed {seed}: diverged", seed=run.config.seed)
    return tr("Seed {seed}: {accuracy}", seed=run.config.seed, accuracy=number(accuracy, ".2%"))
