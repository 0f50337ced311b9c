"""Train: choose an architecture and its knobs, train it live, and compare its curves."""

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import knobs_line
from digitdemo.ui import resources
from digitdemo.ui.charts.curves import CAPTION
from digitdemo.ui.components import knob_widgets
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.panels import missing_files, runs_table, training_panel
from digitdemo.ui.state import knobs

st.title("Train a digit classifier")
config = knob_widgets.config_from_sidebar()
if problems := knobs.address_problems(config):
    listed = "".join(f"\n- {escape_markdown(problem)}" for problem in problems)
    st.warning(f"Not all of this address is possible; defaults are used instead:\n{listed}")
knobs.write_address(config)
architecture = ARCHITECTURES[config.architecture]
example = resources.shipped_runs().get(config.architecture)
epoch_time = (
    f" An epoch of the example took {example.kept.elapsed_seconds / example.kept.epoch:.1f} s." if example else ""
)
st.markdown(
    f"**{architecture.label}.** {architecture.summary} {architecture.parameters:,} parameters. Expect "
    f"{architecture.expected}.{epoch_time} [Source]({architecture.source})"
)
st.caption(
    f"{knobs_line(config)}  \nYou can change these knobs in the sidebar. Each architecture has its own defaults, "
    "chosen on validation images."
)

missing_files.say_missing_models()
training_panel.training_panel(config)
st.caption(CAPTION)
runs_table.run_pills("train")
st.page_link(
    "digitdemo/ui/pages/compare.py",
    label="Compare all runs, rename, pin or delete them",
    icon=":material/compare_arrows:",
)
st.page_link("digitdemo/ui/pages/draw.py", label="Draw a digit and ask these models", icon=":material/draw:")
