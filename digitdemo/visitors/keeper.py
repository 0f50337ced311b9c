"""What visits are about now, in memory, and in the database a moment later: no page waits for that."""

from __future__ import annotations

import contextlib
import logging
import math
import threading
import time
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from digitdemo.runs.run import StoreError, WriteRefused
from digitdemo.system import warn_once
from digitdemo.visitors.kept import TOGETHER, State, both, changed, comes_along
from digitdemo.visitors.remembered import Remembered

if TYPE_CHECKING:
    from digitdemo.visitors.visits import Visits

PAUSE_SECONDS = 1.0  # between two times of writing; what changes meanwhile is written at once
RETRY_SECONDS = 30.0  # after the database has failed
_DAY = 86_400.0

_LOG = logging.getLogger(__name__)


class Keeper:
    """The visits of one process, shared by all tabs. All methods may be called from any thread.

    `find_visits` is called when the database is needed first, which takes a moment: `begin` and `hand` do not wait.
    """

    def __init__(self, find_visits: Callable[[], Visits], pause: float = PAUSE_SECONDS) -> None:
        self._find_visits, self._pause = find_visits, pause
        self._found: Visits | None = None
        self._states = Remembered()
        self._news: dict[str, State] = {}  # not in the database yet
        self._begun: dict[str, str] = {}  # whose visit is not in the database yet, and from which address they came
        self._gone: dict[str, str] = {}  # owners that have nothing any more: to whom it went, "" if it was deleted
        self._failed_at = -math.inf
        self._unread = self._unwritten = ""  # why what is there cannot be read now, and what is new not be written
        self._made_anew = 0
        self._changed = threading.Condition(threading.RLock())
        self._closed = False
        self._writing = threading.Lock()
        self._worker = threading.Thread(target=self._work, name="visits", daemon=True)
        self._worker.start()

    @property
    def fails(self) -> bool:
        """Whether the database has just failed: nobody else need wait to hear that again."""
        return time.monotonic() - self._failed_at < RETRY_SECONDS

    @property
    def why(self) -> str:
        """Why nothing is kept at the moment, as far as that has been tried, in English; "" where all is."""
        return self._unread or self._unwritten

    @property
    def made_anew(self) -> int:
        """How often the database had gone, with all that was in it, and an empty one was made."""
        return self._made_anew

    def note_failure(self, error: Exception) -> None:
        """Take note that the database has failed somebody, or cannot be written."""
        why = str(error) if isinstance(error, StoreError) else type(error).__name__
        if isinstance(error, WriteRefused):  # what is there can be read
            self._unwritten = why
        else:
            self._unread = why
            self._failed_at = time.monotonic()

    def note_answer(self) -> None:
        """Take note that the database has answered somebody."""
        self._unread = ""

    @property
    def _visits(self) -> Visits:
        if self._found is None:
            self._found = self._find_visits()
        return self._found

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """Ask the database, unless it has just failed; that it fails is noted. Raises `StoreError`."""
        if self.fails:
            raise StoreError("the database of runs has just failed")
        try:
            yield
        except StoreError as error:
            self.note_failure(error)
            raise

    def open(self, key: str, account: str | None = None) -> tuple[str, State | None]:
        """Return whom a key opens, or an account if there is one, and what is kept of the visit: None where nothing is.

        Raises:
            StoreError: the database fails, or has failed a moment ago.
        """
        with self._asking():
            owner = self._visits.owner_of_account(account, key) if account else self._visits.owner_of_key(key)
            with self._writing:
                with contextlib.suppress(StoreError):  # a full disk, say: what is there can be read
                    self._write()
                state = self._visits.load(owner)
                with self._changed:  # what changes from now on is not written before this is remembered
                    news = self._news.get(owner)
                    if state is not None or news is not None:
                        state = changed(state or {}, news or {})
                        self._remember(owner, state)
        self.note_answer()
        return owner, state

    def trains(self, owner: str) -> bool:
        """Return whether a training of the owner's may be under way in some app.

        Raises:
            StoreError: the database fails, or has failed a moment ago.
        """
        with self._asking():
            return self._visits.trains(owner)

    def begin(self, owner: str, state: State, address: str = "") -> None:
        """Keep a visit from now on, of which nothing was kept, of somebody who comes from that address."""
        with self._changed:
            self._begun[owner] = address
        self.hand(owner, state)

    def hand(self, owner: str, changes: State) -> None:
        """Take over what has changed in a visit."""
        with self._changed:
            if not changes or owner in self._gone:
                return
            state = self._states.get(owner)
            if state is not None or owner in self._begun:  # else changes would stand for the whole
                self._remember(owner, changed(state or {}, changes))
            self._news[owner] = both(self._news.get(owner, {}), changes)
            self._changed.notify_all()

    def state(self, owner: str) -> State | None:
        """Return what all tabs of a visit have together, as it is now; None where this process knows nothing of it."""
        with self._changed:
            return self._states.get(owner)

    def let_go(self, present: Collection[str], unread_for: float) -> None:
        """Let go of the visits in memory that are of none of the owners who are `present`; the database has them.

        Those that it has not yet stay, and those that were read or changed within the last `unread_for` seconds.
        """
        with self._changed:
            self._states.let_go({*present, *self._news}, unread_for)

    def went_to(self, owner: str) -> str | None:
        """Return to whom all that an owner had has gone, "" if it was deleted; None as long as it is the owner's."""
        return self._gone.get(owner)

    def forget(self, owner: str) -> None:
        """Delete all that the owner has, and keep nothing of the visit from now on. Raises `StoreError`."""
        with self._writing:
            self._visits.forget(owner)
            self._drop(owner, "")

    def give_key(self, owner: str, key: str) -> None:
        """Let a new key open what that owner has. Raises `StoreError`."""
        self._visits.give_key(owner, key)

    def bring_along(self, owner: str, to: str) -> None:
        """Give all that `owner` has to another. Raises `StoreError`."""
        with self._writing:
            self._write()
            brought = comes_along(self._visits.load(owner) or {}, self._visits.load(to) or {})
            self._visits.bring_along(owner, to)
            self._drop(owner, to)
        self.begin(to, brought)

    def close(self, *, write: bool = True) -> None:
        """End, after the last changes are written."""
        with self._changed:
            self._closed = True
            if not write:
                self._news = {}
            self._changed.notify_all()
        self._worker.join(timeout=10)

    def _save(self, news: dict[str, State], begun: dict[str, str]) -> dict[str, State | None]:
        """Write changes down. Where the database had gone, the visits that are in memory begin in the new one."""
        kept = self._visits.save(news, begun)
        if self._visits.made_anew == self._made_anew:
            return kept
        with self._changed:
            self._made_anew = self._visits.made_anew
            whole = {owner: changed(state, news.get(owner, {})) for owner, state in self._states.all().items()}
        return kept | self._visits.save(whole, {owner: begun.get(owner, "") for owner in whole})

    def _drop(self, owner: str, to: str) -> None:
        with self._changed:
            self._gone[owner] = to
            self._states.drop(owner)
            self._news.pop(owner, None)
            self._begun.pop(owner, None)

    def _remember(self, owner: str, state: State) -> None:
        together = {name: value for name, value in state.items() if name in TOGETHER}
        self._states.put(owner, together, stay=self._news)

    def _work(self) -> None:
        cleared_at = -math.inf
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._news or self._closed)
                closed = self._closed
                if not closed:
                    self._changed.wait_for(lambda: self._closed, self._pause)
            try:
                with self._writing:
                    self._write()
                if self._found is not None and time.monotonic() - cleared_at > _DAY:
                    cleared_at = time.monotonic()
                    self._found.clear_away()
            except Exception as error:  # whatever it is, the next visits are to be kept
                warn_once(_LOG, f"Visits are not kept: {type(error).__name__}: {error}")
                self.note_failure(error)
                with self._changed:
                    self._changed.wait_for(lambda: self._closed, RETRY_SECONDS)
            if closed:
                return

    def _write(self) -> None:
        """Write down what has changed, under `_writing`: all of it in one transaction."""
        with self._changed:
            news, self._news = self._news, {}
            begun, self._begun = self._begun, {}
        if not news:
            return
        try:
            kept = self._save(news, begun)
        except Exception:  # whatever it is, these changes are not to be lost
            with self._changed:
                self._news = {owner: both(change, self._news.get(owner, {})) for owner, change in news.items()} | {
                    owner: change for owner, change in self._news.items() if owner not in news
                }
                self._begun = begun | self._begun
            raise
        self._unread = self._unwritten = ""
        with self._changed:
            for owner, state in kept.items():
                if state is None:
                    self._drop(owner, "")
                else:
                    self._remember(owner, changed(state, self._news.get(owner, {})))
