"""Links between lessons, and from a lesson into the Lab; a link keeps what the address hides."""

import streamlit as st

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import fill_in
from digitdemo.analysis.lesson_index import lesson_of
from digitdemo.analysis.studies import STUDIES
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.texts import mark, tr
from digitdemo.texts.said import within
from digitdemo.ui.state import lessons

PAGE = "digitdemo/ui/pages/lessons.py"
_LAB = "digitdemo/ui/pages/lab.py"
_ON_PAPER = {
    lessons.WORKSHEET: mark("Worksheet to print"),
    lessons.NOTES: mark("Teacher's notes, with the outcome"),
}


def question_of(name: str) -> str:
    """Return a lesson's driving question."""
    asked = tr(lesson_of(name).question)
    return asked if name in STUDIES else fill_in(asked, EXPERIMENTS[name], {})


def age_and_minutes(name: str) -> str:
    """Return for whom a lesson is, and how long it takes in class."""
    asked = lesson_of(name)
    return tr("from age {age} · {minutes} min", age=asked.age, minutes=asked.minutes)


def link_to_lesson(name: str | None, label: str, icon: str | None = None, *, forward: bool = False) -> None:
    """Show a link to a lesson, or to all of them; one that leads `forward` has its icon on the right."""
    st.page_link(
        PAGE,
        label=label,
        icon=icon,
        icon_position="right" if forward else "left",
        query_params=lessons.parameters_of(name),
    )


def what_changes(experiment: Experiment) -> str:
    """Return in which knobs the two trainings differ, and from what to what, as Markdown."""
    configs = experiment.config(BROKEN), experiment.config(CURE)
    changes = []
    for knob in experiment.changed(CURE):
        before, after = (show_value(knob, config) for config in configs)
        changes.append(f"{within(KNOBS[knob].label)} **{before}** → **{after}**")
    return tr("What changes: {changes}. All else stays the same.", changes="; ".join(changes))


def link_to_paper(name: str, kind: str) -> None:
    """Show a link to a lesson's worksheet or to its notes for teachers."""
    st.page_link(
        PAGE, label=tr(_ON_PAPER[kind]), icon=":material/print:", query_params=lessons.parameters_of(name, kind)
    )


def link_to_lab(config: TrainConfig, label: str) -> None:
    """Show a link to the Lab with these knobs."""
    st.page_link(_LAB, label=label, icon=":material/science:", query_params=config.to_texts())


def neighbours(name: str) -> None:
    """Show links to the lesson before and after this one."""
    names = lessons.LESSONS
    place = names.index(name)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="neighbours"):
        if place > 0:
            label = tr("Before: {question}", question=question_of(names[place - 1]))
            link_to_lesson(names[place - 1], label, ":material/arrow_back:")
        if place + 1 < len(names):
            label = tr("Next: {question}", question=question_of(names[place + 1]))
            link_to_lesson(names[place + 1], label, ":material/arrow_forward:", forward=True)
