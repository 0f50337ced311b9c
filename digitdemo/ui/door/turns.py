"""Whose script run is next: few compute at once, and whoever has asked for little goes first.

Script runs share one Python, so twenty that begin together all end late; one that waits here costs nothing.
"""

from __future__ import annotations

import asyncio
import threading
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
        return self.asked_at(self._clock())

    def asked_at(self, now: float) -> float:
        """As how many it counts at that time of the clock, which has not yet been or is now."""
        return max(0.0, self._burst - self._left - self._per_second * (now - self._since))

    def _refill(self) -> None:
        now = self._clock()
        self._left = min(self._burst, self._left + self._per_second * (now - self._since))
        self._since = now


class Asking:
    """What one session, or all of one address, has asked for of late, counted as it comes and not when it is served."""

    def __init__(self, per_second: float, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_second` are forgotten; no more than `most` count, so that it is soon forgotten."""
        self._most, self._pace = most, Pace(per_second, most, clock)

    def count(self) -> None:
        """Count one more."""
        if self._pace.asked <= self._most - 1:
            self._pace.ask()

    def of_late(self, now: float) -> float:
        """As how many it counts at that time of the clock: 0 to `most`."""
        return self._pace.asked_at(now)


class Hurried:
    """How many script runs are under way that somebody waits for, pen in hand."""

    def __init__(self) -> None:
        self._count, self._changed = 0, threading.Condition()

    def begin(self) -> None:
        """Count one more."""
        self._count_on(1)

    def end(self) -> None:
        """Count one less."""
        self._count_on(-1)

    def wait(self, most: float, unless: Callable[[], bool]) -> float:
        """Wait, in any thread, until there is none or `unless` is true, `most` seconds at most; return how many."""
        if not self._count:
            return 0.0
        begun = time.monotonic()
        with self._changed:
            self._changed.wait_for(lambda: not self._count or unless(), most)
        return time.monotonic() - begun

    def _count_on(self, by: int) -> None:
        with self._changed:
            self._count += by
            self._changed.notify_all()


class Turns:
    """At most so many turns at once; of those who wait, the one who is due first gets the next.

    When somebody is due is asked anew for each turn: whoever asks for much more while waiting is due later. All are
    asked as of the same moment, or the microseconds between them would put them in another order.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[Callable[[float], float], asyncio.Future[None]]] = []  # in the order of their coming

    async def take(self, due: Callable[[float], float]) -> None:
        """Wait for a turn; who gets one gives it back. `due` says when, at a time of `time.monotonic`."""
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((due, mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give_back()  # it had come, but nobody is there any more
            raise

    def take_if_free(self) -> bool:
        """Take a turn if nobody has to be waited for; return whether there was one."""
        if is_free := self._free > 0:
            self._free -= 1
        return is_free

    def give_back(self) -> None:
        """Let the next one have a turn that is over."""
        self._waiting = [(due, one) for due, one in self._waiting if not one.done()]  # others have left
        if not self._waiting:
            self._free += 1
            return
        now = time.monotonic()
        first = min(self._waiting, key=lambda waits: waits[0](now))
        self._waiting.remove(first)
        first[1].set_result(None)
