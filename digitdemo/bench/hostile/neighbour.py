"""A visitor who does no wrong while others do: how long the same page takes, again and again."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import threading
import time
from collections.abc import Iterator

from digitdemo.bench.hostile.session import session

_PAUSE = 0.25  # seconds between two script runs: 4 a second, as somebody who draws


class Neighbour:
    """Waits of a visitor of the app, in a thread of its own, each with when it began and ended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waits: list[tuple[float, float]] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._visit()), name="neighbour")

    def usual(self) -> float:
        """Return the usual wait so far, in seconds."""
        return statistics.median(end - begin for begin, end in self._waits)

    def worst_between(self, begin: float, end: float) -> float:
        """Return the longest wait that has a part between these moments of the clock; 0 for none."""
        waits = [last - first for first, last in list(self._waits) if last >= begin and first <= end]
        return max(waits, default=0.0)

    async def _visit(self) -> None:
        async with session(self._port) as one:
            await one.open()
            while not self._ends.is_set():
                begin = time.perf_counter()
                await one.open()
                self._waits.append((begin, time.perf_counter()))
                await asyncio.sleep(_PAUSE)

    def start(self, seconds: float) -> None:
        """Begin, and wait for so long: what the app takes at rest is to be known."""
        self._thread.start()
        time.sleep(seconds)

    def end(self) -> None:
        """Leave."""
        self._ends.set()
        self._thread.join()


@contextlib.contextmanager
def neighbour(port: int, rest_seconds: float) -> Iterator[Neighbour]:
    """Have a neighbour at the app on that port, who has been there for so many seconds."""
    one = Neighbour(port)
    one.start(rest_seconds)
    try:
        yield one
    finally:
        one.end()
