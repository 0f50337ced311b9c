"""`TrainConfig` and its knobs: one table that makes the sidebar, the URL and the command line."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digitdemo.models import ARCHITECTURES


class ConfigError(ValueError):
    """A value that a knob does not take; the message names the knob, the value and what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Knob:
    """What people may set one field of `TrainConfig` to, and how to show it.

    `kind` is the type of the value. Numbers lie in `minimum` to `maximum`; `choices` lists the only values of a
    text knob, or the stops of a number's slider when evenly spaced stops (`step`) would not do.
    """

    name: str = ""
    label: str
    help: str
    kind: type
    default: Any
    minimum: float = -math.inf
    maximum: float = math.inf
    step: float | None = None
    choices: tuple[Any, ...] = ()
    unit: str = ""

    @property
    def allowed(self) -> str:
        """What the knob takes, in words."""
        if self.kind is str:
            return "one of " + ", ".join(self.choices)
        whole = "a whole number" if self.kind is int else "a number"
        return f"{whole} from {self.show(self.minimum)} to {self.show(self.maximum)}"

    def check(self, value: Any) -> Any:
        """Return `value` as the knob's type.

        Raises:
            ConfigError: the type is wrong or the value is not allowed.
        """
        if self.kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not self.kind or not self._allows(value):
            raise self._error(value)
        return value

    def _allows(self, value: Any) -> bool:
        if self.kind is str:
            return value in self.choices
        return self.minimum <= value <= self.maximum  # false for NaN

    def parse(self, text: str) -> Any:
        """Return the value written as `text`, as it comes from a URL or a command line.

        Raises:
            ConfigError: `text` is not a value that the knob takes.
        """
        try:
            # The length bound keeps int() from working on megabytes of digits.
            return self.check(self.kind(text) if len(text) <= 30 else None)
        except ValueError:  # ConfigError too: it would show the converted value
            raise self._error(text) from None

    def show(self, value: Any) -> str:
        """Return `value` as people read it."""
        if self.kind is str:
            return str(value)
        # A learning rate of 0.000001 is no clearer as 1e-06.
        return f"{value:,}" if self.kind is int else f"{value:.10f}".rstrip("0").rstrip(".")

    def _error(self, value: Any) -> ConfigError:
        shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:37] + "..."
        return ConfigError(f"{self.name}: {shown} is not allowed; give {self.allowed}")


