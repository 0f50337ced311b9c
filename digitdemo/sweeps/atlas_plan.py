"""What the atlas records: sweeps over sizes, widths and regularization on small subsets, from several seeds."""

from __future__ import annotations

import dataclasses
from typing import Any

from digitdemo.analysis.studies.width import NOISE, WIDTHS, width_config
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.sweeps.sweep import Axis, Sweep

LEARNING, CAPACITY, DESCENT, REGULARIZED = (
    "learning curves",
    "capacity",
    "double descent",
    "regularization",
)
# All that matters is said here, so that no recipe changes it. With batches of 16 the smallest set still has 70 steps;
# what takes time here is measuring 15,000 images after each epoch.
_KNOBS: dict[str, Any] = dict(
    epochs=10,
    batch_size=16,
    optimizer="adam",
    learning_rate=0.002,
    schedule="constant",
    patience=0,
    l2=0.0,
    augmentation="off",
    pen_drawings=0,
)
_SIZES = Axis("train_size", (100, 200, 500, 1000, 2000))
_FEW_AND_MORE = Axis("train_size", (200, 1000))
_DROPOUT = Axis("dropout", (0.0, 0.5))
_FILTERS = (1, 2, 4, 8, 16, 32)


def _base(architecture: str, **knobs: Any) -> TrainConfig:
    return TrainConfig(architecture=architecture, **{**_KNOBS, **knobs})


def _mlp(**knobs: Any) -> TrainConfig:
    return _base("mlp", **{"hidden_layers": 1, "activation": "relu", "batch_norm": "off", "dropout": 0.0, **knobs})


def _cnn(**knobs: Any) -> TrainConfig:
    return _base("cnn", **{"activation": "relu", "batch_norm": "off", "dropout": 0.0, **knobs})


def _plates() -> dict[str, tuple[Sweep, ...]]:
    learning = (
        Sweep(_base("linear"), (_SIZES, Axis("l2", (0.0, 0.01))), 3),
        Sweep(_mlp(width=128), (_SIZES, _DROPOUT), 3),
        Sweep(_cnn(filters=8), (_SIZES, _DROPOUT), 3),
        Sweep(_base("lenet"), (_SIZES, Axis("l2", (0.0, 0.001))), 3),
        Sweep(_base("gru", width=64), (_SIZES,), 3),
    )
    capacity = tuple(
        Sweep(dataclasses.replace(base, dropout=dropout), (axis, _FEW_AND_MORE), 2)
        for base, axis in ((_mlp(), Axis("width", WIDTHS)), (_cnn(), Axis("filters", _FILTERS)))
        for dropout in _DROPOUT.values
    )
    descent = (
        Sweep(width_config(WIDTHS[0], noise=NOISE, seed=0), (Axis("width", WIDTHS), Axis("l2", (0.0, 0.001))), 3),
    )
    regularized = (
        Sweep(
            _mlp(width=256, train_size=500),
            (Axis("dropout", (0.0, 0.2, 0.4, 0.6)), Axis("l2", (0.0, 0.0001, 0.001, 0.01))),
            2,
        ),
    )
    return {LEARNING: learning, CAPACITY: capacity, DESCENT: descent, REGULARIZED: regularized}


PLATES = _plates()  # by what they show


def atlas_trainings() -> list[TrainConfig]:
    """Return the config of every training of the atlas, each once, those that share a graph one after the other."""
    configs = {config for sweeps in PLATES.values() for sweep in sweeps for config in sweep.trainings}
    return sorted(configs, key=lambda config: (graph_of(config), *config.to_dict().values()))


def graph_of(config: TrainConfig) -> tuple[Any, ...]:
    """Return what decides the graph of a training: those that are alike share one."""
    return tuple(getattr(config, name) for name, knob in KNOBS.items() if knob.shapes_graph)
