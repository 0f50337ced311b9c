"""Which sweep a visit has: kept as texts, so that a reload or another tab goes on with it."""

from __future__ import annotations

import functools

from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import TrainConfig
from digitdemo.sweeps.search import Search
from digitdemo.sweeps.sweep import Sweep
from digitdemo.ui.state.visit import visit


def sweep() -> Sweep | None:
    """Return the visit's sweep; None where it has none, or what is kept of it makes none any more."""
    return _sweep_of(tuple(sorted(visit().sweep.items()))) if visit().sweep else None


def search() -> Search | None:
    """Return the visit's search; None where it has none, or what is kept of it makes none any more."""
    return _search_of(tuple(sorted(visit().search.items()))) if visit().search else None


def is_of_sweep(config: TrainConfig) -> bool:
    """Return whether a training by `config` belongs to the visit's sweep, or to its search."""
    made, searched = sweep(), search()
    return (made is not None and config in _configs_of(made)) or (searched is not None and searched.is_trial(config))


@functools.lru_cache(maxsize=64)
def _sweep_of(texts: tuple[tuple[str, str], ...]) -> Sweep | None:
    try:
        return Sweep.from_texts(dict(texts))
    except ConfigError:
        return None


@functools.lru_cache(maxsize=64)
def _search_of(texts: tuple[tuple[str, str], ...]) -> Search | None:
    try:
        return Search.from_texts(dict(texts))
    except ConfigError:
        return None


@functools.lru_cache(maxsize=64)
def _configs_of(made: Sweep) -> frozenset[TrainConfig]:
    return frozenset(made.trainings)
