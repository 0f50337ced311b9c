import dataclasses

import pytest

from digitdemo.analysis.experiments.experiment import Arm, Experiment
from digitdemo.analysis.experiments.lesson import Changed, Lesson
from digitdemo.analysis.figures import comparisons, effect_in_words, fill_in
from digitdemo.runs.run import Run
from tests.conftest import run_of

EXPERIMENT = Experiment(
    title="",
    claim="",
    see="{test:broken<cure}",
    lesson=Lesson(question="", two=("", ""), predict=Changed(), think="", age=12, minutes=10),
    finding="overfitting",
    broken=dict(architecture="mlp", train_size=2000),
    cure=dict(dropout=0.5),
    apart={"wide": Arm(label="Wide", knobs=dict(width=1024, label_noise=0.2))},
)


def runs_of(arm: str, *tests: float) -> list[Run]:
    return [run_of(EXPERIMENT.config(arm), test, seed=seed) for seed, test in enumerate(tests)]


RUNS = {
    "broken": runs_of("broken", 0.98, 0.981, 0.982),
    "cure": runs_of("cure", 0.983, 0.985, 0.984),
    "wide": runs_of("wide", 0.9801, 0.9809, 0.982),
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("no figure", "no figure"),
        ("{test:broken} right", "98.1% right"),
        ("{train_size:broken}, {dropout:cure}, {width:wide}", "2,000, 0.5, 1,024"),
        ("{label_noise:wide}, {rare_share:broken}", "20%, 10%"),
        # Differences of 0.3, 0.4 and 0.2 points: standard deviation 0.1, so 4.303 * 0.1 / sqrt(3) = 0.25.
        ("{test:broken<cure} more", "0.3 points (95%: 0.1 to 0.5) more"),
        ("{test:cure>broken} less", "0.3 points (95%: 0.1 to 0.5) less"),
        ("{test:broken=wide}", "0.0 points (95%: 0.0 to 0.0)"),
    ],
)
def test_figures_are_filled_in(text: str, filled: str):
    assert fill_in(text, EXPERIMENT, RUNS) == filled


def test_recall_is_that_of_the_digits_in_its_name():
    recall = tuple(0.5 if digit in (3, 8) else 0.9 for digit in range(10))
    (run, *_) = RUNS["broken"]
    history = tuple(dataclasses.replace(record, test_recall=recall) for record in run.history)
    runs = {"broken": [dataclasses.replace(run, history=history)] * 2}
    assert fill_in("{recall_38:broken}, {recall_0:broken}", EXPERIMENT, runs) == "50.0%, 90.0%"


@pytest.mark.parametrize("text", ["{tset:broken}", "{test:brokn}", "{width:brokn}", "{test}", "{recall_x:broken}"])
def test_what_is_not_there_is_refused(text: str):
    with pytest.raises(KeyError):
        fill_in(text, EXPERIMENT, RUNS)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("{test:broken<cure}", True),
        ("{test:broken>cure}", False),
        ("{test:broken=cure}", False),  # the interval reaches beyond half a point
        ("{test:broken<wide}", False),
        ("{test:broken=wide}", True),
    ],
)
def test_a_comparison_holds_if_its_whole_interval_says_so(text: str, holds: bool):
    (found,) = comparisons(text, RUNS)
    assert found.holds == holds


def test_the_effect_is_the_first_comparison_with_its_sign():
    assert effect_in_words(EXPERIMENT, RUNS) == "Test accuracy: +0.3 points (95% interval: 0.1 to 0.5)."
