"""How many sessions there are at once, of all and from one address: each is half a megabyte."""

from collections import Counter

from digitdemo.limits import limits


class Guests:
    """Who is there, by address; "" is whoever has none, of whom only all are counted."""

    def __init__(self) -> None:
        self._there: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Let one more in, if there is room; who was let in leaves some time."""
        most = limits().sessions
        if self._there.total() >= most or (address and self._there[address] >= limits().of_address(most)):
            return False
        self._there[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Let one of that address go."""
        self._there[address] -= 1
        if not self._there[address]:
            del self._there[address]
