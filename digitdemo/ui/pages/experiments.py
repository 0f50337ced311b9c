"""Experiments: usual causes of wrong digits and popular claims, each with its recorded runs and both to train anew."""

import streamlit as st

from digitdemo.analysis.experiments import GROUPS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.recorded import arm_runs
from digitdemo.ui import resources
from digitdemo.ui.panels import missing_files, training_panel
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.experiment_panel import changes_in_words, experiment_panel
from digitdemo.ui.state import address, widget_keys
from digitdemo.ui.state.open_address import opened_problems

st.title("Why is it wrong?")
say_address_problems(opened_problems())
missing_files.say_missing_records()
titles = list(GROUPS)
group = st.segmented_control(
    "Group",
    titles,
    key=widget_keys.EXPERIMENT_GROUP,
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
group = group if group in titles else titles[0]  # a browser may send anything
experiments = GROUPS[group]
names = list(experiments)
chosen = st.pills(
    "Experiment",
    names,
    format_func=lambda name: experiments[name].title if name in names else "",
    key=widget_keys.experiment(titles.index(group)),
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
name = chosen if chosen in names else names[0]
address.write_address({address.EXPERIMENT: name})
experiment = experiments[name]
st.header(experiment.title)
st.markdown(f"**The claim.** {experiment.claim}")
st.markdown(changes_in_words(experiment))
both = [experiment.config(arm) for arm in (BROKEN, CURE)]
training_panel.train_button("Train both yourself", both[0], both, "train_both")
if runs := arm_runs(resources.recorded_runs(), name):
    experiment_panel(experiment, runs)
