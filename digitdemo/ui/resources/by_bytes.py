"""What is kept in memory as long as it fits: what was used last stays, of whatever size the single things are."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Something that knows how many bytes it takes, about."""

    @property
    def size(self) -> int: ...


Kept = TypeVar("Kept", bound=Sized)


class ByBytes(Generic[Kept]):
    """Things by their keys, of `most` bytes together; the last one is kept in any case. For any number of threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, Kept] = {}  # the ones used last come last
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
                self._kept[key] = made
                self._making.pop(key, None)
                self._let_go()
        return made

    def _used(self, key: Hashable) -> Kept | None:
        if (found := self._kept.pop(key, None)) is not None:
            self._kept[key] = found
        return found

    def _let_go(self) -> None:
        size = sum(kept.size for kept in self._kept.values())
        for key in list(self._kept)[:-1]:
            if size <= self._most:
                break
            size -= self._kept.pop(key).size
