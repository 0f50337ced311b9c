"""Experiments: usual causes of wrong digits and popular claims, each with its recorded runs and both to train anew."""

import streamlit as st

from digitdemo.analysis.experiments import GROUPS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.recorded import arm_runs
from digitdemo.ui import resources
from digitdemo.ui.panels import missing_files, training_panel
from digitdemo.ui.panels.experiment_panel import changes_in_words, experiment_panel

st.title("Why is it wrong?")
st.markdown(
    "Usual reasons why models misread digits, each with what helps, and popular claims put to the test. These runs "
    "were recorded; you can train both yourself."
)
missing_files.say_missing_records()
titles = list(GROUPS)
group = st.segmented_control(
    "Group", titles, key="experiment_group", default=titles[0], required=True, persist_state="session"
)
group = group if group in titles else titles[0]  # a browser may send anything
experiments = GROUPS[group]
names = list(experiments)
chosen = st.pills(
    "Experiment",
    names,
    format_func=lambda name: experiments[name].title if name in names else "",
    key=f"experiment_{titles.index(group)}",
    default=names[0],
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
name = chosen if chosen in names else names[0]
experiment = experiments[name]
st.header(experiment.title)
st.markdown(f"**The claim.** {experiment.claim}")
st.markdown(changes_in_words(experiment))
both = [experiment.config(arm) for arm in (BROKEN, CURE)]
training_panel.train_button("Train both yourself", both[0], both, "train_both")
if runs := arm_runs(resources.recorded_runs(), name):
    experiment_panel(experiment, runs)
