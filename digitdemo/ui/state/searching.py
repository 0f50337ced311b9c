"""The search of a visit as it goes on: one training at a time, each proposed by what those before have come to."""

from __future__ import annotations

from digitdemo.jobs.admission import QueueRefused, TooLong
from digitdemo.runs.run import Run
from digitdemo.sweeps.search import Search, is_installed, next_trial, trials_of
from digitdemo.ui.state.run_list import own_runs
from digitdemo.ui.state.sweep_of_visit import search
from digitdemo.ui.state.sweeping import some_unfinished, start_aside
from digitdemo.ui.state.visit import visit


def begin(made: Search) -> None:
    """Make that the visit's search, and begin or go on with it."""
    now = visit()
    now.search, now.searching, now.search_tried = made.to_texts(), True, frozenset()
    go_on()


def goes_on() -> bool:
    """Return whether a trial is under way or will be queued."""
    return visit().searching


def trials(made: Search) -> list[Run]:
    """Return the trials of a search among the visitor's runs."""
    return trials_of(made, own_runs().values())


def go_on() -> None:
    """Queue the next trial once the last training has ended; every script run asks. A refusal ends it, and is shown.

    A trial that would take too long here is left out: the others tell enough.
    """
    now, made = visit(), search()
    if not now.searching or now.out_of_reach or some_unfinished():
        return
    while made and is_installed() and (config := next_trial(made, own_runs().values(), now.search_tried)):
        try:
            start_aside([config])
        except TooLong:
            now.search_tried |= {config}
            continue
        except QueueRefused as refusal:
            if not some_unfinished():  # else another tab was faster
                now.refusal, now.searching = refusal, False
            return
        now.search_tried |= {config}
        return
    now.searching = False
