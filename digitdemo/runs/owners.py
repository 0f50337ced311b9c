"""Who has a run: not the visitor's key, which opens all that is the visitor's, but a hash of it."""

import hashlib

NOBODY = ""  # has what the command line trained, and what was taken over from folders
AWAY_DAYS = 30  # since an owner's last visit; then the runs make room for others' when all is full


def owner_of(key: str) -> str:
    """Return what is kept of a visitor's key, so that nobody who sees the database can take the visitor's place."""
    return hashlib.sha256(key.encode()).hexdigest()
