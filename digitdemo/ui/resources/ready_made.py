"""What is shipped: the ready-made models, and what was recorded for lessons."""

from __future__ import annotations

from typing import Any

import streamlit as st

from digitdemo.analysis import recorded
from digitdemo.analysis.recorded import Recorded, RunKey
from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies import recorded as studies
from digitdemo.inference import shipped
from digitdemo.inference.shipped import Shipped
from digitdemo.runs.run import Run
from digitdemo.sweeps.atlas import Atlas, load_atlas
from digitdemo.ui.once import once_a_script_run


def shipped_runs() -> dict[str, Run]:
    """Return the runs shipped in assets/models, by id; those that are missing or damaged are left out."""
    return _shipped().runs


def shipped_problems() -> tuple[str, ...]:
    """Return a sentence about each shipped model that is left out, and how to get it back."""
    return _shipped().problems


@once_a_script_run
@st.cache_resource(show_spinner=False)
def _shipped() -> Shipped:
    return shipped.load_shipped()


def recorded_runs() -> dict[RunKey, Run]:
    """Return the recorded runs of the experiments, none where their file is missing or damaged."""
    return _recorded().runs


@st.cache_resource(show_spinner=False)
def recorded_study(name: str) -> studies.Recorded[Any] | None:
    """Return what was recorded for a study; None where its file is missing or damaged."""
    return studies.recorded_or_none(name, STUDIES[name].record)


def recorded_problems() -> tuple[str, ...]:
    """Return sentences on why there are no recorded runs, or why they cannot be checked, if so."""
    return _recorded().problems


@st.cache_resource(show_spinner=False)
def atlas() -> Atlas:
    """Return the recorded sweeps behind the Lab's charts; an empty one where there is none."""
    return load_atlas()


@st.cache_resource(show_spinner=False)
def _recorded() -> Recorded:
    return recorded.load_recorded()
