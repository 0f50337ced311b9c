"""How often a wrong code may be tried: so few times that nobody finds a room by trying."""

import threading
import time
from collections import deque
from collections.abc import Callable


class Attempts:
    """What went wrong lately: no more than `most` times in `seconds`. Safe to use from several threads."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._wrong: deque[float] = deque(maxlen=most)
        self._lock = threading.Lock()

    def allowed(self) -> bool:
        """Return whether another try is allowed now."""
        with self._lock:
            return len(self._wrong) < self._most or self._wrong[0] <= self._clock() - self._seconds

    def note_wrong(self) -> None:
        """Note that a try went wrong."""
        with self._lock:
            self._wrong.append(self._clock())
