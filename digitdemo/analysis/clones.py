"""Clone a config and change one knob: what to train so that nothing else makes the difference."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

from digitdemo.config.train_config import KNOBS, TrainConfig

SEEDS = 3  # of each config, so that chance is not read as an effect


def with_knob(config: TrainConfig, name: str, value: Any) -> TrainConfig:
    """Return `config` with one knob changed; the knobs that are then of no use go to their default.

    Raises:
        ConfigError: the value is not allowed, or contradicts another knob.
    """
    return config.with_knob(name, value)


def fair_trainings(
    original: TrainConfig, changed: TrainConfig, *, seeds: int, known: Collection[TrainConfig]
) -> list[TrainConfig]:
    """Return what to train to compare two configs from so many seeds, the original's and those that follow it.

    Pair by pair, so that the first pair is there soon; what is `known` is not trained again.
    """
    past = int(KNOBS["seed"].maximum) + 1
    pairs = [
        dataclasses.replace(config, seed=(original.seed + number) % past)
        for number in range(seeds)
        for config in (original, changed)
    ]
    return [config for config in pairs if config not in known]
