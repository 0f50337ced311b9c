"""What all who are in a class's room share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.pool import PoolReadings
from digitdemo.runs.run import Run, RunError, StoreError
from digitdemo.ui.resources.kept import run_store
from digitdemo.visitors.pulses import Pulses

if TYPE_CHECKING:
    from digitdemo.visitors.classes import Classes


Made = TypeVar("Made")


@st.cache_resource(show_spinner=False)
def classes() -> Classes:
    """Return the rooms of all classes, which are kept where the runs are."""
    from digitdemo.visitors.classes import Classes  # here: SQLAlchemy, for an app without classes

    return Classes(run_store().database)


@st.cache_resource(show_spinner=False)
def pulses() -> Pulses:
    """Return what tells all who look at a board whether it has changed."""
    return Pulses(classes().rooms)


@st.cache_resource(show_spinner=False)
def pool_readings() -> PoolReadings:
    """Return what models read in the drawings of classes."""
    return PoolReadings(lambda run_id: load_classifier(run_store(), run_id))


@st.cache_resource(max_entries=1000, show_spinner=False)  # some 10 kB each
def kept_run(run_id: str) -> Run:
    """Return a visitor's run, whoever has it: for boards, which say whether it may be shown.

    Raises:
        RunError: the run is gone or damaged.
    """
    return run_store().load(run_id)


def run_on_board(run_id: str) -> Run | None:
    """Return a run that is on a board, or None where it is gone, damaged, or has not trained: others are whole.

    Raises:
        StoreError: the database fails; it is to be looked at again.
    """
    try:
        run = kept_run(run_id)
    except StoreError:
        raise
    except RunError:
        return None
    return run if run.history else None


@st.cache_resource(max_entries=100, show_spinner=False)
def made_once(_make: Callable[[], Made], *what: Hashable) -> Made:
    """Return what `_make` does, made once for all who ask for the same thing: a class that looks at a board, say."""
    return _make()
