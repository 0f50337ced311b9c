"""`TrainConfig` and its knobs: one table that makes the knobs of the Lab, the URL and the command line."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.knob import ConfigError, Knob
from digitdemo.config.sections import NETWORK_KNOBS, SECTIONS
from digitdemo.config.sections.images import (
    FEWEST_VALIDATION_IMAGES,
    MOST_TRAINING_IMAGES,
    EvaluationImages,
    TrainingImages,
)
from digitdemo.config.sections.network import Model, Network
from digitdemo.config.sections.training import Training
from digitdemo.texts import tr


# A dataclass takes its bases' fields from the last base to the first: that is the order of Lab and command line.
@dataclass(frozen=True, kw_only=True)
class TrainConfig(EvaluationImages, TrainingImages, Training, Network, Model):
    """Everything that decides a training; the same config gives the same weights on the same machine.

    What is not given, or None, is the default: that of the architecture's recipe, else the knob's. The knobs' are Adam
    at its customary learning rate of 0.001 (Kingma and Ba, arXiv:1412.6980), batches of 128 images as in Keras' own
    MNIST examples, 10 epochs, and 55,000 images, which leaves 5,000 of the 60,000 for validation. The recipes were
    chosen on those 5,000: `python -m digitdemo bench recipes`.

    Raises:
        ConfigError: a value is not allowed; the message names field, value and what is.
    """

    def __post_init__(self) -> None:
        for name, knob in KNOBS.items():  # the architecture, which the others' defaults depend on, is the first
            value = getattr(self, name)
            object.__setattr__(self, name, knob.check(self._default(knob) if value is None else value))
        for name, knob in KNOBS.items():
            value, default = getattr(self, name), self._default(knob)
            if value != default and not applies(name, self.architecture, self.optimizer):
                by_optimizer = name in _USERS
                raise ConfigError(
                    name,
                    tr(
                        "{value!r} is not allowed with {kind} {name}, which has no use for it; leave it at {default}",
                        value=value,
                        kind="optimizer" if by_optimizer else "architecture",  # as addresses name them
                        name=self.optimizer if by_optimizer else self.architecture,
                        default=knob.show(default),
                    ),
                )
        most = MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES
        if self.patience and self.train_size > most:
            raise ConfigError(
                "patience",
                tr(
                    "{patience} is not allowed with train_size {size:,}, which leaves too few images for validation; "
                    "give 0, or a train_size of at most {most:,}",
                    patience=self.patience,
                    size=self.train_size,
                    most=most,
                ),
            )
        if len(self.rare_digits) == 10 and not self.rare_share:
            raise ConfigError(
                "rare_share", tr("0 is not allowed for all ten digits, no image would be left; give more")
            )

    def _default(self, knob: Knob) -> Any:
        if knob.name == "architecture" or not self._uses(knob.name):
            return knob.default  # a recipe is for its own optimizer
        return ARCHITECTURES[self.architecture].recipe.get(knob.name, knob.default)

    def _uses(self, name: str) -> bool:
        # The optimizer comes before what depends on it, and is not yet there before.
        return name not in _USERS or applies(name, self.architecture, self.optimizer)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TrainConfig:
        """Return the config that `to_dict` made `values` from; fields that are missing, or None, take their default.

        Raises:
            ConfigError: an unknown field, or a value that is not allowed.
        """
        for name in values:
            if name not in KNOBS:
                raise ConfigError(str(name)[:40], tr("no such field; the fields are {fields}", fields=", ".join(KNOBS)))
        return cls(**values)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> tuple[TrainConfig, list[str]]:
        """Return the config that a URL asks for, and one message per value that had to be left out.

        Names that are no knob are ignored: a URL may carry others' parameters.
        """
        values: dict[str, Any] = {}
        problems = []
        for name, knob in KNOBS.items():
            if name in texts:
                try:
                    values[name] = knob.parse(texts[name])
                except ConfigError as error:
                    problems.append(str(error))
        config, contradictions = cls.without_contradictions(values)
        return config, problems + contradictions

    @classmethod
    def without_contradictions(cls, values: Mapping[str, Any]) -> tuple[TrainConfig, list[str]]:
        """Return the config of `values`, and one message per value that had to be left out.

        Where a value of the architecture's recipe contradicts the given ones, the knob's own default takes its place.
        """
        kept = dict(values)
        plain: set[str] = set()  # each field is given, then of the recipe, then plain: so the loop ends
        problems: list[str] = []
        while True:
            try:
                return cls(**kept), problems
            except ConfigError as error:
                if error.field in plain:
                    raise
                if str(error) not in problems:
                    problems.append(str(error))
                if kept.pop(error.field, None) is None:
                    plain.add(error.field)
                    kept[error.field] = KNOBS[error.field].default

    def with_knob(self, name: str, value: Any) -> TrainConfig:
        """Return this config with one knob changed; the knobs that are then of no use go to their default.

        Raises:
            ConfigError: the value is not allowed, or contradicts another knob.
        """
        values: dict[str, Any] = {**self.to_dict(), name: KNOBS[name].check(value)}
        architecture, optimizer = values["architecture"], values["optimizer"]
        for other in KNOBS:
            if other != name and not applies(other, architecture, optimizer):
                values[other] = None
        return TrainConfig(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return dataclasses.asdict(self)

    def to_texts(self) -> dict[str, str]:
        """Return what a URL says of this config: the architecture, and each knob that is not at its default."""
        default = TrainConfig(architecture=self.architecture)
        return {
            name: str(value)
            for name, value in self.to_dict().items()
            if name == "architecture" or (value != getattr(default, name) and self._uses(name))
        }


def _knobs() -> dict[str, Knob]:
    kinds = typing.get_type_hints(TrainConfig)
    sections = {f.name: title for title, section in SECTIONS.items() for f in dataclasses.fields(section)}
    return {
        f.name: Knob(name=f.name, kind=kinds[f.name], section=sections.get(f.name, ""), **f.metadata)
        for f in dataclasses.fields(TrainConfig)
    }


KNOBS = _knobs()

_USERS = {"weight_decay": ("adamw",), "beta2": ("adam", "adamw")}  # the optimizers that have a use for a knob


def applies(name: str, architecture: str, optimizer: str) -> bool:
    """Return whether that knob makes a difference to a model of that architecture, trained by that optimizer."""
    if name in NETWORK_KNOBS:
        return name in ARCHITECTURES[architecture].knobs
    return name not in _USERS or optimizer in _USERS[name]


def matters(name: str, config: TrainConfig) -> bool:
    """Return whether that knob makes a difference to a training of `config`."""
    used = applies(name, config.architecture, config.optimizer)
    return used and (name != "rare_share" or bool(config.rare_digits))
