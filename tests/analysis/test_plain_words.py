"""The plain sentence of each finding, and what has changed from run to run."""

import dataclasses
from typing import get_args

import pytest

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.finding import Finding
from digitdemo.analysis.plain_words import plain_sentence, share
from digitdemo.analysis.progress_made import change_sentence
from digitdemo.runs.run import Run
from tests.conftest import DROPOUT, MLP, run_of

FEW = dataclasses.replace(MLP, train_size=1000)


def run_with(train: float, test: float, **knobs) -> Run:
    run = run_of(dataclasses.replace(FEW, **knobs), test)
    first, last = run.history
    return dataclasses.replace(run, history=(first, dataclasses.replace(last, train_accuracy=train)))


@pytest.mark.parametrize("finding", get_args(Finding))
def test_every_finding_has_one_plain_sentence(finding: Finding):
    sentence = plain_sentence(finding, run_with(0.9, 0.8))
    assert sentence.endswith(".")
    assert len(sentence) < 130


def test_the_numbers_of_a_plain_sentence_are_those_of_the_model_that_was_kept():
    overfit = run_with(0.998, 0.88)
    assert diagnose(overfit).finding == "overfitting"
    said = "It knows its 1,000 images (99.8% right), but of new ones it reads only 88% right."
    assert plain_sentence("overfitting", overfit) == said


@pytest.mark.parametrize(
    ("accuracy", "words"),
    [(1.0, "100%"), (0.99999, "over 99.9%"), (0.9994, "99.9%"), (0.5, "50%"), (0.0001, "below 0.1%"), (0.0, "0%")],
)
def test_nearly_all_is_not_called_all(accuracy: float, words: str):
    assert share(accuracy) == words


def test_a_cure_is_called_one_only_where_the_verdict_is_a_good_fit():
    sick = run_with(1.0, 0.88)
    assert change_sentence(sick, run_with(0.989, 0.985, train_size=10_000)) == (
        "Cured. Training images 1,000 → 10,000: gap 12.0 → 0.4 points, test 88.0 → 98.5%."
    )
    better = change_sentence(sick, run_with(1.0, 0.95, train_size=10_000))
    assert better == "Not cured yet. Training images 1,000 → 10,000: gap 12.0 → 5.0 points, test 88.0 → 95.0%."
    assert change_sentence(run_with(0.99, 0.99), sick_again := run_with(1.0, 0.9, dropout=0.5)).startswith("Dropout 0")
    assert diagnose(sick_again).finding == "overfitting"


def test_where_nothing_was_changed_or_nothing_trained_there_is_nothing_to_tell():
    assert change_sentence(run_of(MLP), run_of(MLP, seed=1)) == ""
    untrained = run_of(DROPOUT, history=run_of(DROPOUT).history[:1])
    assert change_sentence(run_of(MLP), untrained) == change_sentence(untrained, run_of(MLP)) == ""


def test_many_changed_knobs_are_counted():
    other = run_with(0.99, 0.98, dropout=0.5, epochs=9, batch_size=32)
    assert "3 knobs changed: gap" in change_sentence(run_with(1.0, 0.88), other)
