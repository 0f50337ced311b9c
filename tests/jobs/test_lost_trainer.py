"""What becomes of a training whose trainer is lost with its machine: trainers that are scripts of events."""

import pytest

from digitdemo.jobs.job import Job
from digitdemo.jobs.line import Line
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import AllLost, TrainerLost
from digitdemo.runs.store import RunStore
from tests.conftest import RECORD, Clock, until
from tests.jobs.conftest import QUICK, ScriptedTrainer


def trainer_of(job: Job, number: int) -> ScriptedTrainer:
    """Return the trainer that is the how manieth to begin that job, from 0, once there is one."""

    def those() -> list[ScriptedTrainer]:
        return [one for one in list(ScriptedTrainer.made) if job.id in one.trained]

    return until(lambda: those()[number:])[0]


def ended(jobs_: JobQueue, job: Job) -> Job:
    return until(lambda: (now := jobs_.job(job.id)).state == "ended" and now)


def test_a_training_whose_trainer_is_lost_begins_again_from_nothing_once_and_is_kept_once(make_queue, tmp_path):
    jobs_ = make_queue(trainers=lambda: 2)
    (job,) = jobs_.submit([QUICK], "a", watched=True, name="Mine")
    first = trainer_of(job, 0)
    first.epoch(job.id, 1)
    first.progress(job.id)
    until(lambda: jobs_.job(job.id).progress)
    first.die(TrainerLost("the connection is gone"))
    second = trainer_of(job, 1)
    now = until(lambda: (now := jobs_.job(job.id)).state == "training" and now)
    assert (now.lost, now.history, now.progress) == (1, (RECORD,), None)
    assert second.watched == [job.id]
    assert second.folders[job.id] != first.folders[job.id]
    assert not first.folders[job.id].exists()
    second.end_job(job.id)
    assert ended(jobs_, job).run.outcome == "finished"
    assert [(kept.id, kept.name) for kept in RunStore(tmp_path).of("a").listed()] == [(job.id, "Mine")]


def test_a_training_that_takes_its_trainer_with_it_twice_has_failed(make_queue):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a")
    for number in range(2):
        trainer_of(job, number).die(TrainerLost("the connection is gone"))
    run = ended(jobs_, job).run
    assert (run.outcome, run.reason) == (
        "failed",
        "the trainer process ended unexpectedly (the connection is gone)",
    )


def test_when_all_are_lost_no_training_is_to_blame_and_yet_there_is_an_end(make_queue):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a")
    trainer_of(job, 0).die(TrainerLost("the connection is gone"))
    for number in (1, 2, 3):
        trainer_of(job, number).die(AllLost("the scheduler is gone"))
    assert until(lambda: (now := jobs_.job(job.id)).all_lost == 3 and now).lost == 1
    trainer_of(job, 4).die(AllLost("the scheduler is gone"))
    assert ended(jobs_, job).run.outcome == "failed"


def test_what_is_being_stopped_does_not_begin_again(make_queue):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a")
    trainer = trainer_of(job, 0)
    trainer.deaf = True
    jobs_.stop(job.id)
    until(lambda: trainer.stopped)
    trainer.die(TrainerLost("the connection is gone"))
    assert ended(jobs_, job).run.outcome == "failed"
    assert len(ScriptedTrainer.made) == 1


def test_a_training_that_begins_again_has_lost_neither_its_turn_nor_its_address_share(clock: Clock):
    line = Line(clock)
    jobs = [Job(id=name, owner=name, address=name, config=QUICK, seconds=10, asked=clock.now) for name in "abc"]
    line.add(jobs)
    line.begin("a", later=0)
    clock.now += 1000
    line.begin_again(jobs[0])
    assert [job.id for job in line.waiting()] == ["a", "b", "c"]


@pytest.mark.parametrize("owner_leaves", [True, False])
def test_whoever_is_forgotten_meanwhile_has_no_training_that_begins_again(make_queue, owner_leaves: bool, tmp_path):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a")
    trainer = trainer_of(job, 0)
    trainer.deaf = True
    if owner_leaves:
        jobs_.forget("a")
    trainer.die(TrainerLost("the connection is gone"))
    if not owner_leaves:
        trainer_of(job, 1)
        jobs_.forget("a")
    until(lambda: not jobs_.jobs_of("a"))
    assert RunStore(tmp_path).ids() == []
