"""What the sentences about gradients and learning rates take for granted of their records, and how they choose."""

import json
from statistics import median
from typing import Any

import numpy as np
import pytest

from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.fading import CURES, LAYERS, NETS, SEEDS, SICK, Deep, Fading
from digitdemo.analysis.studies.rate_test import ASKED, RATES, STEPS, Network, RateTests, Trial
from digitdemo.analysis.studies.recorded import FOLDER, recorded_study
from digitdemo.config.train_config import TrainConfig
from digitdemo.system import ASSETS


def record_of(name: str) -> Any:
    return recorded_study(name, STUDIES[name].record).measured


def written(name: str) -> Any:
    """Return what the file says, without the code that reads it."""
    return json.loads((ASSETS / FOLDER / f"{name}.json").read_text(encoding="utf-8"))["measured"]


def deep(first: float, *, accuracy: float = 0.9) -> Deep:
    """Return a training whose first layer has that gradient, and its last one 1."""
    gradients = tuple(np.geomspace(first, 1, LAYERS).tolist())
    return Deep(seed=0, before=gradients, after=gradients, test_accuracy=accuracy)


@pytest.mark.parametrize(("first", "right"), [(0.5, 0), (0.05, 1), (2e-4, 1), (1e-6, 2)])
def test_of_three_ranges_that_of_the_first_gradient_is_right(first: float, right: int):
    record = Fading(nets=dict.fromkeys(NETS, (deep(first), deep(first), deep(first))))
    assert STUDIES["fading-gradients"].right(record) == right
    assert record.arriving(SICK) == pytest.approx(first)
    assert record.accuracy(SICK) == pytest.approx(0.9)


def test_what_is_said_of_gradients_is_in_the_file():
    nets, study, record = (
        written("fading-gradients")["nets"],
        STUDIES["fading-gradients"],
        record_of("fading-gradients"),
    )
    assert all(len(trainings) == len(SEEDS) for trainings in nets.values())
    smaller = {name: [one["before"][-1] / one["before"][0] for one in nets[name]] for name in nets}
    accuracies = {name: sum(one["test_accuracy"] for one in nets[name]) / len(SEEDS) for name in nets}
    times = int(study.outcome(record).split(" times smaller")[0].split()[-1].replace(",", ""))
    assert min(smaller[SICK]) < times < max(smaller[SICK])
    assert f"{accuracies[SICK]:.1%} of the test images" in study.outcome(record)
    # Ten sigmoid layers guess, from every seed; with each of the cures, from every seed, the network learns.
    assert max(one["test_accuracy"] for one in nets[SICK]) < 0.15
    assert min(one["test_accuracy"] for name in CURES for one in nets[name]) > 0.85
    low, high = (f"{end(accuracies[name] for name in CURES):.1%}" for end in (min, max))
    assert f"{low} to {high} right" in study.see(record)
    assert all(median(smaller[name]) < 20 for name in CURES)
    # Neither is the gradient there after the training.
    assert all(one["after"][0] < 1e-4 * one["after"][-1] for one in nets[SICK])
    assert all(he["before"][0] > 10 * plain["before"][0] for he, plain in zip(nets["he"], nets["relu"], strict=True))


def measured(accuracies: dict[float, float]) -> Trial:
    """Return a test whose loss falls at 0.001 and rises from 0.03 on, and these accuracies."""
    rates = np.geomspace(1e-6, 1, STEPS)
    losses = 0.3 + 2 / (1 + (rates / 1e-3) ** 2) + 4 * np.maximum(0, np.log10(rates / 0.03))
    found = tuple(accuracies.get(rate, 0.5) for rate in RATES)
    return Trial(seed=0, losses=tuple(losses.tolist()), accuracies=found)


def with_trials(*trials: Trial) -> RateTests:
    return RateTests(rates=tuple(np.geomspace(1e-6, 1, STEPS).tolist()), networks={ASKED: trials})


def test_the_curve_of_a_test_suggests_the_middle_between_its_steepest_and_its_lowest_place():
    network = with_trials(measured({}), measured({})).network(ASKED)
    assert 1e-3 < network.found.suggested < 0.03
    assert network.found.steepest < network.found.suggested < network.found.lowest < network.lost_at
    assert network.suggested_by_each == [network.found.suggested] * 2


@pytest.mark.parametrize(("at_suggested", "right"), [(0.95, 0), (0.945, 0), (0.92, 1), (0.8, 2)])
def test_how_far_the_suggested_rate_is_behind_decides(at_suggested: float, right: int):
    suggested = with_trials(measured({})).network(ASKED).found.suggested
    best = next(rate for rate in RATES if rate > suggested)
    record = with_trials(measured({suggested: at_suggested, best: 0.95}))
    assert STUDIES["rate-test"].right(record) == right


def test_what_ends_early_is_averaged_as_far_as_all_seeds_came():
    whole = measured({})
    short = Trial(seed=1, losses=whole.losses[:-40], accuracies=whole.accuracies)
    network = Network(np.geomspace(1e-6, 1, STEPS).tolist(), (whole, short))
    assert network.mean_curve.losses == pytest.approx(short.losses)
    assert network.lost_at == network.rates[STEPS - 41]  # where the first of the tests got lost


def test_what_is_said_of_rates_is_in_the_file():
    networks, study, record = written("rate-test")["networks"], STUDIES["rate-test"], record_of("rate-test")
    means = {
        name: dict(zip(RATES, np.mean([one["accuracies"] for one in tests], axis=0), strict=True))
        for name, tests in networks.items()
    }
    best = {name: max(found, key=found.__getitem__) for name, found in means.items()}
    suggested = {name: record.network(name).found.suggested for name in networks}
    said = f"{study.outcome(record)} {study.see(record)}"
    for name in networks:
        assert f"{best[name]:g}" in said
        assert f"{suggested[name]:g}" in said
        assert means[name][best[name]] - means[name][suggested[name]] < 0.01
    assert f"{means[ASKED][suggested[ASKED]]:.1%}" in said
    assert f"{means[ASKED][best[ASKED]]:.1%}" in said
    lost = record.network(ASKED).lost_at
    assert means[ASKED][min(rate for rate in RATES if rate > lost)] < 0.2  # where the loss says so, it guesses


def test_the_lab_opens_with_the_rate_that_the_test_suggests_and_the_visit_trains_three():
    study, found = STUDIES["rate-test"], record_of("rate-test").network(ASKED).found
    assert TrainConfig(**study.lab).learning_rate == found.suggested
    assert [config.learning_rate for config in study.trains][1] == found.suggested
    assert all(config.learning_rate in RATES for config in study.trains)
