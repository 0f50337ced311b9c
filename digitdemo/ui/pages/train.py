"""Train: choose an architecture and its knobs, train it live, and compare its curves."""

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.ui import state
from digitdemo.ui.charts.theme import CAPTION
from digitdemo.ui.components import knob_widgets
from digitdemo.ui.panels import runs_table, training_panel

st.title("Train a digit classifier")
config = knob_widgets.config_from_sidebar()
for problem in state.url_problems(config):
    problem = knob_widgets.escape_markdown(problem)
    st.warning(f"The address asked for something that is not possible, so the default is used. {problem}")
state.write_url(config)
architecture = ARCHITECTURES[config.architecture]
st.markdown(
    f"**{architecture.label}.** {architecture.summary} {architecture.parameters:,} parameters; expect "
    f"{architecture.expected}{state.seconds_per_epoch(config.architecture)}. [Source]({architecture.source})"
)
st.caption(
    f"{state.knobs_line(config)} (set them in the sidebar; the defaults are this architecture's own, chosen on "
    "validation images)"
)

training_panel.training_panel(config)
st.caption(CAPTION)
runs_table.run_pills("train")
st.page_link(
    "digitdemo/ui/pages/compare.py",
    label="Compare all runs, rename, pin or delete them",
    icon=":material/compare_arrows:",
)
st.page_link("digitdemo/ui/pages/draw.py", label="Draw a digit and ask these models", icon=":material/draw:")
