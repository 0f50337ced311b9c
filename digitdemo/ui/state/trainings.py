"""The trainings of this visit: started, waited for, stopped, and taken over when they have ended."""

import logging
import time
from collections.abc import Sequence

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.admission import QueueRefused
from digitdemo.jobs.foretelling import Foretold
from digitdemo.jobs.job import Job
from digitdemo.jobs.warm_start import may_start_warm
from digitdemo.runs.run import StoreError
from digitdemo.system import warn_once
from digitdemo.ui import process, resources
from digitdemo.ui.state.address_of_visitor import visitors_address
from digitdemo.ui.state.knobs import set_knobs
from digitdemo.ui.state.run_list import add_run, take_off
from digitdemo.ui.state.run_names import brief_training_name
from digitdemo.ui.state.sweep_of_visit import is_of_sweep
from digitdemo.ui.state.visit import visit

_EXPECTED_SECONDS = 5.0  # for which the queue need not be told the same again
_MOST_TOLD = 50  # beside those that the queue still knows: one that is forgotten here would end again and again

_LOG = logging.getLogger(__name__)


def expect_trainings(*configs: TrainConfig) -> None:
    """Have a trainer ready for these, the likeliest first, where there is the memory for it."""
    now, moment = visit(), time.monotonic()
    if now.expected == configs and moment - now.expected_at < _EXPECTED_SECONDS:
        return  # every stroke says so, and would wake the queue's thread
    if may_start_warm() and current_job() is None:
        resources.job_queue().prepare(*configs)
        now.expected, now.expected_at = configs, moment


def foretell(*configs: TrainConfig) -> Foretold:
    """Return how long these trainings would take here in all."""
    return process.foretell_trainings(configs)


def start_training(config: TrainConfig, before: str | None = None) -> None:
    """Queue a training; `before` is the run that it is to be compared with. A refusal is shown as a message."""
    _submit([config], before=before)


def start_with_own(config: TrainConfig, own: OwnImages, before: str) -> None:
    """Queue a training that learns from drawings of the visitor's, too; `before` is the run to compare it with."""
    _submit([config], before=before, own=own)


def start_watched(config: TrainConfig, name: str) -> str | None:
    """Queue a training whose weights are seen as they change, and return its id; None if refused, as a message.

    Its run is called `name`.
    """
    jobs = _submit([config], watched=True, name=name)
    return jobs[0].id if jobs else None


def start_trainings(config: TrainConfig, configs: Sequence[TrainConfig], before: str | None = None) -> None:
    """Set the knobs to `config`, queue the trainings of `configs`, in this order, and go to the Lab.

    `before` is the run that they are to be compared with.
    """
    set_knobs(config)
    _submit(configs, before=before)
    visit().leads_to_lab = True


def start_in_place(configs: Sequence[TrainConfig]) -> list[str]:
    """Queue trainings that this page shows itself, and return their ids; none if refused, as a message."""
    return [job.id for job in _submit(configs)]


def leads_to_lab() -> bool:
    """Return whether what was clicked leads to the Lab, once."""
    leads, visit().leads_to_lab = visit().leads_to_lab, False
    return leads


def _submit(
    configs: Sequence[TrainConfig],
    *,
    watched: bool = False,
    before: str | None = None,
    name: str = "",
    own: OwnImages | None = None,
) -> list[Job]:
    now = visit()
    try:
        jobs = resources.job_queue().submit(
            configs, now.owner, address=visitors_address(), watched=watched, name=name, own=own
        )
    except QueueRefused as refusal:
        now.refusal = refusal
        return []
    now.in_store, now.ended = True, None
    now.job_ids = [*now.job_ids, *(job.id for job in jobs)]
    if name:
        now.names = {**now.names, **dict.fromkeys((job.id for job in jobs), name)}
    now.made_room_last = []
    if now.shown == [now.example_shown] != [before]:
        now.shown = []  # the example has shown what a curve is
    now.under_way = {**now.under_way, **{job.id: brief_training_name(job.config) for job in jobs}}
    if before is not None:
        now.grown_from = {**now.grown_from, **dict.fromkeys((job.id for job in jobs), before)}
    return jobs


