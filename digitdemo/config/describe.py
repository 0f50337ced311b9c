"""A config in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig, applies, matters
from digitdemo.texts import tr
from digitdemo.texts.said import within

_BRIEFLY = 2  # knobs


def show_value(name: str, config: TrainConfig) -> str:
    """Return a config's value of a knob as people read it; "none" where the config has no use for that knob."""
    return KNOBS[name].show(getattr(config, name)) if matters(name, config) else tr("none")


def problem_in_words(error: ConfigError) -> str:
    """Return what is not allowed as the app says it: by the knob's label, where addresses have its name."""
    if error.field in KNOBS:
        return f"{KNOBS[error.field].label}: {error.message}"
    return error.message


def config_name(config: TrainConfig) -> str:
    """Return a config in a few words: its architecture and the knobs that are not at their default."""
    return ", ".join([ARCHITECTURES[config.architecture].label, *_values(config, _changed(config))])


def brief_name(config: TrainConfig, telling: Collection[str] = ()) -> str:
    """Return `config_name` for where there is little room: with two knobs, of those in `telling` first, and "…"."""
    changed = sorted(_changed(config), key=lambda name: name not in telling)
    name = ", ".join([ARCHITECTURES[config.architecture].label, *_values(config, changed[:_BRIEFLY])])
    return f"{name} …" if len(changed) > _BRIEFLY else name


def _changed(config: TrainConfig) -> list[str]:
    return [name for name in config.to_texts() if name != "architecture"]


def _values(config: TrainConfig, names: Collection[str]) -> list[str]:
    return [f"{within(KNOBS[name].label)} {KNOBS[name].show(getattr(config, name))}" for name in names]


def knobs_line(config: TrainConfig) -> str:
    """Return the knobs that make a difference and are not off, in one line, without architecture and seed."""
    return " · ".join(
        f"{knob.label}: {knob.show(getattr(config, name))}"
        for name, knob in KNOBS.items()
        if name not in ("architecture", "seed")
        and matters(name, config)
        and getattr(config, name) not in (0, "off", "")
    )


def default_in_words(name: str) -> str:
    """Return the default of a knob, and of which architectures it is another: "4 (fast 2, best 20)".

    Architectures that have no use for the knob do not count.
    """
    if name == "architecture":
        return KNOBS[name].default
    defaults = {
        architecture: KNOBS[name].show(getattr(TrainConfig(architecture=architecture), name))
        for architecture in ARCHITECTURES
        if applies(name, architecture, "adamw")
    }
    [(usual, _)] = Counter(defaults.values()).most_common(1)
    others = ", ".join(f"{architecture} {default}" for architecture, default in defaults.items() if default != usual)
    return f"{usual} ({others})" if others else usual
