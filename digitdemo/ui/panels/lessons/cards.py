"""All lessons as cards: a picture of what changes, and the question; nothing of how it ends."""

import streamlit as st

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.lesson_index import LESSON_GROUPS
from digitdemo.analysis.predictions import name_of
from digitdemo.analysis.studies import STUDIES
from digitdemo.texts import tr
from digitdemo.ui.charts.pictograms import pictogram
from digitdemo.ui.charts.study_pictures import study_picture
from digitdemo.ui.panels.lessons.links import age_and_minutes, link_to_lesson, question_of
from digitdemo.ui.state import lessons

_NARROWEST = 230  # pixels of a card


def cards() -> None:
    """Show the tally, the curves to judge, and a card for each lesson, by group."""
    _head()
    for number, (title, names) in enumerate(LESSON_GROUPS.items()):
        st.header(tr(title), anchor=False)
        with st.grid(min_column_width=_NARROWEST, key=f"cards_{number}"):
            for name in names:
                _card(name)


def show_picture(name: str) -> None:
    """Show what changes in a lesson, or what a study measures, as a picture."""
    if name in STUDIES:
        st.image(study_picture(name), width=240, alt=tr(STUDIES[name].question))
        return
    experiment = EXPERIMENTS[name]
    knob = experiment.changed(CURE)[-1]
    before, after = (name_of(experiment, arm) for arm in (BROKEN, CURE))
    picture = pictogram(knob, experiment.config(BROKEN), experiment.config(CURE))
    st.image(picture, width=240, alt=tr("Two trainings: {before}, then {after}", before=before, after=after))


def _head() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="lessons_head"):
        st.markdown(tr("Predict first. Then train both and see."), width="content")
        right, made = lessons.tally()
        if made and not lessons.hides("tally"):
            st.markdown(
                f"**{tr('Your predictions: {right} of {made} right', right=right, made=made)}**", width="content"
            )
        if not lessons.hides(lessons.SPOT):
            link_to_lesson(lessons.SPOT, tr("Spot the overfit: ten curves to judge"), ":material/frame_inspect:")
        if not lessons.hides(lessons.INDEX):
            link_to_lesson(lessons.INDEX, tr("For teachers: by age and minutes"), ":material/table_rows:")


def _card(name: str) -> None:
    with st.container(border=True, key=f"card_{name}", gap="xsmall", height="stretch"):
        show_picture(name)
        done = lessons.is_answered(name)
        link_to_lesson(name, f"{'✓ ' if done else ''}{question_of(name)}")
        if not lessons.hides(lessons.INDEX):
            st.caption(age_and_minutes(name))
