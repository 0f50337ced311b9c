"""A queue with several trainers, each a script of events."""

from __future__ import annotations

import threading

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.job import Job
from digitdemo.jobs.queue import JobQueue
from digitdemo.runs.store import RunStore
from digitdemo.visitors.visits import Visits
from tests.conftest import PATIENCE, until
from tests.jobs.conftest import QUICK, ScriptedTrainer


def two() -> int:
    return 2


def submit(jobs_: JobQueue, owner: str) -> Job:
    (job,) = jobs_.submit([QUICK], owner)
    return job


def trainer_of(job: Job) -> ScriptedTrainer:
    """Return the trainer that has the job, once one has."""
    return until(lambda: next((one for one in list(ScriptedTrainer.made) if job.id in one.trained), None))


def ended(jobs_: JobQueue, job: Job) -> Job:
    return until(lambda: (now := jobs_.job(job.id)).state == "ended" and now)


def test_as_many_train_at_once_as_there_are_trainers_and_the_next_takes_the_first_that_is_free(make_queue):
    jobs_ = make_queue(trainers=two)
    first, second, third = (submit(jobs_, owner) for owner in "abc")
    assert trainer_of(first) is not trainer_of(second)
    until(lambda: all(jobs_.job(job.id).state == "training" for job in (first, second)))
    assert [jobs_.job(job.id).place for job in (first, second, third)] == [0, 0, 1]
    trainer_of(second).end_job(second.id)
    assert trainer_of(third) is trainer_of(second)
    assert jobs_.job(first.id).state == "training"
    assert len(ScriptedTrainer.made) == 2


def test_trainings_that_were_started_together_train_side_by_side_and_all_end_by_stop_all(make_queue):
    jobs_ = make_queue(trainers=two)
    own = jobs_.submit([QUICK] * 4, "a")
    for job in own[:2]:
        trainer_of(job)
    jobs_.stop_all("a")
    reasons = [ended(jobs_, job).run.reason for job in own]
    assert reasons == ["stopped by hand after 0 of 1 epoch"] * 2 + ["stopped by hand before its turn came"] * 2


def test_whose_training_is_stopped_forgotten_or_given_away_is_nobody_elses(make_queue, tmp_path):
    jobs_ = make_queue(trainers=lambda: 3)
    stopped, forgotten, given = (submit(jobs_, owner) for owner in "abc")
    trainers = [trainer_of(job) for job in (stopped, forgotten, given)]
    until(lambda: all(jobs_.job(job.id).state == "training" for job in (stopped, forgotten, given)))
    jobs_.stop(stopped.id)
    assert ended(jobs_, stopped).run.outcome == "stopped"
    jobs_.forget("b")
    until(lambda: trainers[1].stopped == [forgotten.id])
    Visits(RunStore(tmp_path).database).bring_along("c", "d")
    jobs_.give("c", "d")
    trainers[2].end_job(given.id)
    assert ended(jobs_, given).run.outcome == "finished"
    assert [trainer.stopped for trainer in trainers] == [[stopped.id], [forgotten.id], []]
    store = RunStore(tmp_path)
    assert [kept.id for kept in store.of("d").listed()] == [given.id]
    assert store.of("b").listed() == []


def test_a_trainer_that_dies_ends_its_own_training_and_no_other(make_queue):
    jobs_ = make_queue(trainers=two)
    first, second = submit(jobs_, "a"), submit(jobs_, "b")
    trainer_of(second)
    trainer_of(first).die()
    assert ended(jobs_, first).run.outcome == "failed"
    trainer_of(second).end_job(second.id)
    assert ended(jobs_, second).run.outcome == "finished"


def test_what_one_writes_is_not_cleared_away_when_another_ends(make_queue):
    jobs_ = make_queue(trainers=two)
    first, second = submit(jobs_, "a"), submit(jobs_, "b")
    model = trainer_of(first).folders[first.id] / "model.tflite"
    model.write_bytes(b"a model")
    trainer_of(second).end_job(second.id)
    ended(jobs_, second)
    trainer_of(submit(jobs_, "c"))  # its worker has tidied up by then
    assert model.read_bytes() == b"a model"


