"""The queue with a trainer that is a script of events; tests/jobs/test_trainer.py has the real process."""

import itertools
import queue
import time
from collections.abc import Callable
from typing import ClassVar

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs import queue as queue_module
from digitdemo.jobs.queue import MOST_AT_ONCE, Job, JobQueue, QueueRefused
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.runs.store import RunStore
from tests.conftest import RECORD, until

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


def submit(jobs_: JobQueue, owner: str) -> Job:
    (job,) = jobs_.submit([QUICK], owner)
    return job


def ended(jobs_: JobQueue, job_id: str):
    return until(lambda: (job := jobs_.job(job_id)) and job.state == "ended" and job)


def training(jobs_: JobQueue, job_id: str):
    return until(lambda: jobs_.job(job_id).state == "training")


def test_jobs_train_one_after_the_other_and_see_their_place(make_queue):
    jobs_ = make_queue()
    first, second, third = (submit(jobs_, owner) for owner in "abc")
    training(jobs_, first.id)
    assert [jobs_.job(job.id).place for job in (second, third)] == [1, 2]
    ScriptedTrainer.made[0].end_job(first.id)
    training(jobs_, second.id)
    assert jobs_.job(third.id).place == 1
    assert ScriptedTrainer.made[0].trained == [first.id, second.id]


def test_an_owner_has_one_training_at_a_time(make_queue):
    jobs_ = make_queue()
    submit(jobs_, "a")
    with pytest.raises(QueueRefused, match="has not ended yet"):
        submit(jobs_, "a")


def test_the_queue_is_bounded(make_queue, monkeypatch):
    monkeypatch.setattr(queue_module, "MOST_WAITING", 2)
    jobs_ = make_queue()
    for owner in "abc":
        submit(jobs_, owner)
    with pytest.raises(QueueRefused, match="No more than 2 trainings can wait"):
        submit(jobs_, "d")


def test_the_trainings_of_a_batch_train_one_after_the_other(make_queue):
    jobs_ = make_queue()
    first, second, third = jobs_.submit([QUICK] * 3, "a")
    training(jobs_, first.id)
    assert [(job.turn, job.together) for job in (first, second, third)] == [(0, 3), (1, 3), (2, 3)]
    assert [jobs_.job(job.id).place for job in (second, third)] == [1, 2]
    for job, following in ((first, second), (second, third)):
        ScriptedTrainer.made[0].end_job(job.id)
        training(jobs_, following.id)
    with pytest.raises(QueueRefused, match="has not ended yet"):
        submit(jobs_, "a")
    ScriptedTrainer.made[0].end_job(third.id)
    ended(jobs_, third.id)
    assert [jobs_.collect(job.id).outcome for job in (first, second, third)] == ["finished"] * 3
    submit(jobs_, "a")


def test_nobody_has_a_second_training_before_everyone_has_had_a_first(make_queue):
    jobs_ = make_queue()
    a = jobs_.submit([QUICK] * 3, "a")
    training(jobs_, a[0].id)
    b = jobs_.submit([QUICK] * 2, "b")
    c = submit(jobs_, "c")
    fair = [a[0], b[0], c, a[1], b[1], a[2]]
    assert [jobs_.job(job.id).place for job in fair] == [0, 1, 2, 3, 4, 5]
    for job, following in itertools.pairwise(fair):
        ScriptedTrainer.made[0].end_job(job.id)
        training(jobs_, following.id)
    assert ScriptedTrainer.made[0].trained == [job.id for job in fair]


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_a_batch_of_none_or_too_many_is_refused(make_queue, count: int):
    with pytest.raises(ValueError, match=f"{count} trainings at once: need 1 to {MOST_AT_ONCE}"):
        make_queue().submit([QUICK] * count, "a")


def test_a_batch_that_the_queue_has_no_room_for_is_refused_as_a_whole(make_queue, monkeypatch):
    monkeypatch.setattr(queue_module, "MOST_WAITING", 2)
    jobs_ = make_queue()
    submit(jobs_, "a")
    with pytest.raises(QueueRefused, match="No more than 2 trainings can wait"):
        jobs_.submit([QUICK] * 3, "b")
    jobs_.submit([QUICK] * 2, "b")


def test_stop_ends_one_of_a_batch_and_the_next_begins(make_queue):
    jobs_ = make_queue()
    first, second = jobs_.submit([QUICK] * 2, "a")
    training(jobs_, first.id)
    jobs_.stop(first.id)
    training(jobs_, second.id)
    assert jobs_.job(first.id).run.reason == "stopped by hand after 0 of 1 epochs"


