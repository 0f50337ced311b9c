"""Experiments: for every cause, the recorded broken and cured run in one chart, and both to train anew."""

import streamlit as st

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS, RECORDED_SEEDS
from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS
from digitdemo.ui import resources
from digitdemo.ui.charts.curves import CAPTION, Curve, accuracy_chart
from digitdemo.ui.charts.theme import PLOT
from digitdemo.ui.panels import missing_files, training_panel

_COLOURS = {False: "red", True: "green"}
_NAMES = {False: "Broken", True: "Cured"}

st.title("Why is it wrong?")
st.markdown(
    "Reasons why models misread digits, each with a cure. These runs were recorded; you can train both yourself."
)
missing_files.say_missing_records()
chosen = st.selectbox(
    "Cause",
    list(EXPERIMENTS),
    format_func=lambda name: EXPERIMENTS[name].title,
    key="experiment",
    persist_state="session",
)
experiment = EXPERIMENTS[chosen]
st.markdown(f"**The claim.** {experiment.claim}")
changes = []
for name in experiment.changed:
    before, after = (show_value(name, experiment.config(cured=cured)) for cured in (False, True))
    changes.append(f"- {KNOBS[name].label}: :red[{before}] → :green[{after}]")
st.markdown("\n".join(changes))
both = [experiment.config(cured=cured) for cured in (False, True)]
training_panel.train_button("Train both yourself", both[0], both, "train_both")

runs = resources.recorded_runs()
pair = {
    cured: [runs[key] for seed in RECORDED_SEEDS if (key := (chosen, cured, seed)) in runs] for cured in (False, True)
}
if all(pair.values()):
    curves = [
        Curve(_NAMES[cured], _COLOURS[cured], pair[cured][0].history, len(pair[cured][0].history) - 1)
        for cured in (False, True)
    ]
    st.markdown(":red[■] Broken :green[■] Cured (dotted: train, solid: test)")
    st.plotly_chart(
        accuracy_chart(curves),
        key="experiment_accuracy",
        alt=f"Accuracy on train and test over epochs, broken and cured: {experiment.title}",
        config=PLOT,
    )
    st.caption(CAPTION)
    st.markdown(f"**What to see.** {experiment.see}")
    columns = st.columns(2)
    for cured, column in zip((False, True), columns, strict=True):
        verdict, kept = diagnose(pair[cured][0]), pair[cured][0].kept
        interval = verdict.test_interval
        assert interval is not None
        column.markdown(f"##### :{_COLOURS[cured]}[{_NAMES[cured]}]")
        column.markdown(
            f"Train {kept.train_accuracy:.1%}, test {kept.test_accuracy:.1%} "
            f"(95% interval: {interval.low:.1%} to {interval.high:.1%})"
        )
        column.markdown(verdict.sentence)
    spread = {cured: ", ".join(f"{run.kept.test_accuracy:.2%}" for run in pair[cured]) for cured in (False, True)}
    st.caption(f"Test accuracy from three seeds: broken {spread[False]}; cured {spread[True]}.")