def test_whose_trainer_is_there_trains_before_another_is_started(make_queue):
    jobs_ = make_queue(trainers=two)
    both = [submit(jobs_, owner) for owner in "ab"]
    busy, free = map(trainer_of, both)
    free.end_job(both[1].id)
    ended(jobs_, both[1])
    for owner in "cde":
        job = submit(jobs_, owner)
        assert trainer_of(job) is free
        free.end_job(job.id)
        ended(jobs_, job)
    busy.end_job(both[0].id)
    assert len(ScriptedTrainer.made) == 2


def test_while_one_trains_another_is_prepared_for_what_is_expected(make_queue):
    jobs_ = make_queue(trainers=two)
    busy = trainer_of(submit(jobs_, "a"))
    expected = TrainConfig(architecture="mlp", epochs=1)
    jobs_.prepare(expected)
    other = until(lambda: next((one for one in ScriptedTrainer.made[1:] if one.prepared), None))
    assert (other.prepared, busy.prepared) == ([(expected,)], [])
    assert trainer_of(submit(jobs_, "b")) is other


def test_trainers_at_rest_end_one_by_one(make_queue):
    jobs_ = make_queue(trainers=two, idle_seconds=0.0)
    first, second = submit(jobs_, "a"), submit(jobs_, "b")
    trainers = trainer_of(first), trainer_of(second)
    trainers[0].end_job(first.id)
    until(lambda: trainers[0].ended)
    assert not trainers[1].ended
    trainers[1].end_job(second.id)
    until(lambda: trainers[1].ended)


def test_when_there_are_fewer_trainers_no_more_begin_and_when_there_are_more_they_do(make_queue):
    there = [2]
    jobs_ = make_queue(trainers=lambda: there[0])
    first, second, third = (submit(jobs_, owner) for owner in "abc")
    trainers = trainer_of(first), trainer_of(second)
    there[0] = 1
    trainers[1].end_job(second.id)
    ended(jobs_, second)
    assert jobs_.job(third.id).place == 1
    there[0] = 3
    fourth = submit(jobs_, "d")
    assert {trainer_of(third), trainer_of(fourth)}.isdisjoint({trainers[0]})


def test_several_at_once_are_foretold_to_take_as_long_as_the_longest_share(make_queue):
    alone, both = make_queue(trainers=lambda: 1), make_queue(trainers=two)
    start = alone.foretell([QUICK]).seconds - (alone.foretell([QUICK] * 2).seconds - alone.foretell([QUICK]).seconds)
    one = alone.foretell([QUICK]).seconds - start
    assert both.foretell([QUICK] * 4).seconds == alone.foretell([QUICK] * 2).seconds
    assert both.foretell([QUICK]).seconds == start + one


def test_where_no_more_threads_can_be_started_those_there_are_train_all(make_queue, monkeypatch):
    start_any = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if thread.name.startswith("training queue"):
            raise RuntimeError("can't start new thread")
        start_any(thread)

    jobs_ = make_queue(trainers=two)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        first, second = (submit(jobs_, owner) for owner in "ab")
        jobs_.look_again()
    trainer_of(first).end_job(first.id)
    assert trainer_of(second) is trainer_of(first)


def test_who_still_tidies_up_keeps_no_training_from_another(make_queue, monkeypatch):
    jobs_ = make_queue(trainers=two)
    first, second = submit(jobs_, "a"), submit(jobs_, "b")
    tidying, free = trainer_of(first), trainer_of(second)
    free.end_job(second.id)
    ended(jobs_, second)
    begun, over = threading.Event(), threading.Event()

    def clear(store: RunStore) -> None:
        begun.set()
        over.wait(PATIENCE)

    monkeypatch.setattr(RunStore, "clear_drafts", clear)
    tidying.end_job(first.id)
    begun.wait(PATIENCE)
    assert trainer_of(submit(jobs_, "c")) is free
    over.set()
