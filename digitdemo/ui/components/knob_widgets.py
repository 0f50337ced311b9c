"""Widgets made from the knob table."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from digitdemo.config.knob import Knob
from digitdemo.config.sections import NETWORK, NETWORK_KNOBS, SECTIONS
from digitdemo.config.train_config import KNOBS, TrainConfig, applies
from digitdemo.texts import tr
from digitdemo.texts.said import within
from digitdemo.ui.components.choice import choose
from digitdemo.ui.state import knobs, widget_keys


def knobs_in_sight() -> dict[str, Any]:
    """Show the architecture and the knobs that are seen at once, and return their values by name."""
    knobs.set_again()
    values = {"architecture": _architecture()}
    for name, knob in sorted(KNOBS.items(), key=lambda item: item[1].in_sight):
        if knob.in_sight and applies(name, values["architecture"], ""):
            values[name] = knob_widget(knob, widget_keys.knob(name))
    return values


def folded_knobs(in_sight: Mapping[str, Any]) -> tuple[TrainConfig, list[str]]:
    """Show the other knobs that apply, folded by section behind a button, and return the config that all make.

    With it comes a message per value that contradicts another one; the default is used instead.
    """
    values = dict(in_sight)
    with st.popover(tr("More knobs"), icon=":material/tune:", key="more_knobs"):
        for section in SECTIONS:
            with st.expander(tr(section)):
                _section(section, values)
    knobs.all_shown()
    return TrainConfig.without_contradictions(values)


def _section(section: str, values: dict[str, Any]) -> None:
    """Show the knobs of a section that are not in sight, and add their values to `values`."""
    for name, knob in KNOBS.items():
        if knob.section != section or knob.in_sight:
            continue
        # The optimizer comes before what depends on it.
        if applies(name, values["architecture"], values.get("optimizer", "")):
            values[name] = knob_widget(knob, widget_keys.knob(name))
    unused = [
        within(KNOBS[name].label)
        for name in NETWORK_KNOBS
        if section == NETWORK and not applies(name, values["architecture"], "")
    ]
    if unused:
        st.caption(tr("This architecture has no use for: {knobs}.", knobs=", ".join(unused)))


def _architecture() -> str:
    knob = KNOBS["architecture"]
    return choose(
        knob.label,
        knob.choices,
        otherwise=knob.default,
        format_func=knob.show,
        key=widget_keys.knob(knob.name),
        filter_mode=None,  # a list of eight needs no search, and on a phone no keyboard
        on_change=knobs.use_recipe,
        persist_state="session",
    )


def knob_widget(knob: Knob, key: str) -> Any:
    """Show the widget that sets a knob and return its value; the session has a value of that key already."""
    label = f"{knob.label} ({knob.unit})" if knob.unit else knob.label
    common: dict[str, Any] = dict(key=key, help=knob.help, persist_state="session")
    if knob.letters:
        chosen = st.pills(label, list(knob.letters), selection_mode="multi", **common)
        return "".join(sorted(chosen))
    if knob.kind is str:
        chosen = st.segmented_control(label, knob.choices, format_func=knob.show, required=True, **common)
        return knob.default if chosen is None else chosen  # a browser may send none
    if knob.choices or knob.kind is float:  # Streamlit's other slider writes a point in every language
        return st.select_slider(label, knobs.knob_choices(knob.name, key), format_func=knob.show, **common)
    if knob.name == "seed":
        return st.number_input(label, int(knob.minimum), int(knob.maximum), step=1, **common)
    return st.slider(label, int(knob.minimum), int(knob.maximum), step=int(knob.step or 1), **common)
