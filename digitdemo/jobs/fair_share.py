"""Shares of something that few can have at a time: who has had less of it, by weight, comes first."""

from __future__ import annotations

from collections.abc import Collection, Hashable


class FairShare:
    """What parties have had, so that all who wait get equal shares.

    Start-time fair queuing (Goyal, Vin and Cheng, 1996): a party's account goes up by all that it has. Next comes who
    would then have the least, so that little is had before much, and much as soon as the others have had as much. Who
    comes anew begins level with those that are served, whatever was had before: nobody saves up a claim. Where several
    are served at once, all is noted when it begins, and what it was in truth when it ends (Jin, Chase and Kaur, 2004).
    """

    def __init__(self) -> None:
        self._had: dict[Hashable, float] = {}
        self._level = 0.0  # what the last one had had when it was served
        self._waiting: frozenset[Hashable] = frozenset()

    def copy(self) -> FairShare:
        """Return one that may go on by itself, to see what would come."""
        other = FairShare()
        other._had, other._level, other._waiting = dict(self._had), self._level, self._waiting
        return other

    def wait(self, parties: Collection[Hashable]) -> None:
        """Take note of who waits by now."""
        for party in parties:
            if party not in self._waiting:
                self._had[party] = self._account(party)
        self._waiting = frozenset(parties)
        self._had = {
            party: had for party, had in self._had.items() if party in self._waiting or had > self._level
        }  # all others begin level

    def due(self, party: Hashable, amount: float) -> float:
        """Return what decides whether that party is next if it is to have so much: the least is."""
        return self._had.get(party, self._level) + amount

    def serve(self, party: Hashable, amount: float) -> None:
        """Take note that it gets so much now."""
        had = self._had.get(party, self._level)
        self._level = max(self._level, had)
        self._had[party] = had + amount

    def correct(self, party: Hashable, more: float) -> None:
        """Take note that it has had so much more, or less where that is negative, than was noted when it was served."""
        self._had[party] = self._had.get(party, self._level) + more

    def _account(self, party: Hashable) -> float:
        return max(self._had.get(party, self._level), self._level)
