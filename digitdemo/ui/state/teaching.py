"""Teach mine: the small network that a visit trains on the Play page, from guessing to reading."""

import dataclasses

from digitdemo.config.lesson import LESSON
from digitdemo.jobs.job import Job
from digitdemo.runs.run import Run
from digitdemo.texts import mark, tr
from digitdemo.ui.state import run_list, trainings
from digitdemo.ui.state.run_colours import hand_on_colour
from digitdemo.ui.state.visit import visit

YOURS = "yours"  # the id of its row and of its network in the browser, until it is a run
NAME = mark("Yours")  # of the run, unless the visitor calls it otherwise

Climb = tuple[tuple[float, float], ...]  # (epochs trained, test accuracy)


def expect_lesson() -> None:
    """Have a trainer warm for whoever may click "Teach mine", where there is the memory for it."""
    trainings.expect_trainings(LESSON)


def teach() -> None:
    """Begin a lesson, each from other first weights than the last one; a refusal is kept for `take_refusal`."""
    if lesson() is not None:
        return  # who clicks twice wants one
    now = visit()
    started = trainings.start_watched(dataclasses.replace(LESSON, seed=now.lessons), tr(NAME))
    if started is not None:
        now.lessons += 1
        hand_on_colour(YOURS, started)
        now.taught, now.climb = started, ()


def lesson() -> Job | None:
    """Return the lesson that waits or is under way, as it is now; None if there is none."""
    job = trainings.current_job()
    return job if job is not None and job.id == visit().taught else None


def taught_run() -> Run | None:
    """Return the run of the last lesson that has ended; None where there is none, or it was deleted."""
    return run_list.own_runs().get(visit().taught)


def news_is_of_lesson() -> bool:
    """Return whether the training that has ended last was the last lesson."""
    return visit().news_of == visit().taught


def has_yours() -> bool:
    """Return whether "yours" still is a network of its own: not once it is a run with a model, which answers itself."""
    run = taught_run()
    return run is None or not run_list.has_model(run.id)


def climb() -> Climb:
    """Return how the test accuracy went in the last lesson, and at last what that of its run is on all test images."""
    job, run, now = lesson(), taught_run(), visit()
    if job is not None:
        now.climb = job.climb or now.climb  # the queue forgets it with the job
        return now.climb
    if run is None or not run.history:
        return ()
    kept = run.kept  # of a lesson that was stopped, its last whole epoch
    return (*(point for point in now.climb if point[0] < kept.epoch), (float(kept.epoch), kept.test_accuracy))
