"""Links between lessons, and from a lesson into the Lab; a link keeps what the address hides."""

import streamlit as st

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import fill_in
from digitdemo.analysis.studies import STUDIES
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.texts import tr
from digitdemo.ui.state import lessons

PAGE = "digitdemo/ui/pages/lessons.py"
_LAB = "digitdemo/ui/pages/lab.py"


def question_of(name: str) -> str:
    """Return a lesson's driving question."""
    if name in STUDIES:
        return tr(STUDIES[name].question)
    experiment = EXPERIMENTS[name]
    return fill_in(experiment.lesson.question, experiment, {})


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
        changes.append(f"{KNOBS[knob].label.lower()} **{before}** → **{after}**")
    return f"What changes: {'; '.join(changes)}. All else stays the same."


def link_to_paper(name: str, kind: str) -> None:
    """Show a link to a lesson's worksheet or to its notes for teachers."""
    label = {lessons.WORKSHEET: "Worksheet to print", lessons.NOTES: "Teacher's notes, with the outcome"}[kind]
    st.page_link(PAGE, label=label, icon=":material/print:", query_params=lessons.parameters_of(name, kind))


def link_to_lab(config: TrainConfig, label: str) -> None:
    """Show a link to the Lab with these knobs."""
    st.page_link(_LAB, label=label, icon=":material/science:", query_params=config.to_texts())


def neighbours(name: str) -> None:
    """Show links to the lesson before and after this one."""
    names = lessons.LESSONS
    place = names.index(name)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="neighbours"):
        if place > 0:
            link_to_lesson(names[place - 1], f"Before: {question_of(names[place - 1])}", ":material/arrow_back:")
        if place + 1 < len(names):
            link_to_lesson(
                names[place + 1], f"Next: {question_of(names[place + 1])}", ":material/arrow_forward:", forward=True
            )
