"""The queue with a trainer that is a script of events; tests/jobs/test_trainer.py has the real process."""

import itertools
import re
from typing import get_args

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.admission import QueueRefused
from digitdemo.jobs.job import Job
from digitdemo.jobs.oversight import STOP_SECONDS
from digitdemo.jobs.presence import grace_seconds
from digitdemo.jobs.protocol import Fatal, Looked
from digitdemo.jobs.queue import JobQueue
from digitdemo.limits import Limits
from digitdemo.runs.learning import DIGITS, Guess, Look
from digitdemo.runs.metrics import Doing, Probe
from digitdemo.runs.run import RunError, StoreError
from digitdemo.runs.store import RunStore
from digitdemo.visitors.visits import Visits
from tests.conftest import RECORD, Clock, until
from tests.jobs.conftest import PROGRESS, QUICK, ScriptedTrainer, live_weights

GRACE_SECONDS = grace_seconds()
OTHER = TrainConfig(architecture="mlp", epochs=1)


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
    assert [jobs_.job(job.id).run.outcome for job in (first, second, third)] == ["finished"] * 3
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


def test_stop_ends_one_of_a_batch_and_the_next_begins(make_queue):
    jobs_ = make_queue()
    first, second = jobs_.submit([QUICK] * 2, "a")
    training(jobs_, first.id)
    jobs_.stop(first.id)
    training(jobs_, second.id)
    assert jobs_.job(first.id).run.reason == "stopped by hand after 0 of 1 epoch"


def test_stop_all_ends_every_training_of_its_owner_and_no_other(make_queue):
    jobs_ = make_queue()
    own = jobs_.submit([QUICK] * 3, "a")
    training(jobs_, own[0].id)
    other = submit(jobs_, "b")
    jobs_.stop_all("a")
    training(jobs_, other.id)
    reasons = [ended(jobs_, job.id).run.reason for job in own]
    assert reasons == ["stopped by hand after 0 of 1 epoch", *["stopped by hand before its turn came"] * 2]
    assert ScriptedTrainer.made[0].trained == [own[0].id, other.id]
    submit(jobs_, "a")


def test_a_finished_run_is_saved_and_found_by_every_page_of_its_owner(make_queue, tmp_path):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a", name="Mine")
    training(jobs_, job.id)
    assert [found.run for found in jobs_.jobs_of("a")] == [None]
    ScriptedTrainer.made[0].end_job(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.history) == ("finished", (RECORD,))
    assert RunStore(tmp_path).load(job.id) == run
    assert [(kept.id, kept.name) for kept in RunStore(tmp_path).of("a").listed()] == [(job.id, "Mine")]
    for _page in range(2):
        (found,) = jobs_.jobs_of("a")
        assert (found.run, found.kept) == (run, True)
    assert jobs_.jobs_of("b") == []


def test_an_owner_s_jobs_come_as_they_ended_and_then_as_it_is_their_turn(make_queue):
    jobs_ = make_queue()
    first, second, third = jobs_.submit([QUICK] * 3, "a")
    training(jobs_, first.id)
    ScriptedTrainer.made[0].end_job(first.id)
    training(jobs_, second.id)
    jobs_.stop(third.id)
    assert [job.id for job in jobs_.jobs_of("a")] == [first.id, third.id, second.id]


def test_who_is_forgotten_has_no_trainings_and_no_run_of_them(make_queue, tmp_path):
    jobs_ = make_queue()
    first, second = jobs_.submit([QUICK] * 2, "a")
    other = submit(jobs_, "b")
    training(jobs_, first.id)
    ScriptedTrainer.made[0].epoch(first.id, 1)
    until(lambda: len(jobs_.job(first.id).history) == 2)
    jobs_.forget("a")
    training(jobs_, other.id)
    assert jobs_.job(second.id) is None
    assert jobs_.jobs_of("a") == []
    assert RunStore(tmp_path).ids() == []


