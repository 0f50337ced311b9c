"""Codes that people read out and type: few enough letters for that, too many codes to find one by trying."""

import re
import secrets
from dataclasses import dataclass

from digitdemo.visitors.attempts import AttemptsOfAll

_LONGEST = 40  # characters that are looked at of what somebody typed
_APART = re.compile(r"[\s\N{HYPHEN-MINUS}\N{HYPHEN}-\N{HORIZONTAL BAR}]")  # some keyboards make two hyphens a dash


@dataclass(frozen=True)
class Codes:
    """Codes of one kind: which capital letters and digits they are made of, and how many."""

    letters: str
    length: int

    def new(self) -> str:
        """Return a new one, such as "7KQ2MXPA"."""
        return "".join(secrets.choice(self.letters) for _ in range(self.length))

    def typed(self, text: str) -> str:
        """Return a code as somebody has typed it, in capitals, without spaces and hyphens; "" where it is none."""
        code = _APART.sub("", text[:_LONGEST]).upper()
        return code if len(code) == self.length and set(code) <= set(self.letters) else ""


# 55,000 million codes: nobody finds one of 100 by trying. No vowels, which would make words, and nothing that is taken
# for something else: 0 O, 1 I L, 2 Z, 5 S, 8 B.
ROOM_CODES = Codes("CDFGHJKMNPQRTVWXY34679", 8)

# A million million codes, of which some dozens are good at a time. None that is taken for another: no 0 and O, 1 and I.
HANDOVER_CODES = Codes("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8)
HANDOVER_MINUTES = 10  # for which one can be used
MOST_WRONG = 1000  # of all who try within that time: one in a million such attacks finds one of 50 that are good


def handover_attempts() -> AttemptsOfAll:
    """Return a new count of the wrong codes of all who try to open another device's visit."""
    return AttemptsOfAll(MOST_WRONG, 60 * HANDOVER_MINUTES)
