"""The middle of a lesson: both trainings as they run, over the recorded ones, and at their end the answer in words."""

import dataclasses
from collections.abc import Sequence

import streamlit as st

from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns
from digitdemo.analysis.predictions import choices, name_of
from digitdemo.jobs.job import Job
from digitdemo.texts import tr
from digitdemo.ui.charts.curve import Curve
from digitdemo.ui.charts.curves import CAPTION, TOLD, curves_figure, legend
from digitdemo.ui.charts.curves_alt import curves_alt
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels import training_panel
from digitdemo.ui.panels.lessons.answer import answer
from digitdemo.ui.panels.lessons.beside_curves import COLOURS, SYMBOLS, show_names
from digitdemo.ui.panels.lessons.in_place import stop_button, train_button
from digitdemo.ui.state import lessons, trainings


def stage(name: str, experiment: Experiment, runs: ArmRuns) -> None:
    """Show what there is after the prediction; as long as a training runs, anew a few times a second."""

    def part(job: Job | None) -> None:
        mine = lessons.training_of(name)
        answered = lessons.is_answered(name)
        with st.container(key="lesson_head", gap="xsmall"):
            if refusal := trainings.take_refusal():
                st.warning(refusal, icon=":material/hourglass_top:")
            if mine is not None:
                _under_way(name, experiment, mine)
            elif answered:
                answer(name, experiment, runs)
                if not any(lessons.own_runs(name)) and not lessons.hides("train"):
                    train_button(name, tr("Train both yourself"), busy=job is not None)
            else:
                _begin(name, experiment, runs, busy=job is not None)
        if mine is not None or answered:
            _chart(name, experiment, runs, mine)

    training_panel.polled(part)


def _begin(name: str, experiment: Experiment, runs: ArmRuns, *, busy: bool) -> None:
    choice = lessons.prediction(name)
    said = choices(experiment, runs)[choice].label if choice not in (None, lessons.SKIPPED) else ""
    st.header(tr("Now find out"), anchor=False)
    if said:
        st.markdown(tr("You said: {choice}.", choice=f"**{said}**"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not lessons.hides("train"):
            train_button(name, tr("Train both"), busy=busy)
        if st.button(tr("Show the recorded runs"), icon=":material/history:", key="show_recorded"):
            lessons.show_recorded(name)
            st.rerun()  # what stands below this fragment, too


def _under_way(name: str, experiment: Experiment, job: Job) -> None:
    place = lessons.place_of(name, job)
    called = name_of(experiment, (BROKEN, CURE)[place])
    st.header(tr("Training {number} of 2: {name}", number=place + 1, name=called), anchor=False)
    training_panel.progress_bar(job)
    stop_button(job)


def _chart(name: str, experiment: Experiment, runs: ArmRuns, job: Job | None) -> None:
    drawn = _own_curves(name, experiment, job)
    own = any(curve.history for curve in drawn) or job is not None
    recorded = _recorded_curves(experiment, runs)
    if not own:
        drawn, recorded = recorded[:2], recorded[2:]
    lines = legend(drawn)
    about = (
        tr("{lines}; pale: five recorded seeds", lines=lines)
        if own
        else tr("{lines}; pale: four other seeds", lines=lines)
    )
    show_names([(curve.name, curve.colour) for curve in drawn], about, tr(CAPTION))
    steady_chart(
        curves_figure(drawn, "accuracy", live=job is not None, behind=recorded),
        key="lesson_accuracy",
        alt=curves_alt(drawn, "accuracy"),
    )
    if any(curve.noisy for curve in drawn):
        st.caption(tr(TOLD))


def _own_curves(name: str, experiment: Experiment, job: Job | None) -> list[Curve]:
    """Return the curves of the visit's own two trainings, as far as they have come."""
    curves = []
    for place, run in enumerate(lessons.own_runs(name)):
        curve = _curve(experiment, place, run.history if run is not None else ())
        if job is not None and lessons.place_of(name, job) == place:
            curve = dataclasses.replace(curve, history=job.history, probes=job.probes)
        curves.append(curve)
    return curves


def _recorded_curves(experiment: Experiment, runs: ArmRuns) -> list[Curve]:
    """Return the recorded curves, both of one seed after both of another."""
    pairs = zip(runs[BROKEN], runs[CURE], strict=True)
    return [_curve(experiment, place, run.history) for pair in pairs for place, run in enumerate(pair)]


def _curve(experiment: Experiment, place: int, history: Sequence) -> Curve:
    arm = (BROKEN, CURE)[place]
    epochs = experiment.config(arm).epochs
    return Curve(name_of(experiment, arm), COLOURS[place], SYMBOLS[place], history, epochs)
