"""A study as a lesson: what is measured, the prediction, right or not, its figures, and what to think about."""

from typing import Any

import streamlit as st

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import Recorded
from digitdemo.analysis.studies.study import Study
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.panels import training_panel
from digitdemo.ui.panels.lessons.figures import FIGURES
from digitdemo.ui.panels.lessons.in_place import stop_button, train_button
from digitdemo.ui.panels.lessons.links import link_to_lab, link_to_lesson, link_to_paper, neighbours, question_of
from digitdemo.ui.panels.lessons.prediction import predict
from digitdemo.ui.panels.lessons.study_paper import command_of, show_study_on_paper
from digitdemo.ui.state import lessons, trainings


def show_study(name: str) -> None:
    """Show as much of a study as the visit has come to: what comes later is not there yet."""
    study, record = STUDIES[name], resources.recorded_study(name)
    kind = lessons.on_paper()
    if kind is not None and record is not None:
        show_study_on_paper(name, kind, record)
        return
    link_to_lesson(None, tr("All lessons"), ":material/arrow_back:")
    st.title(question_of(name), anchor=False)
    st.markdown(tr(study.setting))
    if record is None:
        st.warning(
            tr(
                "What was measured is missing or damaged. Restore {file}, then start the app again.",
                file=f"assets/studies/{name}.json",
            ),
            icon=":material/healing:",
        )
    elif lessons.prediction(name) is None:
        if before := FIGURES[name].before:
            before(record.measured)
        predict(name, tr(study.ask), study.choices(record.measured))
    else:
        _told(name, study, record)
    neighbours(name)
    if not lessons.hides("paper"):
        link_to_paper(name, lessons.WORKSHEET)


def _told(name: str, study: Study[Any], record: Recorded[Any]) -> None:
    if study.trains and not lessons.hides("train"):
        lessons.expect_training(name)

    def part(job: Job | None) -> None:
        with st.container(key="lesson_head", gap="xsmall"):
            _answer(name, study, record)
            if study.trains and not lessons.hides("train"):
                _own_trainings(name, study, busy=job is not None)
        FIGURES[name].after(record.measured, [run for run in lessons.own_runs(name) if run is not None])

    training_panel.polled(part)
    st.markdown(tr("**What to see.** {sentences}", sentences=study.see(record.measured)))
    if not lessons.hides("think"):
        with st.container(horizontal=True, vertical_alignment="center", key="think"):
            st.markdown(tr("**To think about.** {question}", question=tr(study.think)), width="content")
            link_to_lab(TrainConfig(**study.lab), tr("Try it in the Lab"))


def _answer(name: str, study: Study[Any], record: Recorded[Any]) -> None:
    """Say whether the prediction was right, and what came out."""
    right, said = lessons.was_right(name), lessons.prediction(name)
    titles = {True: tr("✓ You were right"), False: tr("Not this time"), None: tr("What came out")}
    st.header(titles[right], anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        outcome = f"**{study.outcome(record.measured)}**"
        if right is False and said is not None:
            label = study.choices(record.measured)[said].label
            outcome = tr("You said: {choice}. {outcome}", choice=label, outcome=outcome)
        st.markdown(outcome, width="content")
        with st.popover(tr("How sure?"), type="tertiary", key="how_sure"):
            st.markdown(tr(study.limits))
            st.markdown(
                tr(
                    "Recorded by {command} in {minutes:.0f} min on {machine}.",
                    command=command_of(name),
                    minutes=max(1, record.seconds / 60),
                    machine=record.machine,
                )
            )


def _own_trainings(name: str, study: Study[Any], *, busy: bool) -> None:
    """Show how far the visit's own trainings are, or the button that begins them; nothing once they have ended."""
    if refusal := trainings.take_refusal():
        st.warning(refusal, icon=":material/hourglass_top:")
    mine = lessons.training_of(name)
    if mine is not None:
        place, count = lessons.place_of(name, mine) + 1, len(study.trains)
        training_panel.progress_bar(mine, tr("**Training {place} of {count}:** ", place=place, count=count))
        stop_button(mine)
    elif not any(lessons.own_runs(name)):
        train_button(name, tr(study.train_label), busy=busy, type="secondary")
