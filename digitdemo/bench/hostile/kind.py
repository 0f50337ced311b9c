"""A kind of what strangers send: examples made by hand, generated ones, and what the app does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What strangers send of one kind.

    `read` does with a case what the app does; it returns, or raises one of `refusals`: anything else is an escape.
    `ordinary` makes a case that is taken, `hand_made` names others, `generated` needs hypothesis. `weight` says how
    many of all cases are of this kind. A case is what pickle can carry.
    """

    read: Callable[[Any], object]
    refusals: tuple[type[Exception], ...]
    ordinary: Callable[[], Any]
    hand_made: Callable[[], dict[str, Any]]
    generated: Callable[[], SearchStrategy[Any]]
    weight: float
