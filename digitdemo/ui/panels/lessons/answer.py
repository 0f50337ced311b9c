"""How a lesson ends: right or not, the verdicts, what to see, how sure that is; and a question to think about."""

import re
from statistics import mean

import pandas as pd
import streamlit as st

from digitdemo.analysis.cures import outcome_in_words, verdicts_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns, effect_in_words, fill_in
from digitdemo.analysis.finding import title_of
from digitdemo.analysis.intervals import mean_interval
from digitdemo.analysis.plain_words import plain_sentence
from digitdemo.analysis.predictions import choices, name_of, outcome
from digitdemo.analysis.quantities import quantity
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.texts import mark, number, tr
from digitdemo.texts.said import within
from digitdemo.ui.panels.lessons.beside_curves import CHARTS, COLOURS
from digitdemo.ui.panels.lessons.links import link_to_lab
from digitdemo.ui.state import lessons

_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ])")
_TITLES = {True: mark("✓ You were right"), False: mark("Not this time"), None: mark("What came out")}


def answer(name: str, experiment: Experiment, runs: ArmRuns) -> None:
    """Say whether the prediction was right, and what came out."""
    right = lessons.was_right(name)
    st.header(tr(_TITLES[right]), anchor=False)
    said = lessons.prediction(name)
    shown = f"**{outcome(experiment, runs)}**"
    if right is False and said is not None:
        shown = tr("You said: {choice}. {outcome}", choice=choices(experiment, runs)[said].label, outcome=shown)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(shown, width="content")
        with st.popover(tr("How sure?"), type="tertiary", key="how_sure"):
            _how_sure(experiment, runs)


def below_answer(name: str, experiment: Experiment, runs: ArmRuns) -> None:
    """Show the verdicts and what to see below the chart, more of it for whoever opens it, and what to think about."""
    _verdicts(name, experiment, runs)
    first, *more = _SENTENCE_ENDS.split(tr(experiment.see))
    st.markdown(tr("**What to see.** {sentences}", sentences=fill_in(first, experiment, runs)))
    if not lessons.hides("more"):
        with st.expander(tr("More about it: all trainings in numbers")):
            _more(experiment, runs, " ".join(more))
    if not lessons.hides("think"):
        with st.container(horizontal=True, vertical_alignment="center", key="think"):
            st.markdown(tr("**To think about.** {question}", question=tr(experiment.lesson.think)), width="content")
            link_to_lab(experiment.config(BROKEN), tr("Try it in the Lab"))


def _how_sure(experiment: Experiment, runs: ArmRuns) -> None:
    st.markdown(
        tr(
            "Both were trained from {seeds} seeds; from the same seed they start alike. Figures are means of these. "
            "With other seeds a difference would most likely lie in its 95% interval (paired t interval over seeds).",
            seeds=len(runs[BROKEN]),
        )
    )
    st.markdown(effect_in_words(experiment, runs))


def _verdicts(name: str, experiment: Experiment, runs: ArmRuns) -> None:
    """Show the app's verdict on both: on the visit's own where there is one, else on the first recorded."""
    columns = st.columns(2)
    for column, arm, colour, own in zip(columns, (BROKEN, CURE), COLOURS, lessons.own_runs(name), strict=False):
        run = own if own is not None and len(own.history) > 1 else runs[arm][0]
        finding = diagnose(run).finding
        called = name_of(experiment, arm)
        column.markdown(f"### :{colour}[{called[0].upper()}{called[1:]}]: {within(title_of(finding))}")
        column.markdown(plain_sentence(finding, run))


def _more(experiment: Experiment, runs: ArmRuns, sentences: str) -> None:
    names = {arm: name_of(experiment, arm) for arm in experiment.arms}
    st.markdown(
        tr(
            "**The claim.** {claim} **{outcome}.**",
            claim=tr(experiment.claim),
            outcome=outcome_in_words(experiment, runs),
        )
    )
    if sentences:
        st.markdown(fill_in(sentences, experiment, runs))
    if experiment.chart:
        CHARTS[experiment.chart](experiment, names, runs)
    _trainings(experiment, names, runs)


def _trainings(experiment: Experiment, names: dict[str, str], runs: ArmRuns) -> None:
    rows = []
    for arm, name in names.items():
        config = experiment.config(arm)
        knobs = experiment.changed(CURE if arm == BROKEN else arm)
        accuracies = [run.kept.test_accuracy for run in runs[arm]]
        interval = mean_interval(accuracies)
        rows.append(
            {
                tr("Training"): name,
                tr("Knobs"): ", ".join(f"{within(KNOBS[knob].label)} {show_value(knob, config)}" for knob in knobs),
                tr("Train accuracy"): number(mean(map(quantity("train").of, runs[arm])), ".1%"),
                tr("Validation accuracy"): number(mean(map(quantity("validation").of, runs[arm])), ".1%"),
                tr("Test accuracy (95% interval)"): tr(
                    "{mean:.1%} ({low:.1%} to {high:.1%})", mean=mean(accuracies), low=interval.low, high=interval.high
                ),
                tr("The app says"): verdicts_in_words(runs[arm]),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True)
