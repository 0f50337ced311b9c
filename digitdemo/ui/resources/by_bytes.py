"""What is kept in memory as long as it fits and is in use: what was used last stays, of whatever size things are."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Something that knows how many bytes it takes, about."""

    @property
    def size(self) -> int: ...


Kept = TypeVar("Kept", bound=Sized)


class ByBytes(Generic[Kept]):
    """Things by their keys, of `most` bytes together; the last one is kept in any case. For any number of threads.

    What nobody has used for so many `seconds` of the `clock` goes when something else comes.
    """

    def __init__(self, most: int, seconds: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: dict[Hashable, tuple[Kept, float]] = {}  # and when it was used; the ones used last come last
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept by that key, or what `make` makes: whoever asks for the same meanwhile waits for it.

        What `make` raises is raised, and nothing is kept.
        """
        with self._lock:
            if (found := self._used(key)) is not None:
                return found
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if (found := self._used(key)) is not None:
                    return found
            made = make()
            with self._lock:
                self._kept[key] = made, self._clock()
                self._making.pop(key, None)
                self._make_room()
        return made

    def let_go(self, seconds: float, of: Callable[[Hashable], bool]) -> None:
        """Let go of what nobody has used for so many seconds, among the keys of which `of` is true."""
        with self._lock:
            old = self._clock() - seconds
            for key in [key for key, (_, used) in self._kept.items() if used < old and of(key)]:
                del self._kept[key]

    def _used(self, key: Hashable) -> Kept | None:
        if (found := self._kept.pop(key, None)) is None:
            return None
        self._kept[key] = found[0], self._clock()
        return found[0]

    def _make_room(self) -> None:
        size, old = sum(kept.size for kept, _ in self._kept.values()), self._clock() - self._seconds
        for key in list(self._kept)[:-1]:
            kept, used = self._kept[key]
            if size <= self._most and used >= old:
                break
            size -= kept.size
            del self._kept[key]
