"""The codes by which another device opens a visit: short enough to type, too many to find one by trying."""

import re
import secrets

from digitdemo.visitors.attempts import Attempts

MINUTES = 10  # for which a code can be used
MOST_WRONG = 1000  # codes of all who try within `MINUTES`: one in a million such attacks finds one of 50 that are good
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another: no 0 and O, 1 and I
_LENGTH = 8  # 32**8 codes, a million million, of which some dozens are good at a time


def attempts_of_all() -> Attempts:
    """Return a new count of the wrong codes of all who try."""
    return Attempts(MOST_WRONG, 60 * MINUTES)


def new_code() -> str:
    """Return a new code, such as "7KQ2-MXPA"."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def plain_code(text: str) -> str | None:
    """Return a code without what sets its letters apart, however somebody typed it; None where it is none."""
    code = re.sub(r"[\s-]", "", text[:40]).upper()
    return code if len(code) == _LENGTH and set(code) <= set(_LETTERS) else None
