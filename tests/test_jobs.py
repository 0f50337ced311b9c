"""The queue with a trainer that is a script of events; tests/test_trainer.py has the real process."""

import queue
import time
from collections.abc import Callable
from typing import ClassVar

import pytest

from digitdemo import jobs
from digitdemo.config import TrainConfig
from digitdemo.jobs import JobQueue, QueueRefused
from digitdemo.runs import RunStore
from digitdemo.trainer_process import TrainerDied

from .test_runs import RECORD

QUICK = TrainConfig(architecture="linear", epochs=1)


class ScriptedTrainer:
    """Begins each training with an epoch record and then waits until the test ends it."""

    made: ClassVar[list["ScriptedTrainer"]] = []

    def __init__(self) -> None:
        self.events: queue.Queue = queue.Queue()
        self.trained: list[str] = []
        self.ended = False
        ScriptedTrainer.made.append(self)
        self.events.put({"event": "ready"})

    def send(self, command):
        if self.ended:
            raise TrainerDied("ended")
        if command["command"] == "stop":
            self.end_job(command["job"], "stopped")
        else:
            self.trained.append(command["job"])
            self.events.put({"event": "epoch", "job": command["job"], "record": vars(RECORD)})

    def end_job(self, job, outcome="finished", reason=""):
        self.events.put({"event": "ended", "job": job, "outcome": outcome, "reason": reason, "temperature": 1.25})

    def receive(self, timeout):
        event = self.events.get(timeout=timeout)
        if event is None:
            raise TrainerDied("signal 9")
        return event

    def end(self):
        self.ended = True


@pytest.fixture
def make_queue(tmp_path) -> Callable[..., JobQueue]:
    ScriptedTrainer.made = []
    made = []

    def make(**options) -> JobQueue:
        made.append(JobQueue(RunStore(tmp_path), start_trainer=ScriptedTrainer, **options))
        return made[-1]

    yield make
    for each in made:
        trainer = each._trainer.trainer
        if trainer is not None:
            trainer.events.put(None)
        each.close()


def until(condition: Callable[[], object], seconds: float = 5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.01)
    raise AssertionError("it did not happen")


def ended(jobs_: JobQueue, job_id: str):
    return until(lambda: (job := jobs_.job(job_id)) and job.state == "ended" and job)


def training(jobs_: JobQueue, job_id: str):
    return until(lambda: jobs_.job(job_id).state == "training")


def test_jobs_train_one_after_the_other_and_see_their_place(make_queue):
    jobs_ = make_queue()
    first, second, third = (jobs_.submit(QUICK, owner) for owner in "abc")
    training(jobs_, first.id)
    assert [jobs_.job(job.id).place for job in (second, third)] == [1, 2]
    ScriptedTrainer.made[0].end_job(first.id)
    training(jobs_, second.id)
    assert jobs_.job(third.id).place == 1
    assert ScriptedTrainer.made[0].trained == [first.id, second.id]


def test_an_owner_has_one_training_at_a_time(make_queue):
    jobs_ = make_queue()
    jobs_.submit(QUICK, "a")
    with pytest.raises(QueueRefused, match="has not ended yet"):
        jobs_.submit(QUICK, "a")


