"""The trainings of a visit, without a page around them."""

import pytest

from digitdemo.jobs.job import Job
from digitdemo.ui import process
from digitdemo.ui.state import run_colours, run_list, shared_runs, sweep_of_visit, trainings
from digitdemo.ui.state.visit import Visit
from tests.conftest import MLP, run_of


class Ended(Exception):
    """As Streamlit ends a script run for the next one."""


@pytest.mark.parametrize("place", ["claim_colour", "has_model"])
def test_a_run_is_taken_whole_although_the_script_run_that_takes_it_is_ended(
    monkeypatch: pytest.MonkeyPatch, place: str
):
    run, now = run_of(MLP, id="a"), Visit(MLP)
    now.shown, ended = [], [Job(id="a", owner=now.owner, config=MLP, state="ended", history=run.history, run=run)]
    for module in (trainings, run_list, run_colours, shared_runs):
        monkeypatch.setattr(module, "visit", lambda: now)
    monkeypatch.setattr(run_list, "has_model", lambda run_id: True)
    with monkeypatch.context() as ending:
        ending.setattr(run_list, place, lambda run_id: (_ for _ in ()).throw(Ended))
        with pytest.raises(Ended):
            trainings.take_ended(ended)
    assert now.told_ended == []
    trainings.take_ended(ended)
    assert (now.runs, now.shown, now.answering.count("a"), now.looked_at) == ({"a": run}, ["a"], 1, "a")
    assert (now.numbers, now.told_ended) == ({"a": 0}, ["a"])


def test_an_end_is_told_once_however_many_trainings_have_ended(monkeypatch: pytest.MonkeyPatch):
    now = Visit(MLP)
    for module in (trainings, run_list, sweep_of_visit):
        monkeypatch.setattr(module, "visit", lambda: now)
    known: list[Job] = []
    monkeypatch.setattr(process, "jobs_of", lambda owner: list(known))
    for number in range(120):  # as a sweep has them, in less time than the queue knows them
        run = run_of(MLP, id=f"run-{number}")
        known.append(
            Job(id=run.id, owner=now.owner, config=MLP, state="ended", history=run.history, run=run, kept=True)
        )
        trainings.take_ended(trainings.jobs())
        assert trainings.jobs() == []
    known.clear()
    trainings.take_ended([])
    assert len(now.told_ended) <= 50


@pytest.mark.parametrize(
    ("states", "more"),
    [
        ([], False),
        (["training"], False),
        (["training", "ended"], False),
        (["training", "waiting"], True),
        (["training", "saving"], True),  # side by side
    ],
)
def test_all_can_be_stopped_at_once_where_there_are_several(states: list, more: bool, monkeypatch: pytest.MonkeyPatch):
    jobs = [Job(id=str(number), owner="a", config=MLP, state=state) for number, state in enumerate(states)]
    monkeypatch.setattr(trainings, "jobs", lambda: jobs)
    assert trainings.more_waiting() is more
