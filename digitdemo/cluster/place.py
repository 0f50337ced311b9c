"""Where a queue trains whose app has a cluster: on its machines while they can be reached, else on this one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from digitdemo.cluster.access import Access
from digitdemo.cluster.members import Members
from digitdemo.cluster.messages import Unreachable
from digitdemo.cluster.remote_trainer import Busy, RemoteTrainer
from digitdemo.jobs.trainer_process import NoneFree, TrainerProcess
from digitdemo.jobs.warm_trainer import Trainer
from digitdemo.limits import limits

PATIENCE_SECONDS = 5.0  # for which a training whose turn has come waits for a trainer that is free
_LOOK_SECONDS = 0.2
_BUSY_SECONDS, UNFIT_SECONDS = 1.0, 60.0  # for which a worker is not asked again

StartLocal = Callable[[Callable[[], None], Callable[[], bool]], Trainer]
"""Starts a trainer of this machine; it is given what `LocalTrainer` is."""

_LOG = logging.getLogger(__name__)


class LocalTrainer(TrainerProcess):
    """A trainer of this machine, of which there are few; `on_end` is called once at its end.

    `outdated` says whether there are workers again, which are to train what comes next.
    """

    def __init__(self, on_end: Callable[[], None], outdated: Callable[[], bool]) -> None:
        super().__init__()
        self._on_end: Callable[[], None] | None = on_end
        self._outdated = outdated

    @property
    def outdated(self) -> bool:
        """As `Trainer.outdated`."""
        return self._outdated()

    def end(self) -> None:
        """As `TrainerProcess.end`."""
        super().end()
        on_end, self._on_end = self._on_end, None
        if on_end is not None:
            on_end()


class Place:
    """What `JobQueue` is given: `start` starts a trainer, and `trainers` says how many there may be by now.

    `on_change` is called within a second when these have become more or fewer.
    """

    def __init__(self, access: Access, start_local: StartLocal = LocalTrainer) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._start_local = start_local
        self._local = limits().trainers
        self._lock = threading.Lock()
        self._taken: dict[str, int] = {}  # by address; "" is this machine
        self._unfit: dict[str, float] = {}  # until when a worker is, by address
        self._busy: dict[str, float] = {}  # with other apps' trainings
        self._members = Members(access)
        self._members.wait_for_first_look()
        self._told = self.trainers()
        self._members.on_look = self._tell

    def on_workers(self) -> int:
        """Return how many trainers the workers offer that can be reached."""
        with self._lock:
            return sum(self._fit().values())

    def trainers(self) -> int:
        """Return how many may train at once: what the workers offer, or else this machine."""
        return self.on_workers() or self._local

    def start(self) -> Trainer:
        """Start a trainer on the worker that has most to spare, or on this machine if no worker is there.

        Where all are busy it waits for them: whoever has a cluster has it so that this machine need not train.

        Raises:
            NoneFree: all trainers stay taken, by other apps.
            TrainerDied: this machine's cannot be started.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if address := self._take_freest():
                try:
                    return RemoteTrainer(self._members, address, lambda: self._give_back(address))
                except Busy:
                    self._give_back(address)
                    self._note(self._busy, address, _BUSY_SECONDS)
                except Unreachable as error:
                    _LOG.warning("the worker %s has no trainer for this app: %s", address, error)
                    self._give_back(address)
                    self._note(self._unfit, address, UNFIT_SECONDS)
            elif not self.on_workers() and self._take_local():
                try:
                    return self._start_local(lambda: self._give_back(""), lambda: self.on_workers() > 0)
                except BaseException:
                    self._give_back("")
                    raise
            else:
                time.sleep(_LOOK_SECONDS)
        raise NoneFree("all trainers are taken")

    def close(self) -> None:
        """Leave the cluster; its trainers have been ended."""
        self._members.close()

    def _tell(self) -> None:
        if (now := self.trainers()) != self._told:
            self._told = now
            self.on_change()

    def _fit(self) -> dict[str, int]:
        """Return how many trainers each worker has for this app, busy or not, by address; the lock is held."""
        now, offered = time.monotonic(), self._members.offered
        return {address: count for address, count in offered.items() if self._unfit.get(address, now) <= now}

    def _take_freest(self) -> str | None:
        with self._lock:
            now = time.monotonic()
            spare = {
                address: count - self._taken.get(address, 0)
                for address, count in self._fit().items()
                if self._busy.get(address, now) <= now
            }
            address = max(spare, key=lambda each: spare[each], default=None)
            if address is None or spare[address] < 1:
                return None
            self._taken[address] = self._taken.get(address, 0) + 1
            return address

    def _take_local(self) -> bool:
        with self._lock:
            if self._taken.get("", 0) >= self._local:
                return False
            self._taken[""] = self._taken.get("", 0) + 1
            return True

    def _give_back(self, address: str) -> None:
        with self._lock:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]

    def _note(self, noted: dict[str, float], address: str, seconds: float) -> None:
        """Note that a worker is so for some seconds, and forget of which that is over."""
        with self._lock:
            now = time.monotonic()
            for one in [one for one, until in noted.items() if until <= now]:
                del noted[one]
            noted[address] = now + seconds
