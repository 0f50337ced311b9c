"""A lesson on paper: a worksheet without the outcome, and notes for who teaches, made from the same table."""

import streamlit as st

from digitdemo.analysis.cures import outcome_in_words, verdicts_in_words
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns, effect_in_words, fill_in
from digitdemo.analysis.predictions import ask, choices, name_of, outcome
from digitdemo.texts import tr
from digitdemo.ui.panels.lessons.cards import show_picture
from digitdemo.ui.panels.lessons.links import age_and_minutes, link_to_lesson, link_to_paper, question_of, what_changes
from digitdemo.ui.state import lessons

_LINES = 3  # to write an answer on


def show_on_paper(name: str, kind: str, runs: ArmRuns) -> None:
    """Show a lesson as `lessons.WORKSHEET` or as `lessons.NOTES`."""
    experiment = EXPERIMENTS[name]
    with st.container(horizontal=True, key="paper_links"):
        link_to_lesson(name, tr("Back to the lesson"), ":material/arrow_back:")
        other = lessons.NOTES if kind == lessons.WORKSHEET else lessons.WORKSHEET
        link_to_paper(name, other)
        st.markdown(tr("Print this page with your browser."), width="content")
    st.title(question_of(name), anchor=False)
    show_picture(name)
    st.markdown(what_changes(experiment))
    if kind == lessons.WORKSHEET:
        _worksheet(experiment, runs)
    else:
        _notes(name, experiment, runs)


def _worksheet(experiment: Experiment, runs: ArmRuns) -> None:
    st.header(tr("1. What do you predict, and why?"), anchor=False)
    st.markdown(ask(experiment))
    st.markdown("  \n".join(f"☐ {choice.label}" for choice in choices(experiment, runs)))
    _room()
    st.header(tr("2. What did you measure?"), anchor=False)
    st.table(
        [{"": name_of(experiment, arm), tr("Train accuracy"): " ", tr("Test accuracy"): " "} for arm in (BROKEN, CURE)]
    )
    st.header(tr("3. Was your prediction right? What explains it?"), anchor=False)
    _room()
    st.header(tr("4. To think about"), anchor=False)
    st.markdown(tr(experiment.lesson.think))
    _room()
    st.header(tr("5. What would you try next in the Lab?"), anchor=False)
    _room()


def _room() -> None:
    for _ in range(_LINES):
        st.divider()


def _notes(name: str, experiment: Experiment, runs: ArmRuns) -> None:
    right = next(choice.label for choice in choices(experiment, runs) if choice.right)
    seconds = sum(runs[arm][0].history[-1].elapsed_seconds for arm in (BROKEN, CURE))
    st.header(tr("How it ends"), anchor=False)
    st.markdown(f"{ask(experiment)} **{right}**")
    st.markdown(f"{outcome(experiment, runs)} {effect_in_words(experiment, runs)}")
    st.markdown(
        tr(
            "**The claim.** {claim} **{outcome}.**",
            claim=tr(experiment.claim),
            outcome=outcome_in_words(experiment, runs),
        )
    )
    st.header(tr("What to see"), anchor=False)
    st.markdown(fill_in(tr(experiment.see), experiment, runs))
    st.markdown(
        "\n".join(
            "- "
            + tr(
                "{name}: the app says {verdicts}", name=name_of(experiment, arm), verdicts=verdicts_in_words(runs[arm])
            )
            for arm in (BROKEN, CURE)
        )
    )
    st.header(tr("In class"), anchor=False)
    st.caption(age_and_minutes(name))
    st.markdown(
        tr(
            "Both trainings together took {seconds:.0f} s where they were recorded. The first one of a day takes some "
            "seconds more. Who has no time shows the recorded runs.",
            seconds=max(1, seconds),
        )
    )
    st.markdown(tr("A question for the end: {question}", question=tr(experiment.lesson.think)))
