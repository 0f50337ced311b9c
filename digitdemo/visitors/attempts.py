"""How often a wrong code may be tried: so few times that nobody finds a room by trying."""

import threading
import time
from collections import deque
from collections.abc import Callable

from digitdemo.limits import limits


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


class AttemptsOfAll:
    """What went wrong lately of all who try: no more than `most` times in `seconds`, of one address its share of that.

    So whoever only tries does not end it for everybody. An address that is unknown, "", is not counted by itself.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._of_all = Attempts(most, seconds, clock)
        self._by_address: dict[str, Attempts] = {}  # those that tried last come last

    def allowed(self, address: str = "") -> bool:
        """Return whether another try from there is allowed now."""
        of_one = self._by_address.get(address)
        return self._of_all.allowed() and (of_one is None or of_one.allowed())

    def note_wrong(self, address: str = "") -> None:
        """Note that a try from there went wrong."""
        self._of_all.note_wrong()
        if not address:
            return
        of_one = self._by_address.pop(address, None)
        self._by_address[address] = of_one or Attempts(limits().of_address(self._most), self._seconds, self._clock)
        self._by_address[address].note_wrong()
        for earlier in list(self._by_address)[: -self._most]:  # nobody tries from more within that time
            self._by_address.pop(earlier, None)
