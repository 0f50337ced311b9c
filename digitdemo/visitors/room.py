"""A class's room: what it is, how long it is there, what is allowed in it, and what is said where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from digitdemo.texts import tr

DAYS = 14  # after which a room ends by itself


class RoomRefused(Exception):
    """Something that is not possible in a room; the message is for visitors."""


class RoomGone(RoomRefused):
    """There is no such room, or not any more."""

    def __init__(self) -> None:
        super().__init__(tr("There is no such room, or it is closed."))


@dataclass(frozen=True)
class Room:
    """A room that is open: `ends` is in seconds since 1970; `uncovered` says whether test accuracies are shown."""

    code: str
    title: str
    uncovered: bool
    ends: int


@dataclass(frozen=True)
class Pulse:
    """What changes whenever the board of a room does: its version, and which runs are shown that are still there."""

    version: int
    entries: int  # the sum of the squares of their numbers


def next_digit(drawn: Mapping[int, int]) -> int:
    """Return the digit that a member is to draw who has drawn so many of each: from 0 to 9, and then once more."""
    return min(range(10), key=lambda digit: (drawn.get(digit, 0), digit))
