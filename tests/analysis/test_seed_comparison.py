import dataclasses

import numpy as np
import pytest

from digitdemo.analysis.intervals import Interval
from digitdemo.analysis.seed_comparison import SeedComparison, compare_seeds, effect_sentence, spread_sentence
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from tests.conftest import DROPOUT, MLP, RECORD, run_of


def runs_of(config: TrainConfig, *tests: float) -> list[Run]:
    return [run_of(config, test, seed=seed) for seed, test in enumerate(tests)]


def test_three_seeds_give_a_mean_with_the_interval_of_the_t_distribution():
    found = compare_seeds(runs_of(MLP, 0.98, 0.981, 0.982), runs_of(DROPOUT, 0.983, 0.985, 0.984))
    assert found is not None
    assert found.seeds == (0, 1, 2)
    assert found.a == (0.98, 0.981, 0.982)
    assert found.b == (0.983, 0.985, 0.984)
    assert found.difference == pytest.approx(0.003)
    # Differences of 0.3, 0.4 and 0.2 points: standard deviation 0.1, so 4.303 * 0.1 / sqrt(3) = 0.2484.
    assert found.interval.low == pytest.approx(0.003 - 0.002484, abs=1e-6)
    assert found.interval.high == pytest.approx(0.003 + 0.002484, abs=1e-6)
    assert found.tells
    assert effect_sentence(found) == (
        "From A to B: +0.30 points on validation, averaged over 3 seeds (95% interval: 0.05 to 0.55). Seeds alone "
        "would look like this in fewer than 5% of such comparisons."
    )


def test_three_seeds_that_disagree_cannot_tell_and_offer_five():
    found = compare_seeds(runs_of(MLP, 0.98, 0.981, 0.982), runs_of(DROPOUT, 0.985, 0.978, 0.984))
    assert found is not None
    assert not found.tells
    assert effect_sentence(found) == (
        "From A to B: +0.13 points on validation, averaged over 3 seeds (95% interval: −0.87 to 1.14). "  # noqa: RUF001
        "Cannot tell: so few seeds do not show which is better. Train both from five seeds."
    )


def test_five_seeds_that_disagree_bound_the_difference():
    found = compare_seeds(
        runs_of(MLP, 0.98, 0.981, 0.982, 0.981, 0.98), runs_of(DROPOUT, 0.985, 0.978, 0.984, 0.979, 0.981)
    )
    assert not found.tells
    assert effect_sentence(found).endswith(
        "(95% interval: −0.34 to 0.46). Cannot tell: if one of them is better, then most likely by less "  # noqa: RUF001
        "than 0.46 points."
    )


def test_two_seeds_cannot_tell_however_well_they_agree():
    found = compare_seeds(runs_of(MLP, 0.5, 0.5), runs_of(DROPOUT, 0.9, 0.9))
    assert found.interval.low > 0
    assert not found.tells
    assert "Cannot tell" in effect_sentence(found)


def test_seeds_that_agree_to_the_last_image_are_no_proof():
    # Each reads one image of 5,000 more: a spread of 0 would make that certain.
    found = compare_seeds(runs_of(MLP, *[0.98] * 3), runs_of(DROPOUT, *[0.9802] * 3))
    assert not found.tells


def test_it_is_validation_that_is_compared():
    def validated(config: TrainConfig, accuracy: float | None) -> Run:
        record = dataclasses.replace(RECORD, epoch=1, test_accuracy=0.5, validation_accuracy=accuracy)
        return run_of(config, history=(RECORD, record))

    found = compare_seeds([validated(MLP, 0.9)], [validated(DROPOUT, 0.95)])
    assert (found.a, found.b) == ((0.9,), (0.95,))
    assert compare_seeds([validated(MLP, 0.9)], [validated(DROPOUT, None)]) is None


@pytest.mark.parametrize("seeds", [3, 5])
def test_seeds_alone_are_called_a_difference_in_no_more_than_one_comparison_in_twenty(seeds: int):
    # Both configs are the same, and seeds make six times what the choice of test images does: 0.02 of accuracy.
    rng = np.random.default_rng(0)
    draws = rng.normal(0.9, 0.02, (2000, 2, seeds))
    told = sum(compare_seeds(runs_of(MLP, *a), runs_of(DROPOUT, *b)).tells for a, b in draws.clip(0, 1).tolist())
    assert told / len(draws) == pytest.approx(0.05, abs=0.015)


def test_one_seed_cannot_tell_and_has_no_interval():
    found = compare_seeds([run_of(MLP, 0.98)], [run_of(DROPOUT, 0.97), run_of(DROPOUT, 0.99, seed=1)])
    assert found is not None
    assert found.seeds == (0,)
    assert found.interval is None
    assert not found.tells
    assert effect_sentence(found) == (
        "From A to B: −1.00 points on validation, from one seed. Cannot tell what changed it: how much "  # noqa: RUF001
        "another seed would change is not known. Train both from five seeds."
    )


def test_no_difference_has_no_sign():
    found = SeedComparison(seeds=(0, 1), a=(), b=(), difference=-1e-9, interval=Interval(-1e-9, 1e-9))
    assert "+0.00 points" in effect_sentence(found)
    assert "0.00 to 0.00" in effect_sentence(found)


def test_more_seeds_than_the_table_has_are_compared_too():
    many = [0.98 + seed / 10_000 for seed in range(30)]
    assert compare_seeds(runs_of(MLP, *many), runs_of(DROPOUT, *reversed(many))) is not None


def test_it_is_the_kept_epochs_that_are_compared():
    first, *later = (
        dataclasses.replace(RECORD, epoch=epoch, validation_accuracy=accuracy, validation_loss=loss)
        for epoch, accuracy, loss in ((0, 0.1, 2.3), (1, 0.98, 0.1), (2, 0.9, 0.5))
    )
    early_stopped = dataclasses.replace(MLP, patience=1)
    found = compare_seeds([run_of(early_stopped, history=(first, *later))], [run_of(DROPOUT, 0.98)])
    assert found.a == found.b == (0.98,)


def test_only_finished_runs_from_the_same_seeds_are_compared():
    assert compare_seeds([run_of(MLP)], [run_of(DROPOUT, seed=1)]) is None
    assert compare_seeds([run_of(MLP, outcome="stopped")], [run_of(DROPOUT)]) is None


def test_runs_of_the_same_settings_show_how_far_seeds_lie_apart():
    assert spread_sentence(run_of(MLP, 0.98), run_of(MLP, 0.982, seed=1)) == (
        "They are 0.20 points apart on validation, and nothing but the seed differs: no knob has made that."
    )
    assert spread_sentence(run_of(MLP, 0.98), run_of(MLP, 0.98)) == (
        "They are 0.00 points apart on validation: on one machine, the same settings and seed give the same model."
    )
