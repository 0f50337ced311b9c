"""Teach mine: one click trains a small network in place, which answers all the while; a line shows what it can."""

import streamlit as st

from digitdemo.config.lesson import LESSON
from digitdemo.inference.live_network import live_network
from digitdemo.jobs.job import Job
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.texts.about_time import about_time
from digitdemo.ui import resources
from digitdemo.ui.components.live.weights import hand_over_networks
from digitdemo.ui.components.sparkline import show_sparkline
from digitdemo.ui.panels import training_panel
from digitdemo.ui.panels.phases import begun_again_in_words
from digitdemo.ui.state import endings, knobs, teaching, trainings

_POLL_SECONDS = 0.25  # new weights come every 0.4 s; on the way through the browser's timer none are to wait long
_POLL_SECONDS_WAITING = 2.0


def teach_mine() -> None:
    """Show the button that teaches, what the lesson does, and give the browser the network that it changes."""
    teaching.expect_lesson()
    training_panel.polled(_panel, _poll_seconds)


def _poll_seconds(job: Job | None) -> float | None:
    if job is None or job.state == "ended":
        return None
    # One that is next begins within a moment, whose first step is not to be missed.
    return _POLL_SECONDS if job.id == _lesson_id() and not job.place else _POLL_SECONDS_WAITING


def _lesson_id() -> str | None:
    lesson = teaching.lesson()
    return lesson.id if lesson else None


def _panel(job: Job | None) -> None:
    lesson, run = teaching.lesson(), teaching.taught_run()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _buttons(lesson, run, busy=job is not None and lesson is None)
        taught = lesson or run
        epochs = (taught.config if taught else LESSON).epochs
        # How it went is read out as every training's end is, on whatever page (`endings.news`).
        show_sparkline(teaching.climb(), epochs, _words(lesson, run), aloud=lesson is not None, key="climb")
    if refusal := trainings.take_refusal():
        st.warning(refusal, icon=":material/hourglass_top:")
    _hand_over(lesson)


def _buttons(lesson: Job | None, run: Run | None, *, busy: bool) -> None:
    st.button(
        tr("Teach another") if run and run.history else tr("Teach mine"),
        type="primary",
        icon=":material/school:",
        on_click=teaching.teach,
        disabled=busy or lesson is not None,  # and not gone: who clicks twice is not to stop what has just begun
        help=tr("Your other training has to end first.") if busy else None,
        key="teach",
    )
    if lesson is not None:
        stopping = bool(lesson.stopping)
        st.button(
            tr("Stop"), icon=":material/stop:", on_click=trainings.stop_training, disabled=stopping, key="stop_lesson"
        )
    elif run is not None and run.history and st.button(tr("Open in Lab"), icon=":material/science:", key="open_in_lab"):
        knobs.set_knobs_to_run(run.id)
        st.rerun()  # which leads there


def _words(lesson: Job | None, run: Run | None) -> str:
    """Say how far it is."""
    if lesson is not None:
        return " ".join(filter(None, (_words_of_lesson(lesson), begun_again_in_words(lesson))))
    if run is None:
        if teaching.news_is_of_lesson() and (said := endings.fallen_through()):
            return said
        return tr("YOURS has learned nothing yet. It guesses.")
    if run.outcome != "finished":
        return endings.ending_in_words(run) if run.outcome == "failed" else run.sentence
    return tr("Done. It reads {share:.1%} of 10,000 digits that it has never seen.", share=run.kept.test_accuracy)


def _words_of_lesson(lesson: Job) -> str:
    if lesson.stopping:
        return tr("Stopping.")
    if lesson.state == "waiting":
        if lesson.place:
            return tr(
                "Others teach, too: {count} before you, {time}.", count=lesson.place, time=about_time(lesson.wait)
            )
        return tr("You are next.")
    if lesson.live is None:
        return tr("Starting. The first time takes some seconds.")
    if lesson.state == "saving" or lesson.live.epochs >= lesson.config.epochs:
        return tr("Trying it on 10,000 digits that it has never seen.")
    return tr("Learning from {count:,} digits.", count=lesson.config.train_size)


def _hand_over(lesson: Job | None) -> None:
    """Give the browser the network as it is now, which answers for the row of `teaching.YOURS`."""
    networks = {}
    if teaching.has_yours():
        if lesson and lesson.live:
            network = live_network(lesson.config, lesson.live.weights, temperature=1.0)
        else:
            network = resources.untrained_network(LESSON)
        if network is not None:
            networks[teaching.YOURS] = network
    hand_over_networks(networks, key="weights_of_yours")
