"""Lab: choose a model and its knobs, see it learn, hear what is wrong with it, try a cure, and compare the runs."""

import streamlit as st

from digitdemo.config.likely import likely_configs
from digitdemo.texts import tr
from digitdemo.ui.components.layout import style_lab
from digitdemo.ui.panels import missing_files
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.panels.lab.runs import runs
from digitdemo.ui.panels.lab.stage import stage
from digitdemo.ui.panels.lab.start import about_model, knobs_and_train
from digitdemo.ui.panels.lab.verdict import offered
from digitdemo.ui.state import address, knobs, trainings
from digitdemo.ui.state.focus import run_in_focus
from digitdemo.ui.state.open_address import opened_problems

with st.container(horizontal=True, gap="medium", key="lab"):
    with st.container(key="lab_knobs"):
        st.title(tr("Lab"), anchor=False)
        config = knobs_and_train()
        about_model(config)  # beside the title, but after the button for whoever goes by keys
    with st.container(key="lab_stage"):
        say_address_problems((*knobs.address_problems(config), *opened_problems()))
        missing_files.say_missing_models()
        stage()
knobs.keep_knobs(config)
trainings.expect_trainings(*likely_configs(config, *offered()))
focus = run_in_focus()
address.write_address({**config.to_texts(), **address.naming_run(focus if focus != config.architecture else None)})
runs()
style_lab()
