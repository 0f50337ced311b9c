"""The key of a visit: whoever has it has all that the visitor has. For how long that is kept."""

import re
import secrets

KEPT_DAYS = 180  # after it was last seen a visit goes, with all that it has
# By so much the clock of a server may be wrong: nothing is deleted for its age before it has been due for so long.
CLOCK_DAYS = 2
_KEY = re.compile(r"[\w-]{43}", re.ASCII)


def new_key() -> str:
    """Return a new one: 256 random bits, in 43 letters, digits, hyphens and underscores."""
    return secrets.token_urlsafe(32)


def is_key(text: object) -> bool:
    """Return whether `text`, which a browser sent, has the form of a key."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None
