import dataclasses

import pytest

from digitdemo.config import TrainConfig
from digitdemo.diagnosis import read_run
from digitdemo.runs import SHIPPED_MODELS, Outcome, Run, RunStore

from .test_runs import RECORD

ONE_CYCLE = {"schedule": "one-cycle"}
LINEAR = {"architecture": "linear"}


def run_with(
    *accuracies: tuple[float, float], outcome: Outcome = "finished", losses: tuple[float, ...] = (), **knobs
) -> Run:
    history = [
        dataclasses.replace(RECORD, epoch=epoch, train_accuracy=train, test_accuracy=test, train_loss=loss)
        for epoch, ((train, test), loss) in enumerate(zip(accuracies, losses or [1.0] * len(accuracies), strict=True))
    ]
    config = TrainConfig(**{"learning_rate": 0.5, "schedule": "constant", **knobs})
    return Run(id="x", config=config, history=tuple(history), outcome=outcome)


@pytest.mark.parametrize(("name", "finding"), [("linear", "underfitting"), ("mlp", "overfitting"), ("cnn", "good fit")])
def test_the_shipped_runs_are_read_as_the_field_knows_them(name: str, finding: str):
    assert read_run(RunStore(SHIPPED_MODELS).load(name)).finding == finding


@pytest.mark.parametrize(
    ("run", "finding", "says"),
    [
        (run_with((0.1, 0.1)), "untrained", "No epoch was completed"),
        (run_with((0.1, 0.1), outcome="diverged"), "diverged", "0.5 is too large"),
        (run_with((0.1, 0.1), (0.11, 0.11)), "not learning", "11.0% on the test set"),
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7)), "still learning", "10.0 points"),
        (run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged"), "diverged", "0.5 is too large"),
        (run_with((0.1, 0.1), (0.95, 0.95), (0.6, 0.6)), "unstable", "60.0% on its own training images after 95.0%"),
        (run_with((0.1, 0.1), (0.895, 0.9), (0.899, 0.9), losses=(2, 0.5, 0.45)), "still learning", "10% off the loss"),
        (run_with((0.1, 0.1), (0.93, 0.925), (0.931, 0.926), architecture="linear"), "underfitting", "too simple"),
        (run_with((0.1, 0.1), (0.93, 0.925), (0.931, 0.926)), "underfitting", "93.1%"),
        (run_with((0.1, 0.1), (0.93, 0.925), (0.931, 0.926)), "underfitting", "less dropout may help"),
        # At the end of one cycle the learning rate is nothing: what the last epoch brought tells nothing of a next one.
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), **ONE_CYCLE), "underfitting", "More epochs"),
        (run_with((0.1, 0.1), (0.6, 0.6), (0.7, 0.7), outcome="stopped", **ONE_CYCLE), "still learning", "10.0 points"),
        (run_with((0.1, 0.1), (0.8, 0.8), (0.84, 0.84), **LINEAR, **ONE_CYCLE), "underfitting", "More epochs"),
        (run_with((0.1, 0.1), (0.91, 0.91), (0.93, 0.925), **LINEAR, **ONE_CYCLE), "underfitting", "too simple"),
        (run_with((0.1, 0.1), (1.0, 0.9), (1.0, 0.9)), "overfitting", "10.0 points better"),
        (run_with((0.1, 0.1), (0.992, 0.99), (0.993, 0.99)), "good fit", "0.3 points apart"),
    ],
)
def test_each_finding_names_its_numbers(run: Run, finding: str, says: str):
    reading = read_run(run)
    assert reading.finding == finding
    assert says in reading.sentence


def test_a_diverged_run_keeps_its_intervals():
    assert read_run(run_with((0.1, 0.1), (0.6, 0.6), outcome="diverged")).test_interval is not None


def test_the_gap_has_an_interval_that_holds_it():
    reading = read_run(run_with((0.1, 0.1), (0.99, 0.98)))
    assert reading.gap == pytest.approx(0.01)
    assert reading.gap_interval.low < reading.gap < reading.gap_interval.high
