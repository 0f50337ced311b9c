import dataclasses
import subprocess
import sys

import pytest

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.sweeps.search import Search, best_of, importances, is_installed, next_trial, trials_of
from digitdemo.system import PROJECT
from tests.sweeps.conftest import BASE, diverged, trained

needs_optuna = pytest.mark.skipif(not is_installed(), reason="pip install -r requirements-search.txt")
SEARCH = Search(BASE, ("width", "dropout"), 12)


def accuracy(config: TrainConfig) -> float:
    """Wide is good, whatever the dropout."""
    return 0.5 + 0.4 * (config.width / 1024)


def searched(search: Search, count: int) -> list[Run]:
    runs: list[Run] = []
    for _ in range(count):
        config = next_trial(search, runs)
        assert config is not None
        runs.append(trained(config, accuracy(config)))
    return runs


@needs_optuna
def test_it_proposes_what_is_new_and_ends_with_its_trials():
    runs = searched(SEARCH, 12)
    assert len({run.config for run in runs}) == 12
    assert all(SEARCH.is_trial(run.config) for run in runs)
    assert next_trial(SEARCH, runs) is None
    best = best_of(runs)
    assert best.config.width >= 512


@needs_optuna
def test_the_same_runs_give_the_same_proposal_wherever_it_goes_on():
    runs = searched(SEARCH, 7)
    assert next_trial(SEARCH, runs) == next_trial(SEARCH, list(runs))
    assert next_trial(SEARCH, [*runs, trained(BASE.with_knob("l2", 0.1), 0.9)]) == next_trial(SEARCH, runs)


@needs_optuna
def test_what_failed_is_not_proposed_again_and_what_diverged_counts_as_nothing_learned():
    failed = next_trial(SEARCH, [])
    second = next_trial(SEARCH, [], [failed])
    assert second not in (None, failed)
    runs = [diverged(failed), trained(second, 0.3)]
    assert best_of(runs).config == second
    assert trials_of(SEARCH, runs) == runs


@needs_optuna
def test_a_small_space_ends_when_all_of_it_was_tried():
    search = Search(BASE, ("batch_norm",), 10)
    runs = searched(search, 2)
    assert {run.config.batch_norm for run in runs} == {"off", "on"}
    assert next_trial(search, runs) is None


@needs_optuna
def test_the_knob_that_matters_is_the_important_one():
    found = importances(SEARCH, searched(SEARCH, 12))
    assert list(found) == ["width", "dropout"]
    assert sum(found.values()) == pytest.approx(1)
    assert importances(SEARCH, searched(SEARCH, 3)) == {}


@needs_optuna
def test_a_knob_that_no_trial_has_turned_is_of_no_importance():
    wider = Search(BASE, ("width", "dropout", "l2"), 12)  # runs of before are trials of it, too
    assert set(importances(wider, searched(SEARCH, 12))) == {"width", "dropout"}


@pytest.mark.parametrize(
    ("knobs", "trials", "message"),
    [
        ((), 10, "search: 0 knobs"),
        (("width", "width"), 10, "search: 2 knobs"),
        (("filters",), 10, "search: 'filters' is not allowed"),
        (("seed",), 10, "search: 'seed'"),
        (("width",), 1, "trials: 1 is not allowed; give 2 to 100"),
    ],
)
def test_what_is_refused_is_named(knobs: tuple[str, ...], trials: int, message: str):
    with pytest.raises(ConfigError, match=message):
        Search(BASE, knobs, trials)


def test_it_goes_by_validation_alone():
    with pytest.raises(ConfigError, match="leaves no images for validation"):
        Search(dataclasses.replace(BASE, train_size=60_000), ("width",), 10)


def test_it_is_kept_as_texts_and_comes_back():
    assert Search.from_texts(SEARCH.to_texts()) == SEARCH


def test_to_have_it_at_hand_imports_nothing_of_optuna():
    script = "import digitdemo.sweeps.search, sys; sys.exit('optuna' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
