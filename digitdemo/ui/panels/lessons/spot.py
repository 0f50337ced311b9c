"""Spot the overfit: one recorded curve after another, to be called something, and how surely; then the reasons."""

import dataclasses

import streamlit as st

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import title_of
from digitdemo.analysis.spot import CALLED, CONFIDENCES, CURVES
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr
from digitdemo.texts.said import within
from digitdemo.ui import resources
from digitdemo.ui.charts.curve import Curve
from digitdemo.ui.charts.curves import CAPTION, curves_figure, legend
from digitdemo.ui.charts.curves_alt import curves_alt
from digitdemo.ui.charts.theme import CALM, OWN_SYMBOL
from digitdemo.ui.components.steady_chart import steady_chart
from digitdemo.ui.panels.lessons.links import link_to_lesson
from digitdemo.ui.state import spotting

_CONFIDENCE = mark("Rather sure")


def spot_the_overfit() -> None:
    """Show the curve to be judged, or what it is, or at the end how it went."""
    link_to_lesson(None, tr("All lessons"), ":material/arrow_back:")
    st.title(tr("Spot the overfit"), anchor=False)
    recorded = resources.recorded_runs()
    if any(key not in recorded for key in CURVES):
        return  # the page says that they are missing
    number = spotting.curve_number()
    if number == len(CURVES):
        _score()
        return
    run = recorded[CURVES[number]]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.header(tr("Curve {number} of {count}", number=number + 1, count=len(CURVES)), anchor=False)
        _curve(run)
    with right:
        if spotting.is_told():
            _tell(run, number)
        else:
            _ask(number)


def _curve(run: Run) -> None:
    """Show the curve without what tells where it comes from: the model saw no true labels either."""
    history = [dataclasses.replace(record, true_train_accuracy=None) for record in run.history]
    curves = [Curve(tr("This model"), CALM, OWN_SYMBOL, history, run.config.epochs)]
    lines = legend(curves)
    st.markdown(f"{lines[0].upper()}{lines[1:]}", help=tr(CAPTION))
    figure = curves_figure(curves, "accuracy", whole_range=True)
    steady_chart(figure, key="spot_accuracy", alt=curves_alt(curves, "accuracy"))


def _ask(number: int) -> None:
    with st.form(f"spot_form_{number}", border=False):
        called = st.radio(
            tr("What is it?"),
            list(CALLED),
            index=None,
            format_func=lambda finding: title_of(finding) if finding in CALLED else "",
            captions=[tr(meaning) for meaning in CALLED.values()],
            key=f"spot_called_{number}",
        )
        sure = st.radio(
            tr("How sure are you?"),
            list(CONFIDENCES),
            index=list(CONFIDENCES).index(_CONFIDENCE),
            format_func=tr,
            horizontal=True,
            key=f"spot_sure_{number}",
        )
        if st.form_submit_button(tr("Answer"), type="primary", key=f"spot_answer_{number}"):
            if called not in CALLED:
                st.warning(tr("Choose one of the four first."))
            else:
                spotting.call_it(called, CONFIDENCES.get(sure, CONFIDENCES[_CONFIDENCE]))
                st.rerun()


def _tell(run: Run, number: int) -> None:
    verdict = diagnose(run)
    right = spotting.was_right(number)
    finding = within(title_of(verdict.finding))
    st.header(tr("✓ Right") if right else tr("Not this time: {finding}", finding=finding), anchor=False)
    st.markdown(verdict.sentence)
    for other in verdict.others:
        st.markdown(tr("Also: {finding}", finding=other.sentence))
    st.button(tr("Next curve"), type="primary", on_click=spotting.go_on, key="spot_next")


def _score() -> None:
    score = spotting.score()
    st.header(tr("{right} of {count} right", right=score.right, count=score.answers), anchor=False)
    st.markdown(score.words)
    st.button(tr("Once more"), icon=":material/replay:", on_click=spotting.begin_again, key="spot_again")
