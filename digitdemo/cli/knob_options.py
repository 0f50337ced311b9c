"""Knobs as options of commands."""

import argparse
from collections.abc import Iterable

from digitdemo.config.describe import default_in_words
from digitdemo.config.train_config import KNOBS, TrainConfig


def add_knobs(parser: argparse.ArgumentParser, names: Iterable[str] = KNOBS) -> None:
    """Add an option for each of these knobs, by default for all."""
    for name in names:
        knob = KNOBS[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="VALUE",
            help=f"{knob.label}: {knob.allowed}; default {default_in_words(name)}",
        )


def config_of(options: argparse.Namespace) -> TrainConfig:
    """Return the config that the options ask for.

    Raises:
        ConfigError: a value is not allowed.
    """
    texts = {name: getattr(options, name, None) for name in KNOBS}
    return TrainConfig(**{name: KNOBS[name].parse(text) for name, text in texts.items() if text is not None})
