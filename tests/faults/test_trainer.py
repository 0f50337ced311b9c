"""A trainer that dies, hangs, runs out of memory or cannot train: what the Lab says, by AppTest."""

import functools
import itertools
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.jobs import warm_trainer
from digitdemo.jobs.movement import Movement
from digitdemo.jobs.protocol import Began, Epoch, Event, Fatal, Probed, Progressed
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import TrainerDied
from digitdemo.runs.metrics import Probe
from digitdemo.ui import process, resources
from tests.conftest import RECORD, Clock
from tests.faults.conftest import begin, ended, said
from tests.jobs.conftest import PROGRESS, QUICK, ScriptedTrainer
from tests.ui.conftest import LAB, PLAY, headings, visit_of

CURVE = "Its curve is kept, its model is not."
AGAIN = "You can train it again."


def killed(trainer: ScriptedTrainer, job_id: str) -> None:
    trainer.die()


def killed_while_saving(trainer: ScriptedTrainer, job_id: str) -> None:
    (trainer.folders[job_id] / "model.tflite").write_bytes(b"half a mod")
    trainer.began(job_id, "saving")
    trainer.die()


def out_of_memory(trainer: ScriptedTrainer, job_id: str) -> None:
    trainer.end_job(
        job_id,
        outcome="failed",
        reason="the trainer needed more than 1500 MB of memory; a smaller network or smaller batches need less",
    )


def disk_full(trainer: ScriptedTrainer, job_id: str) -> None:
    trainer.end_job(job_id, outcome="failed", reason="its files could not be written (the disk is full)")


def says_nothing(trainer: ScriptedTrainer, job_id: str) -> None:
    """Its events end, and it lives."""


FATES: dict[Callable[[ScriptedTrainer, str], None], tuple[str, str]] = {
    killed: ("Cut short: the trainer process ended unexpectedly (signal 9).", AGAIN),
    killed_while_saving: ("Cut short: the trainer process ended unexpectedly (signal 9).", AGAIN),
    out_of_memory: ("Cut short: the trainer needed more than 1500 MB of memory;", "smaller batches need less"),
    disk_full: ("Cut short: its files could not be written (the disk is full).", "delete runs in the Lab"),
    says_nothing: ("(no sign of life for", AGAIN),
}


def test_whatever_becomes_of_the_trainer_the_lab_says_what_is_kept_and_what_to_do(
    lab: AppTest, monkeypatch: pytest.MonkeyPatch
):
    for fate, (happened, to_do) in FATES.items():
        with monkeypatch.context() as patch:
            if fate is says_nothing:
                patch.setattr(warm_trainer, "SILENCE_SECONDS", 0.1)
            trainer, job_id = begin(lab)
            fate(trainer, job_id)
            job = ended(job_id)
        lab.run()
        words = said(lab)
        assert (fate, job.kept, job.run.history) == (fate, True, (RECORD,))
        assert happened in words, (fate, words)
        assert CURVE in words, (fate, words)
        assert to_do in words, (fate, words)
        assert "CUT SHORT" in headings(lab)
        assert not resources.run_store().has(job_id, "model.tflite")
    lab.button(key="train_again").click().run()
    assert visit_of(lab).job_ids  # with a trainer that is whole


class DeadOnArrival(ScriptedTrainer):
    """Is killed while it starts."""

    def __init__(self) -> None:
        super().__init__()
        self.dead = True


class WithoutTensorFlow(ScriptedTrainer):
    """Says that it cannot train, and goes."""

    def __init__(self) -> None:
        super().__init__()
        self.events.put(Fatal(reason="the package tensorflow is missing"))


@pytest.mark.parametrize(
    ("trainer", "happened", "to_do"),
    [
        (DeadOnArrival, "Cut short: the trainer process ended unexpectedly (signal 9).", AGAIN),
        (
            WithoutTensorFlow,
            "Cut short: this server cannot train (the package tensorflow is missing).",
            "Drawing and all models that are there work without TensorFlow.",
        ),
    ],
)
def test_what_ends_before_it_has_begun_stays_on_the_page_until_one_trains_again(
    at: AppTest, monkeypatch: pytest.MonkeyPatch, trainer: type[ScriptedTrainer], happened: str, to_do: str
):
    monkeypatch.setattr(process, "JobQueue", functools.partial(JobQueue, start_trainer=trainer))
    at.run()
    at.switch_page(LAB).run()
    at.button(key="start").click().run()
    (job_id,) = visit_of(at).job_ids or visit_of(at).told_ended
    ended(job_id)
    for page in (LAB, PLAY, LAB):
        at.switch_page(page).run()
        if page == LAB:
            (warning,) = [one.value.replace("\\", "") for one in at.warning if "Cut short" in one.value]
            assert happened in warning
            assert "Nothing was learned, so there is no run." in warning
            assert to_do in warning
    monkeypatch.setattr(process, "JobQueue", functools.partial(JobQueue, start_trainer=ScriptedTrainer))
    process.close_job_queue()
    begin(at)
    at.run()
    assert not [one for one in at.warning if "Cut short" in one.value]


def test_a_trainer_moves_by_what_is_new_in_what_it_says():
    clock = Clock()
    movement = Movement(10, clock)
    events = [
        Began(job="a", doing="training"),
        Progressed(job="a", progress=PROGRESS),
        Probed(job="a", probe=Probe(epochs=0.5, train_accuracy=0.5, test_accuracy=0.5)),
        Epoch(job="a", record=RECORD),
    ]
    for event in events:
        clock.now += 9
        movement.note(event)
    clock.now += 9
    for event in events:
        movement.note(event)
    clock.now += 2
    for event in events:
        with pytest.raises(TrainerDied, match="its numbers have not moved for 10 s"):
            movement.note(event)


class SaysTheSame(ScriptedTrainer):
    """Says where it is, whenever it is asked, and goes no farther."""

    def receive(self, timeout: float) -> Event:
        try:
            return super().receive(0.01)
        except TrainerDied:
            return Progressed(job=self.trained[-1], progress=PROGRESS)


def test_a_trainer_that_goes_no_farther_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warm_trainer, "SILENCE_SECONDS", 0.1)
    ScriptedTrainer.made = []
    trainer = warm_trainer.WarmTrainer(SaysTheSame)
    with pytest.raises(TrainerDied, match=r"its numbers have not moved for 0 s"):
        trainer.train("a", QUICK, "folder", lambda event: None)
    assert ScriptedTrainer.made[0].ended


def test_a_trainer_that_nobody_waits_for_and_that_always_dies_is_not_started_at_every_look(
    monkeypatch: pytest.MonkeyPatch,
):
    seconds = itertools.count(0, 10)  # each look ten seconds after the last
    monkeypatch.setattr(warm_trainer.time, "monotonic", lambda: float(next(seconds)))
    ScriptedTrainer.made = []
    trainer = warm_trainer.WarmTrainer(DeadOnArrival)
    for _ in range(20):
        trainer.prepare(())
    assert 3 <= len(ScriptedTrainer.made) <= 6