def test_the_queue_is_bounded(make_queue, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_WAITING", 2)
    jobs_ = make_queue()
    for owner in "abc":
        jobs_.submit(QUICK, owner)
    with pytest.raises(QueueRefused, match="2 trainings are waiting"):
        jobs_.submit(QUICK, "d")


def test_a_finished_run_is_saved_and_collected_once(make_queue, tmp_path):
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    assert jobs_.collect(job.id) is None
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    run = jobs_.collect(job.id)
    assert run.outcome == "finished"
    assert run.history == (RECORD,)
    assert RunStore(tmp_path).load(job.id) == run
    assert jobs_.collect(job.id) is None
    assert jobs_.job(job.id) is None


def test_stopping_a_training_keeps_its_curve(make_queue):
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    jobs_.stop(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("stopped", "stopped by hand after 0 of 1 epochs")
    assert run.history == (RECORD,)


def test_stopping_a_waiting_job_takes_it_out_of_the_queue(make_queue):
    jobs_ = make_queue()
    first, second = jobs_.submit(QUICK, "a"), jobs_.submit(QUICK, "b")
    training(jobs_, first.id)
    jobs_.stop(second.id)
    assert jobs_.job(second.id).run.reason == "stopped by hand before its turn came"


def test_a_dead_trainer_ends_the_job_with_a_reason_and_the_next_gets_a_new_one(make_queue, tmp_path):
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put(None)
    run = ended(jobs_, job.id).run
    assert run.outcome == "failed"
    assert run.reason == "the trainer process ended unexpectedly (signal 9)"
    assert RunStore(tmp_path).load(job.id).history == (RECORD,)
    again = jobs_.submit(QUICK, "a")
    training(jobs_, again.id)
    assert len(ScriptedTrainer.made) == 2


def test_a_trainer_that_died_while_idle_costs_nobody_a_training(make_queue):
    jobs_ = make_queue()
    first = jobs_.submit(QUICK, "a")
    training(jobs_, first.id)
    ScriptedTrainer.made[0].end_job(first.id)
    ended(jobs_, first.id)
    ScriptedTrainer.made[0].ended = True  # from now on it answers like a dead process
    second = jobs_.submit(QUICK, "b")
    training(jobs_, second.id)
    assert len(ScriptedTrainer.made) == 2
    ScriptedTrainer.made[1].end_job(second.id)
    assert ended(jobs_, second.id).run.outcome == "finished"


def test_an_event_that_nobody_expects_fails_the_job_and_not_the_queue(make_queue):
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": job.id, "record": {"surprise": 1}})
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("failed", "TypeError")
    assert ScriptedTrainer.made[0].ended
    training(jobs_, jobs_.submit(QUICK, "a").id)


def test_data_that_cannot_be_used_is_named(make_queue):
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put({"event": "fatal", "reason": "the data is damaged"})
    assert "the data is damaged" in ended(jobs_, job.id).run.reason


def test_a_full_disk_fails_the_job_and_not_the_queue(make_queue, monkeypatch):
    jobs_ = make_queue()

    def full(*_):
        raise OSError(28, "No space left on device", "/secret/place")

    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "save", full)
        job = jobs_.submit(QUICK, "a")
        training(jobs_, job.id)
        ScriptedTrainer.made[0].end_job(job.id)
        run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("failed", "the run could not be saved (No space left on device)")
    training(jobs_, jobs_.submit(QUICK, "a").id)


def test_an_idle_trainer_is_ended(make_queue):
    jobs_ = make_queue(idle_seconds=0.2)
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    time.sleep(0.5)
    assert not ScriptedTrainer.made[0].ended  # it is at work
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    until(lambda: ScriptedTrainer.made[0].ended)
    training(jobs_, jobs_.submit(QUICK, "a").id)
    assert len(ScriptedTrainer.made) == 2


def test_who_has_left_loses_the_turn_and_who_comes_back_keeps_it(make_queue, monkeypatch):
    monkeypatch.setattr(jobs, "GRACE_SECONDS", -1.0)  # at once
    jobs_ = make_queue()
    first, gone, back = (jobs_.submit(QUICK, owner) for owner in "abc")
    training(jobs_, first.id)
    for owner in "abc":
        jobs_.leave(owner)
    jobs_.job(back.id)  # a broken connection was mended
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": first.id, "record": PROGRESS})
    until(lambda: jobs_._jobs[first.id].state == "ended")  # nobody watches it and others wait
    training(jobs_, back.id)
    closed = "stopped because its page was closed and others were waiting after 0 of 1 epochs"
    assert jobs_._jobs[first.id].run.reason == closed
    assert jobs_._jobs[gone.id].run.reason == "its page was closed before its turn came"


def test_a_training_goes_on_without_its_page_while_nobody_else_waits(make_queue, monkeypatch):
    monkeypatch.setattr(jobs, "GRACE_SECONDS", -1.0)
    jobs_ = make_queue()
    job = jobs_.submit(QUICK, "a")
    training(jobs_, job.id)
    jobs_.leave("a")
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": job.id, "record": PROGRESS})
    until(lambda: jobs_._jobs[job.id].progress)
    ScriptedTrainer.made[0].end_job(job.id)
    assert ended(jobs_, job.id).run.outcome == "finished"


PROGRESS = {
    "epoch": 1,
    "epochs": 1,
    "step": 1,
    "steps": 2,
    "phase": "training",
    "images_per_second": 1.0,
    "fraction": 0.5,
    "seconds_left": 1.0,
}
