"""Who is there: an owner any of whose pages asks for the trainings is, and for some minutes after the last one did."""

import math
from collections.abc import Callable, Collection

from digitdemo.limits import limits


def grace_seconds() -> float:
    """Return for how long an owner may be away before the trainings end: while a phone sleeps, a page is loaded anew.

    A page that is open asks several times a second, in a hidden tab once a minute.
    """
    return 60 * limits().grace_minutes


class Presence:
    """When owners were seen last, by `clock`, in seconds. It has no lock: its owner has one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._grace = grace_seconds()
        self._seen: dict[str, float] = {}

    def see(self, owner: str) -> None:
        """Take note that the owner is there, on whichever page."""
        self._seen[owner] = self._clock()

    def absent(self, owner: str) -> bool:
        """Return whether nobody has been there for so long that the owner's trainings are to end."""
        return self.long_ago(self._seen.get(owner, -math.inf))

    def long_ago(self, when: float) -> bool:
        """Return whether whoever was there at that time and is not here now is not coming back."""
        return self._clock() - when > self._grace

    def forget_all_but(self, owners: Collection[str]) -> None:
        """Forget whoever is not among `owners`."""
        self._seen = {owner: seen for owner, seen in self._seen.items() if owner in owners}
