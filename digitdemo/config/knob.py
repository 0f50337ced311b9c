"""What a knob is: one setting that people may change, with its range, its words and its check."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


class ConfigError(ValueError):
    """A value that a knob does not take; the message names the knob, the value and what is allowed."""

    @property
    def field(self) -> str:
        """The knob's name."""
        return str(self).partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Knob:
    """What people may set one field of `TrainConfig` to, and how to show it.

    `kind` is the type of the value. Numbers lie in `minimum` to `maximum`; `choices` lists the only values of a
    text knob, or the stops of a number's slider when evenly spaced stops (`step`) would not do. A text knob with
    `letters` takes any of these, each at most once and in their order; "" is none. `group` is the section that
    shows it.
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
    letters: str = ""
    unit: str = ""
    group: str = ""

    @property
    def allowed(self) -> str:
        """What the knob takes, in words."""
        if self.letters:
            return f"some of {self.letters}, in this order, each at most once, or nothing"
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
        if self.letters:
            return value == "".join(letter for letter in self.letters if letter in value)
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
        if self.letters:
            return ", ".join(value) or "none"
        if self.kind is str:
            return str(value)
        # A learning rate of 0.000001 is no clearer as 1e-06.
        return f"{value:,}" if self.kind is int else f"{value:.10f}".rstrip("0").rstrip(".")

    def _error(self, value: Any) -> ConfigError:
        shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:37] + "..."
        return ConfigError(f"{self.name}: {shown} is not allowed; give {self.allowed}")
