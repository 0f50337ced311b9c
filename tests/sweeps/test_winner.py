import dataclasses
import math
import statistics

import numpy as np
import pytest

from digitdemo.sweeps.found import found_in
from digitdemo.sweeps.outcome import outcome_of
from digitdemo.sweeps.winner import Winner, expected_maximum, winner_of
from digitdemo.sweeps.words import best_sentence, curse_sentence, gap_in_words, percent_in_words
from tests.sweeps.conftest import all_trained, diverged, sweep, trained


def winner(made, runs) -> Winner | None:
    return winner_of([outcome_of(cell) for cell in found_in(made, runs).cells])


def test_a_cell_has_the_mean_of_its_seeds_and_the_interval_of_that():
    made = sweep()
    outcome = outcome_of(found_in(made, all_trained(made, [(0.90, 0.91, 0.92)] * 3)).cells[0])
    assert outcome.validation.values == (0.90, 0.91, 0.92)
    half = 4.303 * 0.01 / math.sqrt(3)
    assert outcome.validation.interval.low == pytest.approx(0.91 - half)
    assert outcome.gap.mean == pytest.approx(0.08)  # `run_of` reads 99 % of training images
    assert percent_in_words(outcome.validation) == "91.00% (88.52 to 93.48)"
    assert gap_in_words(outcome.gap) == "+8.00 (5.52 to 10.48)"


def test_seeds_that_agree_to_the_last_image_are_no_proof_and_an_accuracy_ends_at_1():
    made = sweep()
    outcome = outcome_of(found_in(made, all_trained(made, [(1.0, 1.0, 1.0)] * 3)).cells[0])
    assert outcome.validation.interval.low == pytest.approx(1 - 4.303 / 5000 / math.sqrt(3))
    assert outcome.validation.interval.high == 1.0


def test_one_seed_has_no_interval_and_tells_no_cell_from_another():
    made = sweep(seeds=1)
    found = winner(made, all_trained(made, [(0.7,), (0.9,), (0.8,)]))
    assert found.validation.interval is None
    assert found.alike is None
    assert found.luck == pytest.approx(expected_maximum(3) * math.sqrt(0.9 * 0.1 / 5000))
    assert "So few seeds cannot tell" in best_sentence(made, found)


def test_what_is_alike_is_said_by_differences_of_the_same_seed():
    made = sweep()
    # The seeds lie far apart, yet the second cell beats the first from each of them.
    found = winner(made, all_trained(made, [(0.80, 0.85, 0.90), (0.82, 0.87, 0.92), (0.79, 0.90, 0.91)]))
    assert found.outcome.found.cell.values == (8,)
    assert [other.found.cell.values for other in found.alike] == [(32,)]
    assert "The seeds cannot tell it from: width 32." in best_sentence(made, found)


def test_a_seed_that_is_harder_for_all_cells_is_no_luck_of_one():
    made = sweep()
    found = winner(made, all_trained(made, [(0.80, 0.85, 0.90), (0.81, 0.86, 0.91), (0.82, 0.87, 0.92)]))
    assert (found.contenders, found.luck) == (1, 0.0)
    assert "luck has hardly helped it" in curse_sentence(found)


def test_only_what_may_be_as_good_could_have_won_by_luck():
    made = sweep()
    # The last cell is far worse, and its seeds lie far apart: that says nothing about the first two.
    found = winner(made, all_trained(made, [(0.901, 0.900, 0.902), (0.900, 0.902, 0.900), (0.1, 0.5, 0.3)]))
    assert found.contenders == 2
    assert 0 < found.luck < 0.001
    assert "2 may be equally good, so luck helped the best of them" in curse_sentence(found)


def test_only_a_cell_with_all_its_seeds_trained_to_the_end_may_win():
    made = sweep(seeds=2)
    runs = all_trained(made, [(0.7, 0.7), (0.6, 0.6), (0.9, 0.9)])
    assert winner(made, runs).outcome.found.cell.values == (32,)
    assert winner(made, [*runs[:-1], diverged(runs[-1].config)]).outcome.found.cell.values == (2,)
    assert winner(made, [*runs[:2], *map(diverged, [run.config for run in runs[2:]])]) is None


def test_nothing_is_called_the_best_while_a_seed_is_missing_that_might_be_better():
    made = sweep(seeds=2)
    assert winner(made, all_trained(made, [(0.7, 0.7), (0.6, 0.6), (0.9, 0.9)])[:-1]) is None


def test_the_test_accuracy_of_the_winner_is_that_of_the_other_images():
    made = sweep(seeds=2)
    runs = [
        dataclasses.replace(
            run, history=tuple(dataclasses.replace(record, test_accuracy=0.5) for record in run.history)
        )
        for run in all_trained(made, [(0.7, 0.8), (0.6, 0.6), (0.5, 0.5)])
    ]
    found = winner(made, runs)
    assert found.test.values == (0.5, 0.5)
    assert found.validation.mean == statistics.mean((0.7, 0.8))
    assert "Believe its test accuracy, 50.00%" in curse_sentence(found)


@pytest.mark.parametrize(("count", "known"), [(1, 0.0), (2, 1 / math.sqrt(math.pi)), (10, 1.53875), (100, 2.50759)])
def test_the_largest_of_so_many_draws(count: int, known: float):
    assert expected_maximum(count) == pytest.approx(known, abs=1e-4)


def test_the_luck_that_is_said_is_the_luck_that_there_is():
    """All cells equally good, 400 times: the best looks better than it is by what `luck` says."""
    made, random = sweep(seeds=3), np.random.default_rng(0)
    found = []
    for _ in range(400):
        hard = random.normal(0, 0.02, 3)  # of the seeds, for all cells alike
        table = 0.9 + hard + random.normal(0, 0.005, (3, 3))
        one = winner(made, all_trained(made, table.tolist()))
        found.append((one.validation.mean - 0.9 - hard.mean(), one.luck))
    seen, said = np.mean(found, axis=0)
    assert said == pytest.approx(seen, abs=0.0006)


def test_a_single_run_is_a_cell_without_interval():
    made = sweep()
    outcome = outcome_of(found_in(made, [trained(made.trainings[0], 0.9)]).cells[0])
    assert (outcome.whole, percent_in_words(outcome.validation)) == (False, "90.00%")
