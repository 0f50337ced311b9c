"""The pulses of rooms, asked for by all who look at a board, and read once for all of them."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from digitdemo.visitors.room import Pulse, RoomGone

FRESH_SECONDS = 0.25  # another app's change is seen that much later
_MOST = 1000  # rooms that are remembered


class _Source(Protocol):
    def pulse(self, code: str) -> Pulse: ...


class Pulses:
    """What `Rooms.pulse` says, at most `FRESH_SECONDS` old. Safe to use from several threads."""

    def __init__(self, rooms: _Source, clock: Callable[[], float] = time.monotonic) -> None:
        self._rooms, self._clock = rooms, clock
        self._known: dict[str, tuple[float, Pulse | None]] = {}
        self._lock = threading.Lock()

    def of(self, code: str) -> Pulse:
        """Return the pulse of a room.

        Raises:
            RoomGone: there is no such room (any more).
            StoreError: the database fails.
        """
        with self._lock:  # who comes while one asks has the answer, too
            read, pulse = self._known.get(code, (float("-inf"), None))
            if self._clock() - read >= FRESH_SECONDS:
                try:
                    pulse = self._rooms.pulse(code)
                except RoomGone:
                    pulse = None
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[code] = self._clock(), pulse
        if pulse is None:
            raise RoomGone
        return pulse

    def forget(self, code: str) -> None:
        """Read the pulse of a room anew: something was changed there just now."""
        with self._lock:
            self._known.pop(code, None)
