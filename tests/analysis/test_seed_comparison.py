import dataclasses

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
    assert found.significant
    assert effect_sentence(found) == (
        "From A to B: +0.30 points on test, averaged over 3 seeds (95% interval: 0.05 to 0.55). That is more than "
        "chance would explain."
    )


def test_seeds_that_disagree_say_that_it_is_chance():
    found = compare_seeds(runs_of(MLP, 0.98, 0.981, 0.982), runs_of(DROPOUT, 0.985, 0.978, 0.984))
    assert found is not None
    assert not found.significant
    assert effect_sentence(found) == (
        "From A to B: +0.13 points on test, averaged over 3 seeds (95% interval: −0.87 to 1.14). "  # noqa: RUF001
        "This may be chance."
    )


def test_one_seed_has_the_interval_of_the_test_images_and_says_that_it_is_one():
    found = compare_seeds([run_of(MLP, 0.98)], [run_of(DROPOUT, 0.97), run_of(DROPOUT, 0.99, seed=1)])
    assert found is not None
    assert found.seeds == (0,)
    assert found.interval.low < -0.01 < found.interval.high < 0
    said = effect_sentence(found)
    assert said.startswith("From A to B: −1.00 points on test from one seed (95% interval: −1.4")  # noqa: RUF001
    assert said.endswith(
        "That is more than the choice of test images would explain, but another seed may show something else."
    )


def test_one_seed_without_a_clear_difference_may_be_chance():
    found = compare_seeds([run_of(MLP, 0.98)], [run_of(DROPOUT, 0.981)])
    assert not found.significant
    assert effect_sentence(found).endswith("This may be chance, and another seed may show something else.")


def test_no_difference_has_no_sign():
    found = SeedComparison(seeds=(0, 1), a=(), b=(), difference=-1e-9, interval=Interval(-1e-9, 1e-9))
    assert "+0.00 points" in effect_sentence(found)
    assert "0.00 to 0.00" in effect_sentence(found)


def test_more_seeds_than_the_table_has_are_compared_too():
    many = [0.98 + seed / 10_000 for seed in range(30)]
    assert compare_seeds(runs_of(MLP, *many), runs_of(DROPOUT, *reversed(many))) is not None


def test_the_interval_of_one_seed_goes_by_the_test_images_that_were_measured():
    def measured(config: TrainConfig, test: float, images: int) -> Run:
        record = dataclasses.replace(RECORD, epoch=1, test_accuracy=test, test_images=images)
        return run_of(config, history=(RECORD, record))

    few, many = (
        compare_seeds([measured(MLP, 0.98, images)], [measured(DROPOUT, 0.97, images)]) for images in (300, 10_000)
    )
    assert many.significant
    assert not few.significant


def test_it_is_the_kept_epochs_that_are_compared():
    first, *later = (
        dataclasses.replace(RECORD, epoch=epoch, test_accuracy=test, validation_loss=loss)
        for epoch, test, loss in ((0, 0.1, 2.3), (1, 0.98, 0.1), (2, 0.9, 0.5))
    )
    early_stopped = dataclasses.replace(MLP, patience=1)
    found = compare_seeds([run_of(early_stopped, history=(first, *later))], [run_of(DROPOUT, 0.98)])
    assert found.a == found.b == (0.98,)


def test_only_finished_runs_from_the_same_seeds_are_compared():
    assert compare_seeds([run_of(MLP)], [run_of(DROPOUT, seed=1)]) is None
    assert compare_seeds([run_of(MLP, outcome="stopped")], [run_of(DROPOUT)]) is None


def test_runs_of_the_same_settings_show_how_far_seeds_lie_apart():
    assert spread_sentence(run_of(MLP, 0.98), run_of(MLP, 0.982, seed=1)) == (
        "They are 0.20 points apart on test. Two runs of the same settings differ by about this much."
    )
    assert spread_sentence(run_of(MLP, 0.98), run_of(MLP, 0.98)) == (
        "They are 0.00 points apart on test: on one machine, the same settings and seed give the same model."
    )
