"""What a knob is: one setting that people may change, with its range, its words and its check."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from digitdemo.texts import number, tr
from digitdemo.texts.said import Said


class ConfigError(ValueError):
    """A field of a config is not allowed; `message` says what it was given and what is allowed."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.field, self.message = field, message

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Knob:
    """What people may set one field of `TrainConfig` to, and how to show it.

    `name`, `kind` and `section` are the field's name, its annotation and the title of the section in which it stands;
    the field itself declares the rest. Numbers lie in `minimum` to `maximum`; `choices` lists the only values of a text
    knob, or the stops of a number's slider when evenly spaced stops (`step`) would not do. A text knob with `letters`
    takes any of these, each at most once and in their order; "" is none. `words` says a value of a text knob to people.
    A knob with `shapes_graph` changes the graph
    that trains; any other is no more than data to it. `in_sight` is the place of a knob that is seen at once, from 1;
    those without one are folded by section.
    """

    name: str
    kind: type
    section: str
    default: Any
    label: Said = Said()
    purpose: Said = Said()
    minimum: float = -math.inf
    maximum: float = math.inf
    step: float | None = None
    choices: tuple[Any, ...] = ()
    letters: str = ""
    words: Callable[[str], str] = tr
    unit: Said = Said("")
    shapes_graph: bool = True
    in_sight: int = 0

    @property
    def stops(self) -> tuple[Any, ...]:
        """The stops of a number's slider: what `choices` lists; of a fraction evenly spaced ones, if it has none."""
        if self.choices or self.kind is int or self.step is None:
            return self.choices
        count = round((self.maximum - self.minimum) / self.step)
        return tuple(round(self.minimum + stop * self.step, 10) for stop in range(count + 1))

    @property
    def range(self) -> str:
        """The smallest and the largest number that the knob takes, in words; "" of a text knob."""
        if self.kind is str:
            return ""
        return tr("{least} to {most}", least=self.show(self.minimum), most=self.show(self.maximum))

    @property
    def help(self) -> str:
        """What the knob does and, of a number, its range and unit."""
        if not self.range:
            return self.purpose
        return f"{self.purpose} {tr('Range: {range}.', range=f'{self.range} {self.unit}'.strip())}"

    @property
    def allowed(self) -> str:
        """What the knob takes, in words."""
        if self.letters:
            return tr("some of {letters}, in this order, each at most once, or nothing", letters=self.letters)
        if self.kind is str:
            return tr("one of {choices}", choices=", ".join(self.choices))
        if self.kind is int:
            return tr("a whole number from {range}", range=self.range)
        return tr("a number from {range}", range=self.range)

    def check(self, value: Any) -> Any:
        """Return `value` as the knob's type.

        Raises:
            ConfigError: the type is wrong or the value is not allowed.
        """
        number = value
        if self.kind is float and type(value) is int:
            try:
                number = float(value)
            except OverflowError:
                raise self._error(value) from None
        if type(number) is not self.kind or not self._allows(number):
            raise self._error(value)
        return number

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
            return ", ".join(value) or tr("none")
        if self.kind is str:
            return self.words(str(value))
        # A learning rate of 0.000001 is no clearer as 1e-06.
        return number(value, ",") if self.kind is int else number(value, ".10f").rstrip("0").rstrip(".,")

    def _error(self, value: Any) -> ConfigError:
        return ConfigError(
            self.name, tr("{value} is not allowed; give {allowed}", value=_SHORT.repr(value), allowed=self.allowed)
        )


class _Short(reprlib.Repr):
    """Shows in few characters whatever a stranger has sent."""

    def repr_int(self, x: int, level: int) -> str:
        digits = round(x.bit_length() * math.log10(2))  # Python refuses to write more than 4,300
        return repr(x) if digits <= 30 else tr("a number of about {digits:,} digits", digits=digits)


_SHORT = _Short()
