"""The runs that a visit has: its own and the shipped examples, their names and colours, what is pinned and deleted."""

import streamlit as st

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.describe import config_name
from digitdemo.inference.classifier import ModelError
from digitdemo.runs.run import Run, RunError
from digitdemo.ui import resources
from digitdemo.ui.charts.theme import RUN_COLOURS

MOST_NAME = 40  # characters
_COLOURS = tuple(RUN_COLOURS)
_FIRST_LOOKED_AT = "mlp"  # an example with many mistakes
_FIRST_OWN_COLOUR = 3  # those of the first examples, which people look at most, come last


def begin_runs() -> None:
    """Prepare the list of a new visit."""
    st.session_state.runs = {}
    st.session_state.names = {}
    st.session_state.pinned = []
    st.session_state.deleted = []
    st.session_state.looked_at = _FIRST_LOOKED_AT


def add_run(run: Run) -> None:
    """Put a training that has ended on the list, on the chart, and among the models that answer a drawing."""
    st.session_state.runs[run.id] = run
    _choose(run.id)


def _choose(run_id: str) -> None:
    if st.session_state.runs[run_id].history:
        st.session_state.shown = [*st.session_state.shown, run_id]
    if has_model(run_id):
        st.session_state.asked = [*st.session_state.asked, run_id]
        st.session_state.looked_at = run_id


def own_runs() -> dict[str, Run]:
    """Return this visit's runs by id, in the order of their ending."""
    return {run_id: run for run_id, run in st.session_state.runs.items() if run_id not in st.session_state.deleted}


def all_runs() -> dict[str, Run]:
    """Return the runs by id: the pinned ones, then the shipped ones, then this visit's."""
    runs = {**resources.shipped_runs(), **own_runs()}
    return {run_id: runs[run_id] for run_id in sorted(runs, key=lambda run_id: not is_pinned(run_id))}


def runs_with_curves() -> dict[str, Run]:
    """Return those of `all_runs` that have a curve."""
    return {run_id: run for run_id, run in all_runs().items() if run.history}


def shown_runs() -> list[str]:
    """Return the ids of the runs that are on the chart."""
    return [run_id for run_id in all_runs() if run_id in st.session_state.shown]


def example_of(run: Run) -> Run | None:
    """Return the shipped run of the same architecture, or None where it is missing."""
    return resources.shipped_runs().get(run.config.architecture)


def seconds_per_epoch(architecture: str) -> str:
    """Return how long an epoch of the architecture's example took, as the end of a sentence; empty without one."""
    run = resources.shipped_runs().get(architecture)
    return f"; an epoch of the example took {run.kept.elapsed_seconds / run.kept.epoch:.1f} s" if run else ""


def run_colour(run_id: str) -> str:
    """Return the colour name of a run or of the training under way: the same on every page, whole visit long."""
    examples = list(resources.shipped_runs())
    if run_id in examples:
        return _COLOURS[examples.index(run_id) % len(_COLOURS)]
    return _COLOURS[(_FIRST_OWN_COLOUR + _number(run_id)) % len(_COLOURS)]


def _number(run_id: str) -> int:
    """Return which of this visit's runs with a curve it is, from 0. Deleted ones count: nobody's number changes."""
    with_curve = [own for own, run in st.session_state.runs.items() if run.history]
    return with_curve.index(run_id) if run_id in with_curve else len(with_curve)


def run_name(run_id: str) -> str:
    """Return what people call a run: an example if shipped, else its number and its name, or what was changed.

    No two have the same: Streamlit's widgets know their options by what they show. A name is a visitor's text.
    """
    if not is_own(run_id):
        return f"{ARCHITECTURES[resources.shipped_runs()[run_id].config.architecture].label} (example)"
    run = st.session_state.runs[run_id]
    name = st.session_state.names.get(run_id) or config_name(run.config)
    return f"{_number(run_id) + 1}. {name}" if run.history else name


def run_label(run_id: str) -> str:
    """Return a run's name for where there is little room: without its knobs, and an example's without saying so."""
    label = ARCHITECTURES[all_runs()[run_id].config.architecture].label
    if not is_own(run_id):
        return label
    return f"{_number(run_id) + 1}. {st.session_state.names.get(run_id) or label}"


def is_own(run_id: str) -> bool:
    """Return whether this visit has trained it; else it is an example."""
    return run_id in st.session_state.runs


def is_pinned(run_id: str) -> bool:
    """Return whether a run is pinned: it comes first and cannot be deleted."""
    return run_id in st.session_state.pinned


def pin(run_id: str) -> None:
    """Pin a run, or let it go again."""
    pinned = st.session_state.pinned
    st.session_state.pinned = [other for other in pinned if other != run_id] if run_id in pinned else [*pinned, run_id]


def name_key(run_id: str) -> str:
    """Return the key of the field for a run's name."""
    return f"name_{run_id}"


def rename(run_id: str) -> None:
    """Give one of this visit's runs the name in its field; with none it gets the one made of its knobs."""
    st.session_state.names[run_id] = " ".join(st.session_state[name_key(run_id)].split())[:MOST_NAME]


def delete(run_id: str) -> None:
    """Take one of this visit's runs, if it is not pinned, off the list. Its files stay."""
    if not is_own(run_id) or is_pinned(run_id) or run_id in st.session_state.deleted:
        return
    st.session_state.deleted = [*st.session_state.deleted, run_id]
    # Streamlit's widgets must not be told to choose what they do not offer.
    for chosen in ("shown", "asked"):
        st.session_state[chosen] = [other for other in st.session_state[chosen] if other != run_id]
    if st.session_state.looked_at == run_id:
        st.session_state.looked_at = _FIRST_LOOKED_AT


def last_deleted() -> str | None:
    """Return the id of the run that `undo_delete` brings back, or None."""
    return st.session_state.deleted[-1] if st.session_state.deleted else None


def undo_delete() -> None:
    """Bring the run back that was deleted last."""
    if run_id := last_deleted():
        st.session_state.deleted = st.session_state.deleted[:-1]
        _choose(run_id)


def has_model(run_id: str) -> bool:
    """Return whether a run has a model that loads."""
    try:
        return resources.classifier(run_id) is not None
    except (ModelError, RunError):
        return False


def runs_with_model() -> list[str]:
    """Return the ids of the runs that have a model, be it damaged."""
    return [run_id for run_id in all_runs() if resources.store_of(run_id).model_path(run_id) is not None]
