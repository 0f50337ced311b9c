"""Where visitors' runs, visits and drawings are kept, and the queue that trains them."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import TYPE_CHECKING

import streamlit as st

from digitdemo.inference import shipped
from digitdemo.jobs.queue import JobQueue
from digitdemo.runs.files import MODEL_FILE, RunSource
from digitdemo.runs.run import Run, RunError
from digitdemo.system import warn_once
from digitdemo.ui import process
from digitdemo.ui.resources.ready_made import shipped_runs

if TYPE_CHECKING:
    from digitdemo.runs.store import RunStore
    from digitdemo.visitors.drawings import OwnDrawings
    from digitdemo.visitors.handovers import Handovers
    from digitdemo.visitors.keeper import Keeper


_MOST_RUNS_READ = 2000  # some 10 kB each

_LOG = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Return where visitors' runs are kept: Streamlit's secrets may name a database, `[connections.runs] url`."""
    # Here: SQLAlchemy's 14 MB, for an app in which nobody has done anything.
    from digitdemo.runs.store import default_store

    secrets = st.secrets.get("connections", {}) if st.secrets.load_if_toml_exists() else {}
    return default_store(secrets.get("runs", {}).get("url"))


def job_queue() -> JobQueue:
    """Return the queue of trainings, one for the whole process."""
    return process.job_queue(run_store)


def keeper() -> Keeper:
    """Return what keeps the visits, one for the whole process."""
    return process.keeper(run_store)


@st.cache_resource(show_spinner=False)
def handovers() -> Handovers:
    """Return the codes by which another device opens a visit."""
    from digitdemo.visitors.handovers import Handovers  # here: SQLAlchemy, as above

    return Handovers(run_store().database, attempts=process.CODE_ATTEMPTS)


def visitors_runs(run_ids: Collection[str]) -> dict[str, Run]:
    """Return these runs of visitors', each read once; what is gone or damaged is left out.

    Raises:
        StoreError: the database fails.
    """
    known = _runs_read()
    if missing := [run_id for run_id in run_ids if run_id not in known]:
        known |= run_store().load_all(missing)
    found = {run_id: known[run_id] for run_id in run_ids if run_id in known}
    for run_id in list(known)[: max(0, len(known) - _MOST_RUNS_READ)]:
        known.pop(run_id, None)
    return found


@st.cache_resource(show_spinner=False)
def _runs_read() -> dict[str, Run]:
    return {}


def store_of(run_id: str) -> RunSource:
    """Return where a shipped or a visitor's run is kept.

    Neither that nor what is cached here knows who asks: whoever asks for a visitor takes the id from `all_runs` of
    `digitdemo/ui/state/run_list.py`, which has no run that this visitor may not see.
    """
    return shipped.SHIPPED if run_id in shipped_runs() else run_store()


def with_model(run_ids: Collection[str]) -> set[str]:
    """Return those of the shipped and the visitors' runs that have a model, be it damaged."""
    own = [run_id for run_id in run_ids if run_id not in shipped_runs()]
    found = {run_id for run_id in run_ids if run_id in shipped_runs() and shipped.SHIPPED.has(run_id, MODEL_FILE)}
    try:
        return found | run_store().with_file(MODEL_FILE, own) if own else found
    except RunError as error:
        warn_once(_LOG, f"Visitors' runs do not answer: {error}")
        return found


def own_drawings(owner: str, address: str = "") -> OwnDrawings:
    """Return the drawings that this owner has kept; whoever adds to them says from which address that is."""
    from digitdemo.visitors.drawings import OwnDrawings

    return OwnDrawings(run_store().database, owner, address)
