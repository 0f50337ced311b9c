"""Widgets made from the knob table."""

from typing import Any

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.knob import Knob
from digitdemo.config.sections import NETWORK, NETWORK_KNOBS, SECTIONS, TEST
from digitdemo.config.train_config import KNOBS, TrainConfig, applies
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import knobs, widget_keys


def config_from_sidebar() -> TrainConfig:
    """Show every knob that applies in the sidebar and return the config that they make."""
    knobs.set_again()
    with st.sidebar:
        values: dict[str, Any] = {"architecture": _architecture()}
        for section in SECTIONS:
            with st.expander(section, expanded=section != TEST):
                for name, knob in KNOBS.items():
                    # The optimizer comes before what depends on it.
                    if knob.section == section and applies(name, values["architecture"], values.get("optimizer", "")):
                        values[name] = knob_widget(knob, widget_keys.knob(name))
                unused = [
                    KNOBS[name].label.lower()
                    for name in NETWORK_KNOBS
                    if section == NETWORK and not applies(name, values["architecture"], "")
                ]
                if unused:
                    st.caption(f"This architecture has no use for: {', '.join(unused)}.")
        config, problems = TrainConfig.without_contradictions(values)
        for problem in problems:
            st.warning(f"The default is used instead. {escape_markdown(problem)}")
    knobs.all_shown()
    return config


def _architecture() -> str:
    knob = KNOBS["architecture"]
    return st.radio(
        knob.label,
        knob.choices,
        format_func=_architecture_label,
        captions=[f"{ARCHITECTURES[name].parameters:,} parameters" for name in knob.choices],
        key=widget_keys.knob(knob.name),
        help=knob.help,
        on_change=knobs.use_recipe,
        persist_state="session",
    )


def _architecture_label(name: str) -> str:
    return ARCHITECTURES[name].label


def knob_widget(knob: Knob, key: str) -> Any:
    """Show the widget that sets a knob and return its value; the session has a value of that key already."""
    label = f"{knob.label} ({knob.unit})" if knob.unit else knob.label
    common: dict[str, Any] = dict(key=key, help=knob.help, persist_state="session")
    if knob.letters:
        chosen = st.pills(label, list(knob.letters), selection_mode="multi", **common)
        return "".join(sorted(chosen))
    if knob.kind is str:
        show = _architecture_label if knob.name == "architecture" else str
        chosen = st.segmented_control(label, knob.choices, format_func=show, required=True, **common)
        return knob.default if chosen is None else chosen  # a browser may send none
    if knob.choices:
        return st.select_slider(label, knobs.knob_choices(knob.name, key), format_func=knob.show, **common)
    if knob.name == "seed":
        return st.number_input(label, int(knob.minimum), int(knob.maximum), step=1, **common)
    return st.slider(label, knob.kind(knob.minimum), knob.kind(knob.maximum), step=knob.kind(knob.step or 1), **common)
