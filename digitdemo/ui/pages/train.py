"""Lab: choose an architecture and its knobs, train it live, and compare its curves."""

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import knobs_line
from digitdemo.ui import resources
from digitdemo.ui.components import knob_widgets
from digitdemo.ui.panels import missing_files, runs_table, training_panel
from digitdemo.ui.panels.address_problems import say_address_problems
from digitdemo.ui.state import address, knobs

st.title("Lab")
config = knob_widgets.config_from_sidebar()
say_address_problems(knobs.address_problems(config))
address.write_address(config.to_texts())
architecture = ARCHITECTURES[config.architecture]
example = resources.shipped_runs().get(config.architecture)
epoch_time = (
    f" An epoch of the ready-made one took {example.kept.elapsed_seconds / example.kept.epoch:.1f} s."
    if example
    else ""
)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(f"**{architecture.label}.** {architecture.summary}", width="content")
    with st.popover("More", icon=":material/info:"):
        st.markdown(
            f"{architecture.parameters:,} parameters. Expect {architecture.expected}.{epoch_time} "
            f"[Source]({architecture.source})"
        )
        st.markdown(f"**Its knobs now.** {knobs_line(config)}")
        st.markdown("The knobs are in the sidebar. Each model has its own defaults, chosen on validation images.")

missing_files.say_missing_models()
training_panel.training_panel(config)
runs_table.run_pills("train")
st.page_link(
    "digitdemo/ui/pages/compare.py",
    label="Compare all runs, rename, pin or delete them",
    icon=":material/compare_arrows:",
)
st.page_link("digitdemo/ui/pages/play.py", label="Draw a digit and ask these models", icon=":material/draw:")
