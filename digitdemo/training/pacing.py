"""Long work in short calls, and what is done beside it: what lets a person see it go on, and stop it."""

import time
from collections import deque
from collections.abc import Iterator

CALL_SECONDS = 0.1  # aimed length of one call, half of what is promised between two progress reports
_COSTS_KNOWN = 5  # the cheapest of so many tells what something takes: one that others held up says nothing of that


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


class Allowance:
    """Says how long to wait with something that is done again and again, for it to cost `share` of the time."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._costs: deque[float] = deque(maxlen=_COSTS_KNOWN)

    def spend(self, seconds: float) -> float:
        """Take note of what it took this time; return the seconds from its beginning to that of the next time."""
        self._costs.append(seconds)
        return min(self._costs) / self._share
