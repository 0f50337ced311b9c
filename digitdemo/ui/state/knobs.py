"""The knobs of the Lab and in the address, and the one that a clone changes."""

import time
from typing import Any

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_list import all_runs, is_ready_made
from digitdemo.ui.state.visit import visit

# Seconds in which a browser that was told of a knob's new value may still send the old one: with a training's first
# steps on the page it is busy, and asks several times a second.
_ON_ITS_WAY = 3.0


def set_knobs(config: TrainConfig) -> None:
    """Make the knobs say `config`."""
    for name, value in config.to_dict().items():
        _set(name, _as_widget(name, value))
    visit().last_architecture = config.architecture


def keep_knobs(config: TrainConfig) -> None:
    """Note what the knobs of the Lab say, for when the visit goes on another time."""
    visit().knobs = config.to_texts()


def knobs_now() -> TrainConfig:
    """Return what the knobs of the Lab say, once the page has shown them."""
    return TrainConfig.from_texts(visit().knobs)[0]


def _set(name: str, value: Any) -> None:
    now, key = visit(), widget_keys.knob(name)
    if key in st.session_state and st.session_state[key] != value:
        now.knobs_set[name] = st.session_state[key], value
        now.knobs_shown_at = None
    st.session_state[key] = value


def set_again() -> None:
    """Set again what the program had set and the browser, which did not know of it yet, took back.

    A browser sends the values of all its widgets with every click. A click that comes before it has been told the new
    ones, because it is quick or ended the script run that would have told them, brings the old ones back.
    """
    now = visit()
    if now.knobs_shown_at is not None and time.monotonic() - now.knobs_shown_at > _ON_ITS_WAY:
        now.knobs_set = {}
    for name, (old, new) in now.knobs_set.items():
        if st.session_state.get(widget_keys.knob(name)) == old:
            st.session_state[widget_keys.knob(name)] = new


def all_shown() -> None:
    """Note that every knob has been sent to the browser in this script run."""
    if visit().knobs_shown_at is None:
        visit().knobs_shown_at = time.monotonic()


def _as_widget(name: str, value: Any) -> Any:
    return list(value) if KNOBS[name].letters else value


def knob_choices(name: str, key: str) -> list[Any]:
    """Return the stops of a knob's slider: the table's, the recipes', the address's, and where it is."""
    recipes = [getattr(TrainConfig(architecture=a), name) for a in ARCHITECTURES]
    return sorted({*KNOBS[name].stops, *recipes, getattr(visit().first_config, name), st.session_state[key]})


def use_recipe() -> None:
    """Follow the choice of another architecture: knobs at the old one's defaults take the new one's, and where
    no visitor's run is on the chart, its example takes the place of the other's."""
    set_again()
    now = visit()
    architecture = st.session_state[widget_keys.knob("architecture")]
    if architecture == now.last_architecture:
        return
    if architecture not in ARCHITECTURES:  # a browser may send any text
        st.session_state[widget_keys.knob("architecture")] = now.last_architecture
        return
    old, new = (TrainConfig(architecture=name).to_dict() for name in (now.last_architecture, architecture))
    for name in KNOBS:
        if name != "architecture" and st.session_state[widget_keys.knob(name)] == _as_widget(name, old[name]):
            _set(name, _as_widget(name, new[name]))
    now.last_architecture = architecture
    now.example_shown = architecture
    now.shown = [run_id for run_id in now.shown if not is_ready_made(run_id)] or [architecture]


def address_problems(config: TrainConfig) -> tuple[str, ...]:
    """Return what was wrong with the address that opened this visit, until a knob is changed."""
    return visit().knob_problems if config == visit().first_config else ()


def address_names_knobs() -> bool:
    """Return whether the address bar names a knob."""
    return any(name in st.query_params for name in KNOBS)


def begin_clone(run_id: str, name: str) -> str:
    """Return the key of the widget that changes that knob of a clone of the run; it begins with the run's value."""
    key = widget_keys.knob_of_clone(run_id, name)
    if key not in st.session_state:
        st.session_state[key] = _as_widget(name, getattr(all_runs()[run_id].config, name))
    return key


def set_knobs_to_run(run_id: str) -> None:
    """Set the knobs to a run's config and go to the page that has them."""
    set_knobs(all_runs()[run_id].config)
    visit().leads_to_lab = True
