"""The visits that are in memory: those that are open, and some of those used last."""

from __future__ import annotations

import time
from collections.abc import Container

from digitdemo.visitors.kept import State

_MOST = 500


class Remembered:
    """What all tabs of each owner's visit have together; for one thread at a time.

    Those of the owners that are to `stay`, and only those, may be more than `_MOST`.
    """

    def __init__(self) -> None:
        self._states: dict[str, tuple[State, float]] = {}  # and when it was put here; the last ones come last

    def get(self, owner: str) -> State | None:
        """Return the state of an owner's visit, or None where it is not here."""
        state, _ = self._states.get(owner, (None, 0.0))
        return state

    def all(self) -> dict[str, State]:
        """Return the states of all visits that are here, by their owners."""
        return {owner: state for owner, (state, _) in self._states.items()}

    def put(self, owner: str, state: State, stay: Container[str]) -> None:
        """Remember a state; where there are too many, the ones that were put here first go."""
        self.drop(owner)
        self._states[owner] = state, time.monotonic()
        idle = [other for other in self._states if other not in stay]
        for other in idle[: max(0, len(self._states) - _MOST)]:
            self.drop(other)

    def drop(self, owner: str) -> None:
        """Let go of an owner's visit, if it is here."""
        self._states.pop(owner, None)

    def let_go(self, stay: Container[str], unread_for: float) -> None:
        """Let go of what was put here so many seconds ago or before."""
        old = time.monotonic() - unread_for
        for owner in [owner for owner, (_, at) in self._states.items() if at <= old and owner not in stay]:
            self.drop(owner)
