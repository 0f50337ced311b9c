"""Widgets made from the knob table."""

import re
from typing import Any

import streamlit as st

from digitdemo.config import KNOBS, Knob, TrainConfig
from digitdemo.models import ARCHITECTURES
from digitdemo.ui import state


def plain(text: str) -> str:
    """Return `text` such that Markdown shows it as it is: strangers' text must make no links and pictures."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def config_from_sidebar() -> TrainConfig:
    """Show every knob in the sidebar and return the config that they make."""
    with st.sidebar:
        architecture = st.radio(
            KNOBS["architecture"].label,
            KNOBS["architecture"].choices,
            format_func=lambda name: ARCHITECTURES[name].label,
            captions=[f"{ARCHITECTURES[name].parameters:,} parameters" for name in KNOBS["architecture"].choices],
            key=state.knob_key("architecture"),
            help=KNOBS["architecture"].help,
            on_change=state.use_recipe,
            persist_state="session",
        )
        note = ARCHITECTURES[architecture].dropout_note
        values = {"architecture": architecture}
        for name, knob in KNOBS.items():
            if name != "architecture":
                off = name == "dropout" and bool(note)
                values[name] = _widget(knob, disabled=off, note=note if off else "")
                if off:
                    st.caption(note)
    return TrainConfig(**values)


def _widget(knob: Knob, *, disabled: bool, note: str) -> Any:
    label = f"{knob.label} ({knob.unit})" if knob.unit else knob.label
    common: dict[str, Any] = dict(
        key=state.knob_key(knob.name), help=note or knob.help, disabled=disabled, persist_state="session"
    )
    if knob.kind is str:
        return st.segmented_control(label, knob.choices, required=True, **common)
    if knob.choices:
        return st.select_slider(label, state.knob_choices(knob.name), format_func=knob.show, **common)
    if knob.name == "seed":
        return st.number_input(label, int(knob.minimum), int(knob.maximum), step=1, **common)
    return st.slider(label, knob.kind(knob.minimum), knob.kind(knob.maximum), step=knob.kind(knob.step or 1), **common)
