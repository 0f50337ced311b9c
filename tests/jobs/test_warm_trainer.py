import logging

import pytest

from digitdemo.jobs import warm_trainer
from digitdemo.jobs.protocol import Ended, Epoch, Event, Prepare
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.jobs.warm_trainer import WarmTrainer
from digitdemo.runs.run import Ending
from tests.conftest import RECORD
from tests.jobs.conftest import QUICK, ScriptedTrainer


class QuickTrainer(ScriptedTrainer):
    """Ends every training at once, and takes note of how long it may be silent."""

    def __init__(self) -> None:
        super().__init__()
        self.patience: list[float] = []

    def send(self, command) -> None:
        super().send(command)
        if not self.hangs and not isinstance(command, Prepare):
            self.end_job(command.job)

    def receive(self, timeout: float) -> Event:
        self.patience.append(timeout)
        return super().receive(timeout)


@pytest.fixture
def trainer() -> WarmTrainer:
    ScriptedTrainer.made = []
    return WarmTrainer(QuickTrainer)


def heard(trainer: WarmTrainer, job_id: str) -> list[Event]:
    events: list[Event] = []
    assert trainer.train(job_id, QUICK, "folder", events.append) == Ending(temperature=1.25)
    return events


def test_only_before_its_first_epoch_may_a_trainer_be_silent_for_long(trainer: WarmTrainer):
    for job_id in "ab":
        assert heard(trainer, job_id) == [Epoch(job=job_id, record=RECORD)]
    until_ready = until_first_epoch = warm_trainer.STARTUP_SECONDS
    assert ScriptedTrainer.made[0].patience == [until_ready, until_first_epoch, *[warm_trainer.SILENCE_SECONDS] * 3]


def test_a_warm_trainer_that_hangs_at_its_next_start_is_soon_replaced(
    trainer: WarmTrainer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(warm_trainer, "SILENCE_SECONDS", 0.1)
    heard(trainer, "a")
    ScriptedTrainer.made[0].hangs = True
    with caplog.at_level(logging.WARNING):
        heard(trainer, "b")  # with a patience of ten minutes the test's own would end first
    assert ScriptedTrainer.made[0].ended
    assert ScriptedTrainer.made[1].trained == ["b"]
    assert "no sign of life for 0.1 s" in caplog.text


def test_a_trainer_whose_first_training_failed_is_no_new_one_at_the_next():
    scripted = QuickTrainer()
    trainer = WarmTrainer(lambda: scripted)
    scripted.events.put(Ended(job="b", ending=Ending(outcome="failed")))
    assert trainer.train("b", QUICK, "folder", lambda event: None).outcome == "failed"
    heard(trainer, "c")
    assert scripted.patience[2:] == [warm_trainer.SILENCE_SECONDS] * (len(scripted.patience) - 2)


def test_the_next_trainer_is_given_time_to_start_again(trainer: WarmTrainer):
    heard(trainer, "a")
    trainer.end()
    heard(trainer, "b")
    assert ScriptedTrainer.made[1].patience[0] == warm_trainer.STARTUP_SECONDS


def test_a_stop_that_comes_before_there_is_a_trainer_is_heeded_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warm_trainer, "STARTUP_SECONDS", 1.0)
    ScriptedTrainer.made = []
    trainer = WarmTrainer(ScriptedTrainer)
    trainer.stop("a", "stopped by a test")
    ending = trainer.train("a", QUICK, "folder", lambda event: None)
    assert (ending.outcome, ending.reason) == ("stopped", "stopped by a test after 0 of 1 epoch")
    (scripted,) = ScriptedTrainer.made
    scripted.end_job("a")
    assert trainer.train("a", QUICK, "folder", lambda event: None).outcome == "finished"
    assert scripted.stopped == ["a"]


def test_two_deaths_in_a_row_end_the_training_and_leave_no_dead_trainer_behind():
    def start() -> QuickTrainer:
        trainer = QuickTrainer()
        trainer.dead = next(fates)
        return trainer

    fates = iter([False, True, False])
    trainer = WarmTrainer(start)
    heard(trainer, "a")
    ScriptedTrainer.made[-1].die()
    with pytest.raises(TrainerDied, match="signal 9"):
        heard(trainer, "b")
    assert not trainer.warm
    heard(trainer, "c")


def test_an_event_of_another_training_is_not_taken_for_one_of_this(
    trainer: WarmTrainer, caplog: pytest.LogCaptureFixture
):
    heard(trainer, "a")
    ScriptedTrainer.made[0].events.put(Ended(job="a", ending=Ending(outcome="diverged")))
    with caplog.at_level(logging.WARNING):
        assert heard(trainer, "b") == [Epoch(job="b", record=RECORD)]
    assert "speaks of a" in caplog.text


def test_a_trainer_that_died_while_it_was_idle_is_replaced_before_somebody_trains(trainer: WarmTrainer):
    trainer.prepare((QUICK,))
    ScriptedTrainer.made[0].die()
    for _ in range(2):  # the first one finds it dead
        trainer.prepare((QUICK,))
    assert [scripted.prepared for scripted in ScriptedTrainer.made] == [[(QUICK,)], [(QUICK,)]]


def test_a_trainer_that_dies_while_it_is_prepared_is_gone_and_the_log_has_it(
    trainer: WarmTrainer, caplog: pytest.LogCaptureFixture
):
    heard(trainer, "a")
    ScriptedTrainer.made[0].die()
    with caplog.at_level(logging.WARNING):
        trainer.prepare((QUICK,))
    assert "no trainer could be prepared (signal 9)" in caplog.text
    assert not trainer.warm


def test_an_outdated_trainer_is_ended_and_replaced_before_it_trains_once_more(trainer: WarmTrainer):
    heard(trainer, "a")
    heard(trainer, "b")
    (first,) = ScriptedTrainer.made
    first.outdated = True
    heard(trainer, "c")
    assert [scripted.trained for scripted in ScriptedTrainer.made] == [["a", "b"], ["c"]]
    assert first.ended