def test_stop_all_ends_every_training_of_its_owner_and_no_other(make_queue):
    jobs_ = make_queue()
    own = jobs_.submit([QUICK] * 3, "a")
    training(jobs_, own[0].id)
    other = submit(jobs_, "b")
    jobs_.stop_all("a")
    training(jobs_, other.id)
    reasons = [ended(jobs_, job.id).run.reason for job in own]
    assert reasons == ["stopped by hand after 0 of 1 epochs", *["stopped by hand before its turn came"] * 2]
    assert ScriptedTrainer.made[0].trained == [own[0].id, other.id]
    submit(jobs_, "a")


def test_a_finished_run_is_saved_and_collected_once(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
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
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    jobs_.stop(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("stopped", "stopped by hand after 0 of 1 epochs")
    assert run.history == (RECORD,)


def test_stopping_a_waiting_job_takes_it_out_of_the_queue(make_queue):
    jobs_ = make_queue()
    first, second = (submit(jobs_, owner) for owner in "ab")
    training(jobs_, first.id)
    jobs_.stop(second.id)
    assert jobs_.job(second.id).run.reason == "stopped by hand before its turn came"


def test_a_dead_trainer_ends_the_job_with_a_reason_and_the_next_gets_a_new_one(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put(None)
    run = ended(jobs_, job.id).run
    assert run.outcome == "failed"
    assert run.reason == "the trainer process ended unexpectedly (signal 9)"
    assert RunStore(tmp_path).load(job.id).history == (RECORD,)
    again = submit(jobs_, "a")
    training(jobs_, again.id)
    assert len(ScriptedTrainer.made) == 2


def test_a_trainer_that_died_while_idle_costs_nobody_a_training(make_queue):
    jobs_ = make_queue()
    first = submit(jobs_, "a")
    training(jobs_, first.id)
    ScriptedTrainer.made[0].end_job(first.id)
    ended(jobs_, first.id)
    ScriptedTrainer.made[0].ended = True  # from now on it answers like a dead process
    second = submit(jobs_, "b")
    training(jobs_, second.id)
    assert len(ScriptedTrainer.made) == 2
    ScriptedTrainer.made[1].end_job(second.id)
    assert ended(jobs_, second.id).run.outcome == "finished"


def test_an_event_that_nobody_expects_fails_the_job_and_not_the_queue(make_queue):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": job.id, "record": {"surprise": 1}})
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("failed", "TypeError")
    assert ScriptedTrainer.made[0].ended
    training(jobs_, submit(jobs_, "a").id)


def test_data_that_cannot_be_used_is_named(make_queue):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put({"event": "fatal", "reason": "the data is damaged"})
    assert "the data is damaged" in ended(jobs_, job.id).run.reason


def test_a_full_disk_fails_the_job_and_not_the_queue(make_queue, monkeypatch):
    jobs_ = make_queue()

    def full(*_):
        raise OSError(28, "No space left on device", "/secret/place")

    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "save", full)
        job = submit(jobs_, "a")
        training(jobs_, job.id)
        ScriptedTrainer.made[0].end_job(job.id)
        run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("failed", "the run could not be saved (No space left on device)")
    training(jobs_, submit(jobs_, "a").id)


def test_an_idle_trainer_is_ended(make_queue):
    jobs_ = make_queue(idle_seconds=0.2)
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    time.sleep(0.5)
    assert not ScriptedTrainer.made[0].ended  # it is at work
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    until(lambda: ScriptedTrainer.made[0].ended)
    training(jobs_, submit(jobs_, "a").id)
    assert len(ScriptedTrainer.made) == 2


def test_who_has_left_loses_the_turn_and_who_comes_back_keeps_it(make_queue, monkeypatch):
    monkeypatch.setattr(queue_module, "GRACE_SECONDS", -1.0)  # at once
    jobs_ = make_queue()
    first, gone, back = (submit(jobs_, owner) for owner in "abc")
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
    monkeypatch.setattr(queue_module, "GRACE_SECONDS", -1.0)
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    jobs_.leave("a")
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": job.id, "record": PROGRESS})
    until(lambda: jobs_._jobs[job.id].progress)
    ScriptedTrainer.made[0].end_job(job.id)
    assert ended(jobs_, job.id).run.outcome == "finished"


def test_of_a_batch_without_its_page_the_training_under_way_goes_on_and_the_rest_is_dropped(make_queue, monkeypatch):
    monkeypatch.setattr(queue_module, "GRACE_SECONDS", -1.0)
    jobs_ = make_queue()
    first, second = jobs_.submit([QUICK] * 2, "a")
    training(jobs_, first.id)
    jobs_.leave("a")
    ScriptedTrainer.made[0].events.put({"event": "progress", "job": first.id, "record": PROGRESS})
    until(lambda: jobs_._jobs[first.id].progress)
    assert not jobs_._jobs[first.id].stopping  # nobody else waits
    ScriptedTrainer.made[0].end_job(first.id)
    until(lambda: jobs_._jobs[second.id].state == "ended")
    assert jobs_._jobs[first.id].run.outcome == "finished"
    assert jobs_._jobs[second.id].run.reason == "its page was closed before its turn came"


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
