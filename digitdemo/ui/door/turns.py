"""Whose script run is next: few compute at once, and whoever has asked for little goes first.

Script runs share one Python, so twenty that begin together all end late; one that waits here costs nothing.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable


class Pace:
    """How much one session asks for: `burst` at once, then so many a second."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left, self._since = burst, clock()

    def ask(self) -> float:
        """Count one more, and return how many seconds it has to wait."""
        self._refill()
        self._left -= 1
        return max(0.0, -self._left / self._per_second)

    @property
    def asked(self) -> float:
        """As how many of late the session's asking counts: 0 when it has rested long enough."""
        self._refill()
        return self._burst - self._left

    @property
    def is_calm(self) -> bool:
        """Whether the session has asked for less than half of what it may at once."""
        return self.asked <= self._burst / 2

    def _refill(self) -> None:
        now = self._clock()
        self._left = min(self._burst, self._left + self._per_second * (now - self._since))
        self._since = now


class Turns:
    """At most so many turns at once; of those who wait, the one who is due first gets the next."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    async def take(self, due: float) -> None:
        """Wait for a turn; who gets one gives it back."""
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (due, next(self._numbers), mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give_back()  # it had come, but nobody is there any more
            raise

    def give_back(self) -> None:
        """Let the next one have a turn that is over."""
        while self._waiting:
            _, _, next_one = heapq.heappop(self._waiting)
            if not next_one.done():
                next_one.set_result(None)
                return
        self._free += 1
