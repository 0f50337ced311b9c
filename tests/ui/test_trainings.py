"""The trainings of a visit, without a page around them."""

import dataclasses

import pytest

from digitdemo.jobs.job import Job
from digitdemo.runs.run import Run
from digitdemo.ui import resources
from digitdemo.ui.state import run_colours, run_list, shared_runs, trainings
from digitdemo.ui.state.visit import Visit
from tests.conftest import MLP, run_of


class Ended(Exception):
    """As Streamlit ends a script run for the next one."""


@dataclasses.dataclass
class Queue:
    """A queue with one training that has ended."""

    run: Run
    forgotten: bool = False

    def job(self, job_id: str) -> Job | None:
        return (
            None
            if self.forgotten
            else Job(id=job_id, owner="somebody", config=self.run.config, state="ended", run=self.run)
        )

    def collect(self, job_id: str) -> Run | None:
        forgotten, self.forgotten = self.forgotten, True
        return None if forgotten else self.run


@pytest.mark.parametrize("place", ["claim_colour", "has_model"])
def test_a_run_is_collected_whole_although_the_script_run_that_collects_it_is_ended(
    monkeypatch: pytest.MonkeyPatch, place: str
):
    run, now = run_of(MLP, id="a"), Visit(MLP)
    now.job_ids, now.shown, queue = ["a"], [], Queue(run)
    for module in (trainings, run_list, run_colours, shared_runs):
        monkeypatch.setattr(module, "visit", lambda: now)
    monkeypatch.setattr(resources, "job_queue", lambda: queue)
    monkeypatch.setattr(run_list, "has_model", lambda run_id: True)
    with monkeypatch.context() as ending:
        ending.setattr(run_list, place, lambda run_id: (_ for _ in ()).throw(Ended))
        with pytest.raises(Ended):
            trainings.collect_ended()
    trainings.collect_ended()
    assert (now.runs, now.shown, now.answering.count("a"), now.looked_at) == ({"a": run}, ["a"], 1, "a")
    assert now.job_ids == []
    assert queue.forgotten
