"""A config in words."""

from __future__ import annotations

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import KNOBS, TrainConfig, matters


def show_value(name: str, config: TrainConfig) -> str:
    """Return a config's value of a knob as people read it; "none" where the config has no use for that knob."""
    if name == "architecture":
        return ARCHITECTURES[config.architecture].label
    return KNOBS[name].show(getattr(config, name)) if matters(name, config) else "none"
