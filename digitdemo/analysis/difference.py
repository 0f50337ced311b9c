"""In which knobs configs differ."""

from __future__ import annotations

from collections.abc import Collection

from digitdemo.config.describe import show_value
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.texts import tr, tr_n


def varying_knobs(configs: Collection[TrainConfig]) -> list[str]:
    """Return the names of the knobs that are not the same in all configs and matter to one of them."""
    return [
        name
        for name in KNOBS
        if len({getattr(config, name) for config in configs}) > 1 and any(matters(name, config) for config in configs)
    ]


def differing_knobs(a: TrainConfig, b: TrainConfig, *, seed: bool = True) -> list[str]:
    """Return the names of the knobs in which two configs differ, with the seed or without."""
    return [name for name in varying_knobs([a, b]) if seed or name != "seed"]


def difference_sentence(a: TrainConfig, b: TrainConfig) -> str:
    """Return in which knobs two configs differ, and from what to what."""
    names = differing_knobs(a, b, seed=False) or differing_knobs(a, b)
    if not names:
        return tr("Nothing differs: the same knobs and the same seed.")
    changes = "; ".join(f"{KNOBS[name].label} {show_value(name, a)} → {show_value(name, b)}" for name in names)
    sentence = tr_n("Only one knob differs: {changes}.", "{n} knobs differ: {changes}.", len(names), changes=changes)
    if a.seed != b.seed and "seed" not in names:
        sentence += " " + tr("The seeds differ too: {a} → {b}.", a=a.seed, b=b.seed)
    return sentence
