import dataclasses

import pytest

from digitdemo.analysis.comparison import (
    SeedComparison,
    closest,
    comparable,
    difference_sentence,
    differing_knobs,
    effect_sentence,
    other_seeds,
    paired,
    varying_knobs,
)
from digitdemo.analysis.intervals import Interval
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from tests.conftest import DROPOUT, MLP, RECORD, run_of


def runs_of(config: TrainConfig, *tests: float) -> list[Run]:
    return [run_of(config, test, seed=seed) for seed, test in enumerate(tests)]


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        (MLP, MLP, []),
        (MLP, DROPOUT, ["dropout"]),
        (MLP, dataclasses.replace(DROPOUT, seed=3), ["dropout", "seed"]),
        (MLP, dataclasses.replace(MLP, rare_share=0.5), []),  # no digit is rare
        (TrainConfig(rare_digits="3"), TrainConfig(rare_digits="3", rare_share=0.5), ["rare_share"]),
        # The linear model has no dropout to differ in, the CNN has.
        (
            TrainConfig(architecture="linear"),
            TrainConfig(architecture="cnn"),
            ["architecture", "dropout", "learning_rate"],
        ),
    ],
)
def test_knobs_that_differ_are_those_that_matter(a: TrainConfig, b: TrainConfig, names: list[str]):
    assert differing_knobs(a, b) == differing_knobs(b, a) == names
    assert differing_knobs(a, b, seed=False) == [name for name in names if name != "seed"]


def test_knobs_that_vary_among_many():
    assert varying_knobs([MLP, DROPOUT, dataclasses.replace(MLP, epochs=9)]) == ["dropout", "epochs"]
    assert varying_knobs([MLP]) == varying_knobs([]) == []


@pytest.mark.parametrize(
    ("b", "sentence"),
    [
        (MLP, "Nothing differs: the same knobs and the same seed."),
        (DROPOUT, "Only Dropout differs: 0 → 0.5."),
        (dataclasses.replace(MLP, seed=2), "Only Seed differs: 0 → 2."),
        (dataclasses.replace(DROPOUT, seed=2), "Only Dropout differs: 0 → 0.5. The seeds differ, too: 0 → 2."),
        (dataclasses.replace(DROPOUT, epochs=9), "2 knobs differ: Dropout 0 → 0.5; Epochs 4 → 9."),
        (
            dataclasses.replace(MLP, architecture="linear"),
            "Only Architecture differs: MLP 512-512 → Linear softmax.",
        ),
    ],
)
def test_what_differs_is_said_in_a_sentence(b: TrainConfig, sentence: str):
    assert difference_sentence(MLP, b) == sentence


def test_a_knob_that_one_of_them_has_no_use_for_is_none_there():
    assert "Dropout 0.5 → none" in difference_sentence(TrainConfig(), TrainConfig(architecture="linear"))


def test_three_seeds_give_a_mean_with_the_interval_of_the_t_distribution():
    found = paired(runs_of(MLP, 0.98, 0.981, 0.982), runs_of(DROPOUT, 0.983, 0.985, 0.984))
    assert found is not None
    assert found.seeds == (0, 1, 2)
    assert found.a == (0.98, 0.981, 0.982)
    assert found.b == (0.983, 0.985, 0.984)
    assert found.difference == pytest.approx(0.003)
    # Differences of 0.3, 0.4 and 0.2 points: standard deviation 0.1, so 4.303 * 0.1 / sqrt(3) = 0.2484.
    assert found.interval.low == pytest.approx(0.003 - 0.002484, abs=1e-6)
    assert found.interval.high == pytest.approx(0.003 + 0.002484, abs=1e-6)
    assert found.more_than_chance
    assert effect_sentence(MLP, DROPOUT, found) == (
        "Dropout 0 → 0.5: +0.30 points on test as a mean of 3 seeds (95 %: 0.05 to 0.55): more than chance."
    )


def test_seeds_that_disagree_say_that_it_is_chance():
    found = paired(runs_of(MLP, 0.98, 0.981, 0.982), runs_of(DROPOUT, 0.985, 0.978, 0.984))
    assert found is not None
    assert not found.more_than_chance
    assert effect_sentence(MLP, DROPOUT, found) == (
        "Dropout 0 → 0.5: +0.13 points on test as a mean of 3 seeds (95 %: −0.87 to 1.14): "  # noqa: RUF001
        "too little to tell from chance."
    )


def test_one_seed_has_the_interval_of_the_test_images_and_says_that_it_is_one():
    found = paired([run_of(MLP, 0.98)], [run_of(DROPOUT, 0.97), run_of(DROPOUT, 0.99, seed=1)])
    assert found is not None
    assert found.seeds == (0,)
    assert found.interval.low < -0.01 < found.interval.high < 0
    said = effect_sentence(MLP, DROPOUT, found)
    assert said.startswith("Dropout 0 → 0.5: −1.00 points on test from one seed (95 %: −1.4")  # noqa: RUF001
    assert said.endswith("more than chance. That is one seed only; another one may say otherwise.")


def test_no_difference_has_no_sign():
    found = SeedComparison(seeds=(0, 1), a=(), b=(), difference=-1e-9, interval=Interval(-1e-9, 1e-9))
    assert "+0.00 points" in effect_sentence(MLP, DROPOUT, found)
    assert "0.00 to 0.00" in effect_sentence(MLP, DROPOUT, found)


def test_more_seeds_than_the_table_has_are_compared_too():
    many = [0.98 + seed / 10_000 for seed in range(30)]
    assert paired(runs_of(MLP, *many), runs_of(DROPOUT, *reversed(many))) is not None


def test_only_whole_trainings_from_the_same_seeds_are_paired():
    assert paired([run_of(MLP)], [run_of(DROPOUT, seed=1)]) is None
    assert paired([run_of(MLP, outcome="stopped")], [run_of(DROPOUT)]) is None
    assert not comparable(run_of(MLP, history=(RECORD,)))
    assert comparable(run_of(MLP))


def test_runs_of_one_config_are_found_by_it():
    runs = [*runs_of(MLP, 0.97, 0.98), *runs_of(DROPOUT, 0.96, 0.99)]
    assert other_seeds(runs[0], runs) == runs[:2]


def test_the_closest_run_differs_in_the_fewest_knobs_but_in_one():
    far = run_of(dataclasses.replace(DROPOUT, epochs=9), 0.95)
    near, near_but_another_seed = run_of(DROPOUT, 0.96), run_of(DROPOUT, 0.97, seed=1)
    same = run_of(MLP, 0.99, seed=1)
    run = run_of(MLP)
    assert closest(run, [run, same, far, near_but_another_seed, near]) is near
    assert closest(run, [same]) is same
    assert closest(run, [run]) is None
