"""Long work in short calls: what lets a person see it go on, and stop it."""

import time
from collections.abc import Iterator

CALL_SECONDS = 0.1  # aimed length of one call, half of what is promised between two progress reports


class Pacer:
    """Finds out how much of a kind of work is done in `CALL_SECONDS`."""

    def __init__(self) -> None:
        self._per_call = 1

    def calls(self, total: int) -> Iterator[tuple[int, int]]:
        """Yield (first, last) until `total` pieces are done: the caller then does pieces `first` to `last` - 1."""
        first = 0
        while first < total:
            last = min(first + self._per_call, total)
            started = time.perf_counter()
            yield first, last
            seconds, done = time.perf_counter() - started, last - first
            if done == self._per_call or seconds > CALL_SECONDS:
                self._per_call = max(1, min(2 * self._per_call, int(done * CALL_SECONDS / seconds)))
            first = last
