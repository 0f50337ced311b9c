"""Texts that are made when no visitor is there, and said when one is."""

from collections.abc import Callable
from typing import Any

from digitdemo.texts import language, tr

_CAPITALS_WITHIN = ("de",)  # languages whose nouns keep their capital wherever they stand


class Said:
    """A field of a dataclass that is given marked English, and read in the language of now.

    `label: Said = Said()`, or `Said("")` with a default. `dataclasses.replace` would keep what it has read: it is for
    dataclasses that nobody changes.
    """

    def __init__(self, default: str | None = None) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, instance: object, owner: type) -> str:
        if instance is not None:
            return tr(getattr(instance, self._name)) if getattr(instance, self._name) else ""
        if self._default is None:
            raise AttributeError(self._name)  # so a dataclass knows that there is no default
        return self._default

    def __set__(self, instance: object, value: str) -> None:
        object.__setattr__(instance, self._name, value)  # frozen ones, too


class Message:
    """A marked message and its values, which are put together, in the language of now, when it is shown by `str`."""

    def __init__(self, message: str, **values: Any) -> None:
        self._message, self._values = message, values

    def __str__(self) -> str:
        return tr(self._message, **self._values)


def within(title: str, lowered: Callable[[str], str] = str.lower) -> str:
    """Return a title as it stands within a sentence: `lowered` in English; German nouns keep their capitals."""
    return title if language() in _CAPITALS_WITHIN else lowered(title)
