"""One experiment as its recorded runs show it: the effect, the curves, what it is about, and all its trainings."""

from statistics import mean

import pandas as pd
import streamlit as st

from digitdemo.analysis.cures import arm_names, outcome_in_words, verdicts_in_words
from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, Experiment
from digitdemo.analysis.figures import ArmRuns, effect_in_words, fill_in
from digitdemo.analysis.intervals import mean_interval
from digitdemo.analysis.quantities import quantity
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.ui.charts.curves import CAPTION, TOLD, Curve, curves_figure, legend
from digitdemo.ui.charts.theme import CALM, PLOT, WARM
from digitdemo.ui.panels.experiment_charts import CHARTS, COLOURS, SYMBOLS, show_names


def changes_in_words(experiment: Experiment) -> str:
    """Return in which knobs broken and cured training differ, and from what to what, as Markdown."""
    configs = experiment.config(BROKEN), experiment.config(CURE)
    changes = []
    for name in experiment.changed(CURE):
        before, after = (show_value(name, config) for config in configs)
        changes.append(f"{KNOBS[name].label} :{WARM}[{before}] → :{CALM}[{after}]")
    return f"**What changes.** {'; '.join(changes)}"


def experiment_panel(experiment: Experiment, runs: ArmRuns) -> None:
    """Show what the recorded runs of an experiment say."""
    names = arm_names(experiment, runs)
    _effect(experiment, runs)
    two = [(names[arm], colour) for arm, colour in zip((BROKEN, CURE), COLOURS, strict=False)]
    curves, beside = st.columns(2) if experiment.chart else (st.container(), None)
    drawn = [
        Curve(name, colour, symbol, runs[arm][0].history, len(runs[arm][0].history) - 1)
        for arm, (name, colour), symbol in zip((BROKEN, CURE), two, SYMBOLS, strict=False)
    ]
    with curves:
        show_names(two, legend(drawn), CAPTION)
        st.plotly_chart(
            curves_figure(drawn, "accuracy"),
            key="experiment_accuracy",
            alt=f"Accuracy over epochs, of one seed. {_accuracies(names, runs)}",
            config=PLOT,
        )
        if any(curve.noisy for curve in drawn):
            st.caption(TOLD)
    if experiment.chart and beside:
        with beside:
            CHARTS[experiment.chart](experiment, names, runs)
    st.markdown(f"**What to see.** {fill_in(experiment.see, experiment, runs)}")
    for column, arm, (name, colour) in zip(st.columns(2), (BROKEN, CURE), two, strict=True):
        column.markdown(f"### :{colour}[{name}]")
        column.markdown(f"The app says: **{verdicts_in_words(runs[arm])}**. For the first seed, drawn above:")
        column.markdown(diagnose(runs[arm][0]).sentence)
    with st.expander(f"All its trainings, from {len(runs[BROKEN])} seeds each"):
        _trainings(experiment, names, runs)


def _effect(experiment: Experiment, runs: ArmRuns) -> None:
    """Show what the experiment comes to, and how sure that is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{outcome_in_words(experiment, runs)}.** {effect_in_words(experiment, runs)}", width="content")
        with st.popover("How sure?"):
            st.markdown(
                f"Both were trained from {len(runs[BROKEN])} seeds; from the same seed they start alike. The figure is "
                "the mean of the differences. With other seeds it would most likely lie in the 95% interval (paired t "
                "interval over seeds)."
            )


def _accuracies(names: dict[str, str], runs: ArmRuns) -> str:
    return "; ".join(
        f"{names[arm]}: train {runs[arm][0].kept.train_accuracy:.1%}, test {runs[arm][0].kept.test_accuracy:.1%}"
        for arm in (BROKEN, CURE)
    )


def _trainings(experiment: Experiment, names: dict[str, str], runs: ArmRuns) -> None:
    rows = []
    for arm, name in names.items():
        config = experiment.config(arm)
        knobs = experiment.changed(CURE if arm == BROKEN else arm)
        accuracies = [run.kept.test_accuracy for run in runs[arm]]
        interval = mean_interval(accuracies)
        rows.append(
            {
                "Training": name,
                "Knobs": ", ".join(f"{KNOBS[knob].label.lower()} {show_value(knob, config)}" for knob in knobs),
                "Train": f"{mean(map(quantity('train').of, runs[arm])):.1%}",
                "Validation": f"{mean(map(quantity('validation').of, runs[arm])):.1%}",
                "Test (95% interval)": f"{mean(accuracies):.1%} ({interval.low:.1%} to {interval.high:.1%})",
                "The app says": verdicts_in_words(runs[arm]),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True)
