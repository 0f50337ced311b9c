"""The sweep of a visit as it goes on: a few trainings are queued at a time, as long as the visitor is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.admission import QueueRefused
from digitdemo.limits import limits
from digitdemo.sweeps.found import Found, FoundCell, found_in
from digitdemo.sweeps.sweep import Sweep
from digitdemo.ui import process, resources
from digitdemo.ui.state import trainings
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.focus import bring_to_focus
from digitdemo.ui.state.run_list import own_runs
from digitdemo.ui.state.run_names import brief_training_name
from digitdemo.ui.state.sweep_of_visit import sweep
from digitdemo.ui.state.visit import visit

# Queued at once. Others' turns come between two of these as between any two trainings; few, so that who goes away
# leaves few behind, and what is queued is not out of date when another tab has changed the sweep.
_AT_ONCE = 4


def begin(made: Sweep) -> None:
    """Make that the visit's sweep, and train what is missing of it."""
    visit().sweep, visit().sweep_cell = made.to_texts(), None
    resume()


def resume() -> None:
    """Train what is missing of the visit's sweep, with what failed before."""
    visit().sweeping, visit().sweep_tried = True, frozenset()
    go_on()


def stop() -> None:
    """End the sweep: the training under way stops, those that wait are dropped; all that is done is kept."""
    trainings.stop_all_trainings()


def goes_on() -> bool:
    """Return whether trainings of the sweep are under way or will be queued."""
    return visit().sweeping


def found(made: Sweep) -> Found:
    """Return what of a sweep is among the visitor's runs."""
    return found_in(made, own_runs().values())


def now_training(made: Sweep) -> TrainConfig | None:
    """Return the config of the sweep's training that is under way, or the next one; None where there is none."""
    job = trainings.current_job()
    return job.config if job is not None and job.config in made.trainings else None


def failed() -> int:
    """Return how many trainings of the sweep have ended without telling anything since it was started or resumed."""
    made = sweep()
    if made is None or trainings.current_job() is not None:
        return 0
    return len(visit().sweep_tried.intersection(found(made).missing))


def go_on() -> None:
    """Queue the next trainings of the sweep once the last ones have ended; every script run asks.

    What has failed is not tried again before the visitor resumes. A refusal ends the sweep, and is shown.
    """
    now, made = visit(), sweep()
    if not now.sweeping or now.out_of_reach:
        return
    if made is None:
        now.sweeping = False
        return
    if some_unfinished():
        return
    left = [config for config in found(made).missing if config not in now.sweep_tried]
    if not left:
        now.sweeping = False
        return
    batch = left[: min(_AT_ONCE, limits().waiting_per_visitor)]
    try:
        start_aside(batch)
    except QueueRefused as refusal:
        if not some_unfinished():  # else another tab was faster
            now.refusal, now.sweeping = refusal, False
        return
    now.sweep_tried |= set(batch)


def start_aside(configs: Sequence[TrainConfig]) -> None:
    """Queue trainings of a sweep or a search: what is on the chart stays.

    Raises:
        QueueRefused: a limit is in the way.
    """
    now = visit()
    jobs = resources.job_queue().submit(configs, now.owner, address=visitors_address())
    now.in_store = True
    now.job_ids = [*now.job_ids, *(job.id for job in jobs)]
    now.under_way = {**now.under_way, **{job.id: brief_training_name(job.config) for job in jobs}}


def some_unfinished() -> bool:
    """Return whether a training of the visitor's waits or is under way, whichever page or tab has started it."""
    return any(job.state != "ended" for job in process.jobs_of(visit().owner))


def opened_place() -> tuple[int, ...] | None:
    """Return the place of the cell whose runs are shown; None where none is."""
    return visit().sweep_cell


def opened_cell(found_: Found) -> FoundCell | None:
    """Return the cell of the map whose runs are shown; None where none is."""
    return next((one for one in found_.cells if one.cell.place == opened_place()), None)


def take_cell(key: str, one_knob: bool) -> None:
    """Take over which cell of a map was clicked; a click on the one that is open closes it.

    Where `one_knob` is swept, columns are no values. A browser may say anything.
    """
    said = st.session_state.get(key)
    cell = said.get("cell") if isinstance(said, Mapping) else None
    if not isinstance(cell, list) or len(cell) != 2 or any(type(number) is not int for number in cell):
        return
    place = (cell[0],) if one_knob else (cell[0], cell[1])
    visit().sweep_cell = None if place == visit().sweep_cell else place


def open_run_of_cell(run_id: str) -> None:
    """Put a run on the chart, where the Lab then tells of it."""
    if run_id in own_runs():
        bring_to_focus(run_id)
