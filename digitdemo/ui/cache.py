"""Everything that is made once per process and shared by all visitors."""

import atexit
import functools
import gc

import numpy as np
import streamlit as st

from digitdemo import charts, experiments, shipped
from digitdemo.data import load_test_digits
from digitdemo.inference import Classifier, ModelError, load_classifier
from digitdemo.jobs import JobQueue
from digitdemo.runs import Run, RunError, RunStore, default_runs_folder


@functools.cache
def settle_process() -> None:
    """Take what lives as long as the process out of the garbage collector's sight, once.

    Streamlit runs a full collection after every script run of every visitor; without this each one walks all
    objects of the process, and a class clicking at once waits seconds. What the pages import late is imported first.
    """
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    charts.answers_chart([charts.Bars("", "blue", np.full(10, 0.1))]).to_json()
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Return where visitors' runs are kept."""
    return RunStore(default_runs_folder())


@functools.cache
def job_queue() -> JobQueue:
    """Return the queue of trainings.

    Not a cached resource of Streamlit's: any browser can send "clear_cache", which would drop everybody's trainings.
    """
    queue = JobQueue(run_store())
    atexit.register(queue.close)
    return queue


@st.cache_resource(scope="session", on_release=lambda owner: job_queue().leave(owner), show_spinner=False)
def presence(owner: str) -> str:
    """Return `owner`; the queue is told when the session ends or its connection breaks."""
    return owner


@st.cache_resource(show_spinner=False)
def shipped_runs() -> dict[str, Run]:
    """Return the runs shipped in assets/models, by id."""
    return shipped.shipped_runs()


@st.cache_resource(show_spinner=False)
def recorded_runs() -> dict[tuple[str, bool, int], Run]:
    """Return the recorded runs of the experiments, none where their file is missing or damaged."""
    try:
        return experiments.recorded_runs()
    except RunError:
        return {}


@st.cache_resource(max_entries=60, show_spinner=False)
def classifier(run_id: str) -> Classifier | None:
    """Return the model of a shipped or a visitor's run, or None where it has none (any more).

    Raises:
        ModelError: the file is damaged.
        RunError: the run's folder is gone or damaged.
    """
    return load_classifier(shipped.SHIPPED if run_id in shipped_runs() else run_store(), run_id)


def best_classifier() -> Classifier | None:
    """Return the shipped model that knows what is no digit, or None where it is missing or damaged."""
    try:
        return classifier("best")
    except (ModelError, RunError):
        return None


@st.cache_resource(show_spinner=False)
def test_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return MNIST's test images, uint8 (10000, 28, 28), and their labels.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return load_test_digits()
