"""Who is there: an owner whose page asks for a job is, one whose page was closed is not."""

import math
from collections.abc import Callable, Collection

ABSENT_SECONDS = 180.0  # a page asks at least once a minute, even in a hidden tab; beyond this nobody is there
GRACE_SECONDS = 10.0  # a connection that breaks may be back within seconds, a closed page is not
_LONG_GONE_SECONDS = 20 * ABSENT_SECONDS  # then nobody will ask what became of a training


class Presence:
    """When owners were seen last, by `clock`, in seconds. It has no lock: its owner has one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def see(self, owner: str) -> None:
        """Take note that the owner is there."""
        self._seen[owner] = self._clock()

    def leave(self, owner: str) -> None:
        """Take note that the owner's page was closed: if nothing is seen of it for a moment, it is absent."""
        if owner in self._seen:
            self._seen[owner] = min(self._seen[owner], self._clock() - ABSENT_SECONDS + GRACE_SECONDS)

    def absent(self, owner: str) -> bool:
        """Return whether nobody is there to see what becomes of the owner's trainings."""
        return self._unseen_seconds(owner) > ABSENT_SECONDS

    def long_gone(self, owner: str) -> bool:
        """Return whether the owner has been away for so long that nobody will come back."""
        return self._unseen_seconds(owner) > _LONG_GONE_SECONDS

    def forget_all_but(self, owners: Collection[str]) -> None:
        """Forget whoever is not among `owners`."""
        self._seen = {owner: seen for owner, seen in self._seen.items() if owner in owners}

    def _unseen_seconds(self, owner: str) -> float:
        return self._clock() - self._seen.get(owner, -math.inf)