def test_who_is_forgotten_in_another_app_has_no_run_of_a_training_here(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    Visits(RunStore(tmp_path).database).forget("a")
    ScriptedTrainer.made[0].end_job(job.id)
    assert not ended(jobs_, job.id).kept
    assert RunStore(tmp_path).ids() == []
    training(jobs_, submit(jobs_, "b").id)


def test_who_becomes_another_in_another_app_has_the_run_of_a_training_here(make_queue, tmp_path):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a", name="Mine")
    training(jobs_, job.id)
    Visits(RunStore(tmp_path).database).bring_along("a", "b")
    ScriptedTrainer.made[0].end_job(job.id)
    assert ended(jobs_, job.id).kept
    assert [(kept.id, kept.name) for kept in RunStore(tmp_path).of("b").listed()] == [(job.id, "Mine")]
    assert RunStore(tmp_path).of("a").listed() == []


def test_a_training_goes_on_for_whom_it_is_given_to(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    Visits(RunStore(tmp_path).database).bring_along("a", "b")
    jobs_.give("a", "b")
    assert (jobs_.jobs_of("a"), [found.id for found in jobs_.jobs_of("b")]) == ([], [job.id])
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    assert [kept.id for kept in RunStore(tmp_path).of("b").listed()] == [job.id]


def test_stopping_a_training_keeps_its_curve(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].epoch(job.id, 1)
    until(lambda: len(jobs_.job(job.id).history) == 2)
    jobs_.stop(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("stopped", "stopped by hand after 0 of 1 epoch")
    assert run.lasting
    assert RunStore(tmp_path).load(job.id) == run


def test_a_training_that_is_stopped_before_its_first_epoch_is_over_leaves_no_run(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    jobs_.stop(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.history) == ("stopped", (RECORD,))
    assert not run.lasting
    training(jobs_, submit(jobs_, "b").id)
    assert len(list(tmp_path.glob("drafts/*/*"))) == 1  # its own draft is gone
    with pytest.raises(RunError):
        RunStore(tmp_path).load(job.id)


def test_a_job_says_what_is_done_now_and_has_its_probes(make_queue):
    jobs_ = make_queue()
    first, second = (submit(jobs_, owner) for owner in "ab")
    training(jobs_, first.id)
    (trainer,) = ScriptedTrainer.made
    assert jobs_.job(second.id).phase == "waiting"
    seen = {}
    for doing in get_args(Doing):
        trainer.began(first.id, doing)
        seen[doing] = until(lambda doing=doing: (job := jobs_.job(first.id)).phase == doing and job).state
    assert seen == {
        **dict.fromkeys(["drawing", "compiling"], "starting"),
        **dict.fromkeys(["training", "measuring"], "training"),
        **dict.fromkeys(["converting", "saving"], "saving"),
    }
    probes = [Probe(epochs=epochs, train_accuracy=0.5, test_accuracy=0.4) for epochs in (0.0, 0.3, 1.0)]
    for probe in probes:
        trainer.probe(first.id, probe)
    until(lambda: jobs_.job(first.id).probes == tuple(probes))
    guesses = tuple(Guess(image=image, digit=1, sure=2) for image in DIGITS)
    with_map = Look(epochs=0, digits=guesses, mistakes=(), points=bytes(200))
    without = Look(epochs=0.5, digits=guesses, mistakes=guesses[:1])
    for look in (with_map, without):
        trainer.events.put(Looked(job=first.id, look=look))
    until(lambda: jobs_.job(first.id).look == without)
    assert jobs_.job(first.id).map_look == with_map
    trainer.end_job(first.id)
    assert ended(jobs_, first.id).phase == "ended"


def test_every_event_is_there_at_once(make_queue):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    for epoch in range(1, 31):
        ScriptedTrainer.made[0].epoch(job.id, epoch)
        until(lambda epoch=epoch: len(jobs_.job(job.id).history) == epoch + 1)  # before the next one is sent


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
    ScriptedTrainer.made[0].die()
    run = ended(jobs_, job.id).run
    assert run.outcome == "failed"
    assert run.reason == "the trainer process ended unexpectedly (signal 9)"
    assert RunStore(tmp_path).load(job.id).history == (RECORD,)
    again = submit(jobs_, "a")
    training(jobs_, again.id)
    assert len(ScriptedTrainer.made) == 2


def test_a_trainer_that_dies_while_it_writes_leaves_no_half_model(make_queue, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    (ScriptedTrainer.made[0].folders[job.id] / "model.tflite").write_bytes(b"half a mod")
    ScriptedTrainer.made[0].die()
    assert ended(jobs_, job.id).run.outcome == "failed"
    store = RunStore(tmp_path)
    assert store.load(job.id)
    assert not store.has(job.id, "model.tflite")


def test_a_trainer_that_died_while_idle_costs_nobody_a_training(make_queue):
    jobs_ = make_queue()
    first = submit(jobs_, "a")
    training(jobs_, first.id)
    ScriptedTrainer.made[0].end_job(first.id)
    ended(jobs_, first.id)
    ScriptedTrainer.made[0].dead = True
    second = submit(jobs_, "b")
    training(jobs_, second.id)
    assert len(ScriptedTrainer.made) == 2
    ScriptedTrainer.made[1].end_job(second.id)
    assert ended(jobs_, second.id).run.outcome == "finished"


def test_an_event_that_nobody_expects_fails_the_job_and_not_the_queue(make_queue):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put("nothing that is an event")
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("failed", "AttributeError")
    assert ScriptedTrainer.made[0].ended
    training(jobs_, submit(jobs_, "a").id)


def test_data_that_cannot_be_used_is_named(make_queue):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].events.put(Fatal(reason="the data is damaged"))
    assert "the data is damaged" in ended(jobs_, job.id).run.reason


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(28, "No space left on device", "/secret/place"), "No space left on device"),
        (StoreError("the database of runs fails (database or disk is full)"), r"the database .* disk is full\)"),
    ],
)
def test_a_full_disk_fails_the_job_and_not_the_queue(make_queue, monkeypatch, error: Exception, why: str):
    jobs_ = make_queue()

    def full(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "save", full)
        job = submit(jobs_, "a")
        training(jobs_, job.id)
        ScriptedTrainer.made[0].end_job(job.id)
        run = ended(jobs_, job.id).run
    assert run.outcome == "failed"
    assert re.fullmatch(rf"the run could not be saved \({why}\)", run.reason)
    training(jobs_, submit(jobs_, "a").id)


def test_an_idle_trainer_is_ended(make_queue):
    jobs_ = make_queue(idle_seconds=0.0)
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].progress(job.id)
    until(lambda: jobs_.job(job.id).progress)
    assert not ScriptedTrainer.made[0].ended  # it is at work
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    until(lambda: ScriptedTrainer.made[0].ended)
    training(jobs_, submit(jobs_, "a").id)
    assert len(ScriptedTrainer.made) == 2


