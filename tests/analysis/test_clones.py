import dataclasses

import pytest

from digitdemo.analysis.clones import SEEDS, fair_trainings, with_knob
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.queue import MOST_AT_ONCE

MLP = TrainConfig(architecture="mlp", seed=5)
DROPOUT = dataclasses.replace(MLP, dropout=0.5)


def seeded(config: TrainConfig, seed: int) -> TrainConfig:
    return dataclasses.replace(config, seed=seed)


def test_one_knob_is_changed_and_nothing_else():
    assert with_knob(MLP, "dropout", 0.5) == DROPOUT


def test_knobs_that_are_then_of_no_use_go_to_their_default():
    assert with_knob(TrainConfig(architecture="cnn", filters=8), "architecture", "linear") == TrainConfig(
        architecture="linear", learning_rate=0.01
    )
    adamw = TrainConfig(optimizer="adamw", weight_decay=1.0)
    assert with_knob(adamw, "optimizer", "adam") == TrainConfig()


def test_a_contradiction_is_named():
    with pytest.raises(ConfigError, match="patience"):
        with_knob(TrainConfig(patience=3), "train_size", 60_000)


def test_one_seed_needs_the_clone_alone_if_the_original_is_there():
    assert fair_trainings(MLP, DROPOUT, seeds=1, known={MLP}) == [DROPOUT]
    assert fair_trainings(MLP, DROPOUT, seeds=1, known=set()) == [MLP, DROPOUT]
    assert fair_trainings(MLP, DROPOUT, seeds=1, known={MLP, DROPOUT}) == []


def test_three_seeds_come_pair_by_pair_and_fit_into_the_queue():
    every = [seeded(config, seed) for seed in (5, 6, 7) for config in (MLP, DROPOUT)]
    assert fair_trainings(MLP, DROPOUT, seeds=SEEDS, known=set()) == every
    assert fair_trainings(MLP, DROPOUT, seeds=SEEDS, known={MLP, seeded(DROPOUT, 6)}) == [
        every[1],
        every[2],
        *every[4:],
    ]
    assert len(every) <= MOST_AT_ONCE


def test_beyond_the_last_seed_comes_the_first():
    last = seeded(MLP, 999_999)
    assert [config.seed for config in fair_trainings(last, DROPOUT, seeds=2, known=set())] == [999_999] * 2 + [0] * 2
