"""The middle of the Lab: a training as it runs, or the verdict on the run in focus, above its curves."""

from collections.abc import Sequence

import streamlit as st

from digitdemo.jobs.job import Job
from digitdemo.texts import tr
from digitdemo.ui.charts.curve import Curve
from digitdemo.ui.charts.theme import GLYPHS
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import curves, training_panel
from digitdemo.ui.panels.lab.damaged import say_damaged_model
from digitdemo.ui.panels.lab.learning import learning
from digitdemo.ui.panels.lab.verdict import offer_overfit, show_verdict
from digitdemo.ui.panels.shared_run import about_shared
from digitdemo.ui.state import endings, run_list, shared_choices, trainings
from digitdemo.ui.state.focus import run_in_focus
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_names import brief_training_name


def stage() -> None:
    """Show the training that runs, or the verdict, and the curves; as long as one runs, anew a few times a second."""
    training_panel.polled(_stage)


def live_curves(job: Job | None) -> list[Curve]:
    """Return the curves of the runs on the chart, and at last that of the training under way.

    Pale is the run that the newest was to change.
    """
    newest = job.id if job else run_in_focus()
    before = trainings.grown_from(newest) if newest else None
    shown = curves.curves_of(run_list.shown_runs(), faded=[before] if before else [])
    if job is not None:
        shown.append(
            Curve(
                brief_training_name(job.config),
                run_colour(job.id),
                run_symbol(job.id),
                job.history,
                job.config.epochs,
                probes=job.probes,
            )
        )
    return shown


def _stage(job: Job | None) -> None:
    with st.container(key="verdict", gap="xsmall"):
        if refusal := trainings.take_refusal():
            st.warning(refusal, icon=":material/hourglass_top:")
        if fallen_through := endings.fallen_through():
            st.warning(escape_markdown(fallen_through), icon=":material/error:")
        if made_room := endings.made_room():
            st.info(escape_markdown(made_room), icon=":material/inventory_2:")
        focus = run_in_focus()
        if job is not None:
            _under_way(job)
        elif focus is not None:
            about_shared(focus)
            say_damaged_model(focus)
            show_verdict(focus)
        else:
            st.markdown(tr("No run is on the chart. Choose one below, or train one."))
            offer_overfit()
    if shown := live_curves(job):
        _legend(shown)
        curves.show_accuracy(shown, live=job is not None)
    learning(job)


def _legend(shown: Sequence[Curve]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="legend"):
        with st.container():
            curves.show_names(shown)
        st.toggle(
            tr("0 to 100%"),
            key=shared_choices.tell_shared("whole_range", "lab"),
            on_change=shared_choices.take_shared,
            args=("whole_range", "lab"),
            help=tr("Show the whole range of accuracy. Otherwise the axis begins where the curves can be told apart."),
            width="content",
        )


def _under_way(job: Job) -> None:
    """Show what is being trained, how far it is, and what ends it."""
    with st.container(horizontal=True, vertical_alignment="center", key="verdict_head"):
        st.header(tr("TRAINING"), anchor=False, width="content")
        name = escape_markdown(brief_training_name(job.config))
        turn = training_panel.turn_in_words(job)
        st.markdown(f":{run_colour(job.id)}[{GLYPHS[run_symbol(job.id)]}] {name}{turn}", width="content")
    training_panel.progress_bar(job)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Stop"),
            icon=":material/stop:",
            on_click=trainings.stop_training,
            disabled=bool(job.stopping),
            key="stop",
        )
        if trainings.more_waiting():
            st.button(tr("Stop all"), icon=":material/cancel:", on_click=trainings.stop_all_trainings, key="stop_all")
        if len(job.history) > 1:
            last = job.history[-1]
            st.markdown(
                tr(
                    "So far: {train:.1%} of its own images right, {test:.1%} of new ones.",
                    train=last.train_accuracy,
                    test=last.test_accuracy,
                ),
                width="content",
            )
