"""What came of one case, and of all of a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

BARS = {"seconds": 1.0, "mb": 50.0, "delay_s": 0.3}
_AGAIN = 2
_MOST_SHOWN = 10  # escapes of a kind
_SHOWN, _SHOWN_ESCAPE = 200, 5000  # characters of a case, and of one in which something escaped


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a case: taken, refused (neither), or an error that escaped.

    `seconds` it took (of a core, where a process of its own reads it; by the clock in the running app), `mb` more than
    before, `delay_s` for a neighbour; `rest_mb` are the process's afterwards.
    """

    error: str = ""
    taken: bool = False
    seconds: float = 0.0
    mb: float = 0.0
    delay_s: float = 0.0
    rest_mb: float = 0.0


def at_best(once: Callable[[], Outcome]) -> Outcome:
    """Return what came of a case; one beyond a bar is sent again: what comes once is the machine's, not the case's."""
    best = once()
    for _ in range(_AGAIN):
        if all(getattr(best, name) <= most for name, most in BARS.items()):
            break
        again = once()
        lower = {name: min(getattr(best, name), getattr(again, name)) for name in BARS}
        best = msgspec.structs.replace(best, **lower, rest_mb=again.rest_mb)
    return best


@dataclass
class Found:
    """What came of all cases of a kind: how many were taken and refused, what escaped, and what the worst took."""

    cases: int = 0
    taken: int = 0
    refused: int = 0
    escaped: int = 0
    escapes: dict[str, str] = field(default_factory=dict)  # by error: the first case that raised it
    worst: dict[str, float] = field(default_factory=lambda: dict.fromkeys(BARS, 0.0))
    worst_case: dict[str, str] = field(default_factory=dict)
    first_mb: float = 0.0  # of the process after the first case, and after the last
    last_mb: float = 0.0

    def note(self, outcome: Outcome, label: str) -> None:
        """Take note of what came of a case."""
        self.cases += 1
        self.taken += outcome.taken
        self.refused += not outcome.taken and not outcome.error
        self.escaped += bool(outcome.error)
        if outcome.error and len(self.escapes) < _MOST_SHOWN:
            self.escapes.setdefault(outcome.error, label)
        for name in BARS:
            if (value := getattr(outcome, name)) > self.worst[name]:
                self.worst[name], self.worst_case[name] = value, label
        self.first_mb = self.first_mb or outcome.rest_mb
        self.last_mb = outcome.rest_mb or self.last_mb

    @property
    def failed(self) -> bool:
        """Whether anything escaped, or was beyond a bar."""
        return bool(self.escaped) or any(self.worst[name] > most for name, most in BARS.items())


def shown(case: Any, *, escaped: bool = False) -> str:
    """Return a generated case in few characters; in more, to send it again, if something escaped."""
    most = _SHOWN_ESCAPE if escaped else _SHOWN
    if isinstance(case, bytes | str):
        more = f" … {len(case):,} in all" if len(case) > most else ""
        return f"{case[:most]!r}{more}"
    return repr(case)[:most]