def test_who_is_away_for_minutes_loses_the_turn_and_who_comes_back_keeps_it(make_queue, clock: Clock):
    jobs_ = make_queue()
    first, gone, back = (submit(jobs_, owner) for owner in "abc")
    training(jobs_, first.id)
    clock.now += GRACE_SECONDS + 1
    jobs_.jobs_of("a")
    jobs_.jobs_of("c")  # a phone woke up
    ScriptedTrainer.made[0].end_job(first.id)
    training(jobs_, back.id)
    assert jobs_.job(gone.id).run.reason == "nobody was here any more before its turn came"


def test_a_reload_costs_nobody_the_training(make_queue, clock: Clock):
    jobs_ = make_queue()
    job, waits = submit(jobs_, "a"), submit(jobs_, "b")
    training(jobs_, job.id)
    clock.now += GRACE_SECONDS - 1
    ScriptedTrainer.made[0].progress(job.id)
    ScriptedTrainer.made[0].end_job(job.id)
    training(jobs_, waits.id)
    assert jobs_.job(job.id).run.outcome == "finished"


def test_a_training_that_takes_too_long_by_the_queues_clock_is_stopped_and_kept(make_queue, clock: Clock, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    (trainer,) = ScriptedTrainer.made
    trainer.epoch(job.id, 1)
    until(lambda: len(jobs_.job(job.id).history) == 2)
    (trainer.folders[job.id] / "model.tflite").write_bytes(b"a model")
    clock.now += 60 * Limits().wall_minutes
    jobs_.job(job.id)  # somebody is there
    trainer.progress(job.id)
    until(lambda: jobs_.job(job.id).progress)
    assert trainer.stopped == []
    clock.now += 1
    trainer.progress(job.id)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == ("stopped", "stopped at the limit of 120 min after 0 of 1 epoch")
    assert RunStore(tmp_path).has(job.id, "model.tflite")


def test_a_trainer_that_goes_on_although_it_was_told_to_stop_is_ended_and_the_curve_kept(
    make_queue, clock: Clock, tmp_path
):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    (trainer,) = ScriptedTrainer.made
    trainer.deaf = True
    jobs_.stop(job.id)
    clock.now += STOP_SECONDS
    trainer.epoch(job.id, 1)
    until(lambda: len(jobs_.job(job.id).history) == 2)
    assert not trainer.ended
    clock.now += 1
    trainer.epoch(job.id, 2)
    run = ended(jobs_, job.id).run
    assert (run.outcome, run.reason) == (
        "failed",
        "the trainer process ended unexpectedly (it did not stop when it was told to)",
    )
    assert trainer.ended
    assert len(RunStore(tmp_path).load(job.id).history) == 3
    training(jobs_, submit(jobs_, "b").id)


def test_who_waits_sees_how_long_by_what_is_under_way_says(make_queue, clock: Clock):
    jobs_ = make_queue()
    first, second, third = (submit(jobs_, owner) for owner in "abc")
    training(jobs_, first.id)
    foretold = jobs_.job(second.id).wait
    assert foretold > second.seconds  # a trainer has to be started
    assert jobs_.job(third.id).wait == pytest.approx(foretold + second.seconds)
    clock.now += foretold - 2
    assert jobs_.job(second.id).wait == pytest.approx(2)
    ScriptedTrainer.made[0].progress(first.id)
    until(lambda: jobs_.job(first.id).progress)
    assert jobs_.job(second.id).wait == PROGRESS.seconds_left


def test_who_comes_from_elsewhere_does_not_wait_for_a_whole_network(make_queue):
    jobs_ = make_queue()
    first = submit(jobs_, "first")
    training(jobs_, first.id)
    school = [jobs_.submit([QUICK], f"learner {number}", address="school")[0] for number in range(20)]
    (outsider,) = jobs_.submit([QUICK], "outsider", address="elsewhere")
    assert jobs_.job(outsider.id).place <= 6
    assert jobs_.job(school[-1].id).place == 21


def test_what_takes_too_long_is_refused_and_nothing_is_queued(make_queue):
    jobs_ = make_queue()
    long = TrainConfig(architecture="gru", width=1024, epochs=50, batch_size=8)
    with pytest.raises(QueueRefused, match="minutes are allowed here"):
        jobs_.submit([QUICK, long], "a")
    assert jobs_.jobs_of("a") == []
    assert jobs_.foretell([long]).refusal is not None
    assert jobs_.foretell([QUICK]).refusal is None
    training(jobs_, submit(jobs_, "a").id)


def test_what_was_trained_tells_how_long_the_next_one_takes(make_queue):
    jobs_ = make_queue()
    before = jobs_.foretell([QUICK]).seconds
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].epoch(job.id, 1, elapsed_seconds=3600.0)
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    assert jobs_.foretell([QUICK]).seconds > 100 * before


