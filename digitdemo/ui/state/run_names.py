"""What the runs of a visit are called on the pages."""

import streamlit as st

from digitdemo.analysis.difference import varying_knobs
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import brief_name, config_name
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.texts import tr
from digitdemo.ui import resources
from digitdemo.ui.charts.theme import GLYPHS
from digitdemo.ui.escaping import escape_markdown
from digitdemo.ui.state import widget_keys
from digitdemo.ui.state.run_colours import run_colour, run_symbol
from digitdemo.ui.state.run_list import all_runs, is_own, is_pinned, is_ready_made, keep, own_runs
from digitdemo.ui.state.shared_runs import link_of
from digitdemo.ui.state.visit import SharedWithMe, visit

MOST_NAME = 40  # characters


def _number(run_id: str) -> int:
    """Return which of this visit's runs with a curve it is, from 0. Deleted ones count: nobody's number changes."""
    numbers = visit().numbers
    return numbers.get(run_id, 1 + max(numbers.values(), default=-1))


def run_name(run_id: str) -> str:
    """Return what people call a run: an example if shipped, else its number and its name, or what was changed.

    Those that others have shared count by themselves.

    No two have the same: Streamlit's widgets know their options by what they show. A name is a visitor's text.
    """
    if shared := visit().shared_with_me.get(run_id):
        return shared_name(shared)
    if is_ready_made(run_id):
        label = ARCHITECTURES[resources.shipped_runs()[run_id].config.architecture].label
        return tr("{model} (ready-made)", model=label)
    run = visit().runs[run_id]
    name = visit().names.get(run_id) or _with_own(run, config_name(run.config))
    return f"{_number(run_id) + 1}. {name}" if run.history else name


def brief_run_name(run_id: str) -> str:
    """Return `run_name` for where there is little room: of many knobs those by which this visit's runs differ."""
    if shared := visit().shared_with_me.get(run_id):
        return _as_shared(shared, shared.name or brief_training_name(shared.run.config))
    if is_ready_made(run_id) or visit().names.get(run_id):
        return run_name(run_id)
    run = visit().runs[run_id]
    name = _with_own(run, brief_training_name(run.config))
    return f"{_number(run_id) + 1}. {name}" if run.history else name


def shared_name(shared: SharedWithMe) -> str:
    """Return what another visitor's run is called here; its own name is a stranger's text."""
    return _as_shared(shared, shared.name or config_name(shared.run.config))


def _as_shared(shared: SharedWithMe, name: str) -> str:
    return tr("Shared {n}: {name}", n=shared.number, name=name[:MOST_NAME])


def brief_training_name(config: TrainConfig) -> str:
    """Return what a training by `config` is called where there is little room."""
    return brief_name(config, varying_knobs([config, *(run.config for run in own_runs().values())]))


def marked_name(run_id: str, name: str | None = None) -> str:
    """Return a run's name in Markdown: behind a point of its colour and shape, with a pin if pinned, a link if shared.

    `name` is what to call it if not as everywhere.
    """
    marks = " :material/keep:" if is_pinned(run_id) else ""
    if is_own(run_id) and link_of(run_id):
        marks += " :material/link:"
    return f":{run_colour(run_id)}[{GLYPHS[run_symbol(run_id)]}] {escape_markdown(name or run_name(run_id))}{marks}"


def marked_brief_name(run_id: str) -> str:
    """Return `marked_name` for where there is little room."""
    return marked_name(run_id, brief_run_name(run_id))


def run_label(run_id: str) -> str:
    """Return a run's name for where there is little room: without its knobs, and an example's without saying so."""
    run = all_runs()[run_id]
    label = ARCHITECTURES[run.config.architecture].label
    if shared := visit().shared_with_me.get(run_id):
        return _as_shared(shared, shared.name or label)
    if is_ready_made(run_id):
        return label
    return f"{_number(run_id) + 1}. {visit().names.get(run_id) or _with_own(run, label)}"


def _with_own(run: Run, name: str) -> str:
    return tr("{name} + my drawings", name=name) if run.own else name


def rename(run_id: str) -> None:
    """Give one of this visit's runs the name in its field; with none it gets the one made of its knobs."""
    written = st.session_state[widget_keys.name_of_run(run_id)] or ""
    name = " ".join(written.split())[:MOST_NAME]
    visit().names = {**visit().names, run_id: name}
    keep(lambda kept: kept.rename(run_id, name))