def seconds_waited(job: Job) -> float:
    """Return for how long this visit's training has been asked for."""
    return time.monotonic() - job.asked


def grown_from(run_id: str) -> str | None:
    """Return the run that this run, or training under way, is to be compared with; None where there is none."""
    return visit().grown_from.get(run_id)


def take_refusal() -> str | None:
    """Return why the last start was refused, once."""
    refusal, visit().refusal = visit().refusal, None
    return str(refusal) if refusal else None


def stop_training() -> None:
    """Stop this visit's training that is under way, or the next one; of a sweep, all that is left of it."""
    if visit().sweeping or visit().searching:
        stop_all_trainings()
    elif job := current_job():
        resources.job_queue().stop(job.id)


def stop_all_trainings() -> None:
    """Stop this visit's trainings that are under way, and drop those that wait; a sweep or a search ends by it."""
    now = visit()
    now.sweeping = now.searching = False
    now.sweep_tried = frozenset()  # what is stopped has not failed
    resources.job_queue().stop_all(now.owner)


def current_job() -> Job | None:
    """Return this visit's training that is under way, or the next one, as it is now; None if there is none."""
    return next(iter(jobs()), None)


def more_waiting() -> bool:
    """Return whether trainings of this visit wait behind the current one, or are under way beside it."""
    return any(job.state != "ended" for job in jobs()[1:])


def jobs() -> list[Job]:
    """Return the visitor's trainings whose end was not told on this page yet, whichever page started them, in order."""
    now, found = visit(), process.jobs_of(visit().owner)
    now.in_store = now.in_store or bool(found)
    return [job for job in found if job.id not in now.told_ended]


def take_ended(jobs: Sequence[Job]) -> None:
    """Take note of those of the visitor's trainings that have ended; of one that ended too soon there is a message.

    Streamlit may end this script run at any access to the session, and another one then begins before this one is gone.
    So that it was told is noted last, and to take note twice is to take note once.
    """
    now = visit()
    ended = [job for job in jobs if job.run is not None]
    for job in sorted(ended, key=lambda job: bool(job.history)):  # what has trained is newer than what never began
        run = job.run
        if run is not None and run.lasting and job.kept and is_of_sweep(run.config):
            continue  # its map tells: a hundred of them are no news
        now.ended = run
        if run is None:
            continue
        if run.lasting and not job.kept:
            add_run(run)
        elif not run.lasting:
            now.shown = now.shown or [now.example_shown]
    take_off([run_id for job in jobs for run_id in job.made_room])
    told = [*now.told_ended, *(job.id for job in ended)]
    if (spare := len(told) - _MOST_TOLD) > 0:
        known = {job.id for job in process.jobs_of(now.owner)}
        told = [*(job_id for job_id in told[:spare] if job_id in known), *told[spare:]]
    now.told_ended = told
    now.under_way = {run_id: name for run_id, name in now.under_way.items() if run_id not in now.told_ended}
    now.job_ids = [job.id for job in jobs if job.run is None]


def take_lost(jobs: Sequence[Job]) -> None:
    """Find out, once in a visit that goes on, which trainings ended with the app that had them.

    They must not vanish unsaid: a script run may be cut off before this, and the next one asks then.
    """
    now = visit()
    if now.lost is not None:
        return
    ids = {*now.runs, *(job.id for job in jobs)}
    lost = {run_id: name for run_id, name in now.under_way.items() if run_id not in ids}
    try:
        if lost and (now.out_of_reach or resources.keeper().trains(now.owner)):
            lost = {}
    except StoreError as error:
        warn_once(_LOG, f"Nobody knows whether a training was lost: {error}")
        return
    now.lost = tuple(lost.values())
    now.under_way = {run_id: name for run_id, name in now.under_way.items() if run_id not in lost}
