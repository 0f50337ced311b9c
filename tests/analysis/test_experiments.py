"""What the experiments say is what their recorded runs show."""

import re
import string

import pytest

from digitdemo.analysis.cures import healthy, outcome_in_words
from digitdemo.analysis.experiments import EXPERIMENTS, GROUPS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE, CURED
from digitdemo.analysis.figures import comparisons, fill_in
from digitdemo.analysis.recorded import RECORDED_SEEDS, arm_runs
from digitdemo.runs.run import Run
from tests.conftest import shipped_recording

ALL_RUNS = shipped_recording()


def runs_of(name: str) -> dict[str, list[Run]]:
    found = arm_runs(ALL_RUNS, name)
    assert found is not None
    return found


def test_five_seeds_are_recorded_and_no_name_stands_in_two_groups():
    assert len(RECORDED_SEEDS) == 5
    assert sum(map(len, GROUPS.values())) == len(EXPERIMENTS)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_whatever_a_sentence_compares_is_surely_so(name: str):
    assert [found for found in comparisons(EXPERIMENTS[name].see, runs_of(name)) if not found.holds] == []


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_effect_is_that_of_broken_and_cure(name: str):
    first = next(comparisons(EXPERIMENTS[name].see, runs_of(name)))
    assert (first.a, first.b) == (BROKEN, CURE)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_sentence_has_its_figure_and_none_is_written_by_hand(name: str):
    experiment = EXPERIMENTS[name]
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", experiment.see)
    assert [sentence for sentence in sentences if "{" not in sentence] == []
    by_hand = "".join(text for text, *_ in string.Formatter().parse(experiment.see))
    assert re.findall(r"\d+", re.sub(r"\b\ds\b", "", by_hand)) == []  # 3s and 8s are digits
    filled = fill_in(experiment.see, experiment, runs_of(name))
    assert "{" not in filled
    assert "nan" not in filled


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_only_what_the_app_calls_healthy_is_called_cured(name: str):
    experiment, runs = EXPERIMENTS[name], runs_of(name)
    assert (outcome_in_words(experiment, runs) == CURED) == (
        experiment.promises_cure and all(healthy(run) for run in runs[CURE])
    )


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_cure_changes_one_knob_or_the_text_measures_the_others_apart(name: str):
    experiment = EXPERIMENTS[name]
    assert len(experiment.changed(CURE)) == 1 or experiment.apart
