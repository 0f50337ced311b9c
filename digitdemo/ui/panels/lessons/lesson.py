"""One lesson: the question, what changes, the prediction, both trainings, the answer, and what to think about."""

import streamlit as st

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN
from digitdemo.analysis.predictions import ask, choices
from digitdemo.analysis.recorded import arm_runs
from digitdemo.analysis.studies import STUDIES
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.panels.lessons.answer import below_answer
from digitdemo.ui.panels.lessons.links import (
    link_to_lab,
    link_to_lesson,
    link_to_paper,
    neighbours,
    question_of,
    what_changes,
)
from digitdemo.ui.panels.lessons.paper import show_on_paper
from digitdemo.ui.panels.lessons.prediction import predict
from digitdemo.ui.panels.lessons.stage import stage
from digitdemo.ui.panels.lessons.study import show_study
from digitdemo.ui.state import lessons


def show_lesson(name: str) -> None:
    """Show as much of a lesson as the visit has come to: what comes later is not there yet."""
    if name in STUDIES:
        show_study(name)
        return
    experiment, runs = EXPERIMENTS[name], arm_runs(resources.recorded_runs(), name)
    kind = lessons.on_paper()
    if kind is not None and runs is not None:
        show_on_paper(name, kind, runs)
        return
    if not lessons.hides("train"):
        lessons.expect_training(name)
    link_to_lesson(None, tr("All lessons"), ":material/arrow_back:")
    st.title(question_of(name), anchor=False)
    st.markdown(what_changes(experiment))
    if runs is None:  # the page says so
        link_to_lab(experiment.config(BROKEN), tr("Try it in the Lab"))
    elif lessons.prediction(name) is None:
        predict(name, ask(experiment), choices(experiment, runs))
    else:
        stage(name, experiment, runs)
        if lessons.is_answered(name):
            below_answer(name, experiment, runs)
    neighbours(name)
    if not lessons.hides("paper"):
        link_to_paper(name, lessons.WORKSHEET)
