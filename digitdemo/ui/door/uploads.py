"""Files that browsers send: only to an address that a field of theirs has asked for, few, and none is kept for long."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from digitdemo.limits import limits

_ADDRESS = re.compile(r".*/_stcore/upload_file/([^/]+)/([^/]+)")
_MOST_EXPECTED = 8  # addresses of one session
_UNREAD_SECONDS = 10.0  # a file is read by the script run that follows at once; after that it may give way


def upload_in(path: str) -> tuple[str, str] | None:
    """Return the session and the file that an address is for, or None if it is not for a file."""
    found = _ADDRESS.fullmatch(path)
    return (found[1], found[2]) if found else None


@dataclass
class _Sender:
    """What a session has asked for, is sending and has sent: by file's id its bytes and when it came."""

    expected: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_EXPECTED))
    came: deque[float] = field(default_factory=deque)
    sending: str = ""
    held: dict[str, tuple[int, float]] = field(default_factory=dict)


class Kept(Protocol):
    """Where files are kept until a script run reads them, by session and file: Streamlit's memory."""

    def has(self, session: str, file: str) -> bool:
        """Return whether the file is there."""

    def drop(self, session: str, file: str) -> None:
        """Delete the file, if it is there."""


class Uploads:
    """The files of all sessions."""

    def __init__(self, kept: Kept, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept, self._clock = kept, clock
        self._senders: dict[str, _Sender] = {}

    def expect(self, session: str, files: Sequence[str]) -> None:
        """Let a session send these files: its page has a field that has asked for their addresses."""
        self._senders.setdefault(session, _Sender()).expected.extend(files)

    def forget(self, session: str) -> None:
        """Expect nothing more of a session, whose files Streamlit drops."""
        self._senders.pop(session, None)

    def begin(self, session: str, file: str, size: int | None) -> HTTPStatus:
        """Return whether that file of `size` bytes may be sent now, `OK`, or why not."""
        now, allowed = self._clock(), limits()
        sender = self._senders.get(session)
        if sender is None or file not in sender.expected:
            return HTTPStatus.FORBIDDEN
        if size is None:
            return HTTPStatus.LENGTH_REQUIRED
        while sender.came and sender.came[0] < now - 60:
            sender.came.popleft()
        if sender.sending or len(sender.came) >= allowed.uploads_per_minute:
            return HTTPStatus.TOO_MANY_REQUESTS
        if not self._has_room(size, now):
            return HTTPStatus.SERVICE_UNAVAILABLE
        sender.expected.remove(file)
        sender.came.append(now)
        sender.sending = file
        sender.held[file] = size, now
        return HTTPStatus.OK

    def end(self, session: str, file: str, *, came: bool) -> None:
        """Note that the sending of a file is over, and whether it came; of a session only the newest is kept."""
        if (sender := self._senders.get(session)) is None:
            return
        sender.sending = ""
        for other in [one for one in sender.held if (one != file) == came]:
            del sender.held[other]
            self._kept.drop(session, other)

    def _has_room(self, size: int, now: float) -> bool:
        """Return whether `size` bytes more may be held, after files that nobody reads have given way."""
        most, all_held = 1e6 * limits().uploads_mb, []
        for session, sender in self._senders.items():
            sender.held = {
                file: held
                for file, held in sender.held.items()
                if file == sender.sending or self._kept.has(session, file)
            }
            all_held += [(came, session, file, bytes_) for file, (bytes_, came) in sender.held.items()]
        total = size + sum(bytes_ for *_, bytes_ in all_held)
        for came, session, file, bytes_ in sorted(all_held):
            if total > most and came < now - _UNREAD_SECONDS and file != self._senders[session].sending:
                del self._senders[session].held[file]
                self._kept.drop(session, file)
                total -= bytes_
        return total <= most
