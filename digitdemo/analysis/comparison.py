"""Which runs to compare with each other, and what to train so that nothing but one knob makes the difference."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from digitdemo.analysis.difference import differing_knobs
from digitdemo.analysis.validation import holds_out, validation_of
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.runs.run import Run

# Of each config. From three, the mean's 95 % interval reaches 4.3 standard errors to each side (Student's t), from five
# 2.8: with the same spread three see only differences twice as large.
SEEDS = 5


def comparable(run: Run) -> bool:
    """Return whether a run was trained to its end and from no drawings, so that its accuracy speaks for its config."""
    return run.outcome == "finished" and len(run.history) > 1 and run.own is None


def needs_no_training(run: Run) -> bool:
    """Return whether training the config of `run` again would tell nothing new: it ended, and it was validated.

    An earlier version may have trained it without.
    """
    return comparable(run) and (validation_of(run) is not None or not holds_out(run.config))


def other_seeds(run: Run, runs: Iterable[Run]) -> list[Run]:
    """Return those of `runs` whose config is that of `run` up to the seed; `run` itself if it is one of them."""
    return [other for other in runs if not differing_knobs(other.config, run.config, seed=False)]


def closest(run: Run, others: Iterable[Run]) -> Run | None:
    """Return the first of the others that differs in the fewest knobs, but in one at least; the same seed counts."""

    def distance(other: Run) -> tuple[bool, int, bool]:
        count = len(differing_knobs(run.config, other.config, seed=False))
        return count == 0, count, other.config.seed != run.config.seed

    return min((other for other in others if other.id != run.id), key=distance, default=None)


def from_seeds(config: TrainConfig, seeds: int) -> list[TrainConfig]:
    """Return the config from so many seeds, its own and those that follow it."""
    number_of_seeds = int(KNOBS["seed"].maximum) + 1
    return [dataclasses.replace(config, seed=(config.seed + number) % number_of_seeds) for number in range(seeds)]


def fair_trainings(
    original: TrainConfig, changed: TrainConfig, *, seeds: int, known: Collection[TrainConfig]
) -> list[TrainConfig]:
    """Return what to train to compare two configs from so many seeds, the original's and those that follow it.

    Pair by pair, so that the first pair is there soon; what is `known` is not trained again.
    """
    pairs = zip(
        from_seeds(original, seeds), from_seeds(dataclasses.replace(changed, seed=original.seed), seeds), strict=True
    )
    return [config for pair in pairs for config in pair if config not in known]