def test_an_abandoned_training_ends_although_nobody_waits_and_its_curve_is_kept(make_queue, clock: Clock, tmp_path):
    jobs_ = make_queue()
    first = submit(jobs_, "a")
    training(jobs_, first.id)
    (trainer,) = ScriptedTrainer.made
    trainer.epoch(first.id, 1)
    until(lambda: len(jobs_.job(first.id).history) == 2)
    clock.now += GRACE_SECONDS + 1
    trainer.progress(first.id)
    until(lambda: trainer.stopped == [first.id])
    until(lambda: RunStore(tmp_path).ids() == [first.id])
    assert ended(jobs_, first.id).run.reason == "stopped because nobody was here any more after 0 of 1 epoch"


def test_what_ended_long_ago_is_forgotten_and_its_run_is_kept(make_queue, clock: Clock, tmp_path):
    jobs_ = make_queue()
    job = submit(jobs_, "a")
    training(jobs_, job.id)
    ScriptedTrainer.made[0].end_job(job.id)
    ended(jobs_, job.id)
    clock.now += GRACE_SECONDS + 1
    other = submit(jobs_, "b")
    training(jobs_, other.id)
    ScriptedTrainer.made[0].end_job(other.id)
    until(lambda: jobs_.job(job.id) is None)
    assert jobs_.jobs_of("a") == []
    assert RunStore(tmp_path).load(job.id).outcome == "finished"


def test_who_watches_a_training_sees_its_newest_weights_and_how_the_accuracy_climbs(make_queue):
    jobs_ = make_queue()
    (job,) = jobs_.submit([QUICK], "a", watched=True)
    training(jobs_, job.id)
    (trainer,) = ScriptedTrainer.made
    assert trainer.watched == [job.id]
    moments = [live_weights(0, 0.1), live_weights(0.5, 0.9)]
    for moment in moments:
        trainer.live(job.id, moment)
    now = until(lambda: (job_ := jobs_.job(job.id)).climb == ((0, 0.1), (0.5, 0.9)) and job_)
    assert now.live == moments[-1]
    trainer.end_job(job.id)
    assert ended(jobs_, job.id).live is None  # the run's files have them


def test_other_trainings_are_not_asked_for_their_weights(make_queue):
    jobs_ = make_queue()
    training(jobs_, submit(jobs_, "a").id)
    assert ScriptedTrainer.made[0].watched == []


def test_a_training_that_is_expected_finds_a_trainer_that_has_prepared_it(make_queue):
    jobs_ = make_queue()
    jobs_.prepare(QUICK, OTHER)
    trainer = until(lambda: ScriptedTrainer.made and ScriptedTrainer.made[0])
    until(lambda: trainer.prepared == [(QUICK, OTHER)])
    jobs_.prepare(QUICK, OTHER)
    training(jobs_, submit(jobs_, "a").id)
    assert (set(trainer.prepared), len(ScriptedTrainer.made)) == ({(QUICK, OTHER)}, 1)


def test_a_trainer_that_nobody_needs_after_all_goes(make_queue):
    jobs_ = make_queue(idle_seconds=0.1)
    jobs_.prepare(QUICK)
    until(lambda: ScriptedTrainer.made and ScriptedTrainer.made[0].ended)
    jobs_.prepare(QUICK)
    until(lambda: len(ScriptedTrainer.made) == 2 and ScriptedTrainer.made[1].prepared)
