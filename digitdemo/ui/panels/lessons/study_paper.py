"""A study on paper: a worksheet without the outcome, and notes for who teaches, made from the same table."""

from typing import Any

import streamlit as st

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import Recorded
from digitdemo.texts import tr
from digitdemo.ui.panels.lessons.cards import show_picture
from digitdemo.ui.panels.lessons.figures import FIGURES
from digitdemo.ui.panels.lessons.links import age_and_minutes, link_to_lesson, link_to_paper, question_of
from digitdemo.ui.state import lessons

_LINES = 3  # to write an answer on


def command_of(name: str) -> str:
    """Return the command that records a study, as Markdown."""
    return f"`python -m digitdemo bench studies --only {name}`"


def show_study_on_paper(name: str, kind: str, record: Recorded[Any]) -> None:
    """Show a study as `lessons.WORKSHEET` or as `lessons.NOTES`."""
    with st.container(horizontal=True, key="paper_links"):
        link_to_lesson(name, tr("Back to the lesson"), ":material/arrow_back:")
        link_to_paper(name, lessons.NOTES if kind == lessons.WORKSHEET else lessons.WORKSHEET)
        st.markdown(tr("Print this page with your browser."), width="content")
    st.title(question_of(name), anchor=False)
    show_picture(name)
    st.markdown(tr(STUDIES[name].setting))
    if kind == lessons.WORKSHEET:
        _worksheet(name, record.measured)
    else:
        _notes(name, record)


def _worksheet(name: str, measured: Any) -> None:
    study = STUDIES[name]
    if before := FIGURES[name].before:
        before(measured)
    st.header(tr("1. What do you predict, and why?"), anchor=False)
    st.markdown(tr(study.ask))
    st.markdown("  \n".join(f"☐ {choice.label}" for choice in study.choices(measured)))
    _room()
    st.header(tr("2. What does the figure show? Sketch it with its axes."), anchor=False)
    _room()
    st.header(tr("3. Was your prediction right? What explains it?"), anchor=False)
    _room()
    st.header(tr("4. To think about"), anchor=False)
    st.markdown(tr(study.think))
    _room()
    st.header(tr("5. What would you try next in the Lab?"), anchor=False)
    _room()


def _room() -> None:
    for _ in range(_LINES):
        st.divider()


def _notes(name: str, record: Recorded[Any]) -> None:
    study, measured = STUDIES[name], record.measured
    st.header(tr("How it ends"), anchor=False)
    st.markdown(f"{tr(study.ask)} **{study.choices(measured)[study.right(measured)].label}**")
    st.markdown(study.outcome(measured))
    FIGURES[name].after(measured, [])
    st.header(tr("What to see"), anchor=False)
    st.markdown(study.see(measured))
    st.header(tr("What it does not show"), anchor=False)
    st.markdown(tr(study.limits))
    st.markdown(tr("Recorded by {command} on {machine}.", command=command_of(name), machine=record.machine))
    st.header(tr("In class"), anchor=False)
    st.caption(age_and_minutes(name))
    st.markdown(tr("A question for the end: {question}", question=tr(study.think)))
