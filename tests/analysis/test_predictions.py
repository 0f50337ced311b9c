"""What can be predicted of an experiment: exactly one choice is right, with room to spare; and the curves to judge."""

import re
from collections import Counter

import pytest

from digitdemo.analysis.diagnosis import diagnose
from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.lesson import Changed, Ranged, Sketched
from digitdemo.analysis.figures import ArmRuns, fill_in
from digitdemo.analysis.predictions import SAME, SHAPES, ask, bounds, changes, choices, name_of, outcome, shape_of
from digitdemo.analysis.quantities import quantity
from digitdemo.analysis.recorded import arm_runs
from digitdemo.analysis.spot import CALLED, CURVES, Score
from tests.conftest import shipped_recording

RECORDED = shipped_recording()
_ROOM = 0.003  # between a bound and the recorded run that is nearest to it


def runs_of(name: str) -> ArmRuns:
    found = arm_runs(RECORDED, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_exactly_one_choice_is_right_and_every_seed_says_so(name: str):
    experiment, runs = EXPERIMENTS[name], runs_of(name)
    three = choices(experiment, runs)
    assert [choice.right for choice in three].count(True) == 1
    assert len({choice.label for choice in three}) == 3
    match experiment.lesson.predict:
        case Sketched(choices=shapes, arm=arm):
            assert {shape_of(run) for run in runs[arm]} == {next(choice.shape for choice in three if choice.right)}
            assert set(shapes) <= set(SHAPES)
        case Ranged(right=right, quantity=what, arm=arm):
            values = [quantity(what).of(run) for run in runs[arm]]
            place = ("first", "second", "third").index(right)
            assert three[place].right
            edges = [0.0, *bounds(values, right), 1.0]
            assert all(edges[place] + _ROOM < value < edges[place + 1] - _ROOM for value in values)
        case Changed(quantity=what):
            found = changes(what, runs)
            assert all(abs(abs(change) - SAME) > _ROOM for change in found)
            assert {(change > SAME, change < -SAME) for change in found} == {(three[2].right, three[0].right)}


def test_the_right_one_is_not_always_at_the_same_place():
    places = Counter(
        [choice.right for choice in choices(experiment, runs_of(name))].index(True)
        for name, experiment in EXPERIMENTS.items()
    )
    assert min(places[place] for place in range(3)) >= len(EXPERIMENTS) // 4


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_question_has_only_knobs_for_figures(name: str):
    experiment = EXPERIMENTS[name]
    lesson = experiment.lesson
    for text in (lesson.question, *lesson.two):
        assert "{" not in fill_in(text, experiment, {})
    assert lesson.question.endswith("?")
    assert lesson.think.endswith("?")
    assert name_of(experiment, "broken") != name_of(experiment, "cure")
    assert ask(experiment)[-1] in "?…"
    assert re.search(r"mean of [1-9] recorded (trainings|pairs)", said := outcome(experiment, runs_of(name)))
    assert "nan" not in said


@pytest.mark.parametrize(
    ("values", "right", "expected"),
    [
        ([0.745, 0.75], "first", (0.8, 0.9)),
        ([0.927, 0.925], "second", (0.92, 0.94)),
        ([0.839, 0.825], "second", (0.8, 0.9)),
        ([0.985, 0.984], "third", (0.94, 0.96)),
    ],
)
def test_bounds_are_round_and_leave_room(values, right, expected):
    assert bounds(values, right) == pytest.approx(expected)


def test_values_too_far_apart_lie_in_no_range():
    with pytest.raises(ValueError, match="in no second one"):
        bounds([0.2, 0.7], "second")


def test_each_curve_to_judge_has_a_clear_verdict_that_can_be_given_and_all_kinds_occur():
    verdicts = [diagnose(RECORDED[key]) for key in CURVES]
    assert len(set(CURVES)) == 10
    assert {verdict.grade for verdict in verdicts} <= {"clear", "strong"}
    assert {verdict.finding for verdict in verdicts} == set(CALLED)
    above = [key for key in CURVES if RECORDED[key].kept.test_accuracy > RECORDED[key].kept.train_accuracy]
    assert len(above) >= 3


@pytest.mark.parametrize(
    ("right", "confidence", "word"), [(7, 0.7, "you know what you know"), (4, 0.9, "too sure"), (9, 0.4, "may trust")]
)
def test_the_score_says_whether_one_was_as_right_as_sure(right: int, confidence: float, word: str):
    assert word in Score(right, 10, confidence).words