def _knob(default: Any, **facts: Any) -> Any:
    # None stands for the default, which may be the architecture's own.
    return field(default=None, metadata={"knob": Knob(default=default, **facts)})


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """Everything that decides a training; the same config gives the same weights on the same machine.

    What is not given, or None, is the default: that of the architecture's recipe, else the knob's. The knobs' are Adam
    at its customary learning rate of 0.001 (Kingma and Ba, arXiv:1412.6980), batches of 128 images as in Keras' own
    MNIST examples, 10 epochs, and 55,000 images, which leaves 5,000 of the 60,000 for validation. The recipes were
    chosen on those 5,000: `python -m digitdemo bench recipes`.

    Raises:
        ConfigError: a value is not allowed; the message names field, value and what is.
    """

    architecture: str = _knob(
        "cnn",
        label="Architecture",
        help="The kind of network: how many layers, and how they look at the picture.",
        kind=str,
        choices=tuple(ARCHITECTURES),
    )
    augmentation: str = _knob(
        "off",
        label="Augmentation",
        help="Changes every training image a little at every step: turned, slanted, stretched, moved, wavy, thicker or "
        "thinner. The model sees many more hands than MNIST has, and learns more slowly.",
        kind=str,
        choices=("off", "light", "strong"),
    )
    dropout: float = _knob(
        0.0,
        label="Dropout",
        help="The share of hidden units that is switched off at random in each training step, 0 to 0.9. "
        "It keeps a model from learning the training images by heart.",
        kind=float,
        minimum=0.0,
        maximum=0.9,
        step=0.05,
    )
    epochs: int = _knob(
        10,
        label="Epochs",
        help="How often the training sees every training image, 1 to 50.",
        kind=int,
        minimum=1,
        maximum=50,
        step=1,
    )
    batch_size: int = _knob(
        128,
        label="Batch size",
        help="How many images make one step, 8 to 512. Small batches are slower and noisier.",
        kind=int,
        minimum=8,
        maximum=512,
        choices=(8, 16, 32, 64, 128, 256, 512),
        unit="images",
    )
    learning_rate: float = _knob(
        0.001,
        label="Learning rate",
        help="How far Adam moves the weights in one step, 0.000001 to 1. Too small: nothing is learned; too large: "
        "it never settles.",
        kind=float,
        minimum=1e-6,
        maximum=1.0,
        choices=(*(float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)), 1.0),
    )
    schedule: str = _knob(
        "constant",
        label="Learning-rate schedule",
        help="constant: the learning rate stays. one-cycle: it rises to its value in the first fifth of the training "
        "and falls to nothing until the end: large steps first, which then settle, in fewer epochs than a constant "
        "rate needs.",
        kind=str,
        choices=("constant", "one-cycle"),
    )
    train_size: int = _knob(
        55000,
        label="Training images",
        help="How many of the 60,000 training images are used, 100 to 60,000, drawn at random. Little data overfits. "
        "Up to 5,000 of the others are for validation: they tell how sure the model may be of its answers.",
        kind=int,
        minimum=100,
        maximum=60000,
        choices=(100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 55000, 60000),
    )
    pen_drawings: int = _knob(
        0,
        label="Added pen drawings",
        help="How many pictures drawn by the computer are added to the training images, 0 to 12,000: four of six are "
        "digits in styles that MNIST has few of, such as a crossed 7, one is a letter and one a scribble; of these the "
        "model learns that they are none of the ten.",
        kind=int,
        minimum=0,
        maximum=12000,
        choices=(0, 600, 3000, 6000, 12000),
    )
    seed: int = _knob(
        0,
        label="Seed",
        help="Fixes the first weights, the order of the images and dropout: same seed, same result. 0 to 999,999.",
        kind=int,
        minimum=0,
        maximum=999_999,
        step=1,
    )

    def __post_init__(self) -> None:
        for name, knob in KNOBS.items():  # the architecture, which the others' defaults depend on, is the first
            value = getattr(self, name)
            object.__setattr__(self, name, knob.check(self._default(knob) if value is None else value))
        note = ARCHITECTURES[self.architecture].dropout_note
        if note and self.dropout:
            raise ConfigError(
                f"dropout: {self.dropout:g} is not allowed with architecture {self.architecture}; give 0. {note}"
            )

    def _default(self, knob: Knob) -> Any:
        recipe = {} if knob.name == "architecture" else ARCHITECTURES[self.architecture].recipe
        return recipe.get(knob.name, knob.default)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TrainConfig:
        """Return the config that `to_dict` made `values` from; fields that are missing take their default.

        Raises:
            ConfigError: an unknown field, or a value that is not allowed.
        """
        for name in values:
            if name not in KNOBS:
                raise ConfigError(f"{name[:40]}: no such field; the fields are {', '.join(KNOBS)}")
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
                    cls(**values)
                except ConfigError as error:
                    values.pop(name, None)
                    problems.append(str(error))
        return cls(**values), problems

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return dataclasses.asdict(self)

    def to_texts(self) -> dict[str, str]:
        """Return what a URL says of this config: the architecture, and each knob that is not at its default."""
        default = TrainConfig(architecture=self.architecture)
        return {
            name: str(value)
            for name, value in self.to_dict().items()
            if name == "architecture" or value != getattr(default, name)
        }


KNOBS: dict[str, Knob] = {
    f.name: dataclasses.replace(f.metadata["knob"], name=f.name) for f in dataclasses.fields(TrainConfig)
}
