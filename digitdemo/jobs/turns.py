"""Whose turn it is: addresses share the trainers' time, in each short trainings share it with long ones, and persons
take turns. docs/queue.md says why so."""

from __future__ import annotations

import bisect
import heapq
import itertools
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitdemo.jobs.fair_share import FairShare
from digitdemo.jobs.job import Job

# How many persons of one address count: five of a class weigh five times as much as somebody alone, and so do 101
# tabs of one person, whom nobody can tell from a class.
MOST_COUNTED = 5
# Seconds at which a training is of the next kind, which shares an address' time with the others.
LENGTHS = (60.0, 240.0, 960.0)


@dataclass(frozen=True)
class _Served:
    """What was noted of a training under way when it began."""

    address: str
    length: int
    weight: int
    seconds: float


# Of a person in a line, the least is next: since when the person waits, behind whether one is still under way by now;
# then how many trainings had ended when the last one of the person did, and a number by which no two are alike.
_Place = tuple[bool, float, int, int, str]


class Turns:
    """Who has had how much of the trainers' time, of those that are under way, too. It has no lock: its owner has one.

    `jobs` are all that the queue knows of, as they came.
    """

    def __init__(self) -> None:
        self._addresses = FairShare()
        self._lengths: dict[str, FairShare] = {}  # of each address
        self._under_way: dict[str, _Served] = {}  # by job
        self._last: dict[str, tuple[float, int]] = {}  # when somebody's last training ended, as the how manieth
        self._ended = 0

    def note(self, jobs: Iterable[Job]) -> None:
        """Take note of who waits by now; to be called whenever that has changed."""
        lengths: dict[str, set[int]] = defaultdict(set)
        owners = set()
        for job in jobs:
            if job.state == "waiting":
                lengths[job.address].add(_length(job))
                owners.add(job.owner)
        self._last = {owner: when for owner, when in self._last.items() if owner in owners}
        self._addresses.wait(set(lengths))
        busy = {served.address for served in self._under_way.values()}
        for address in self._lengths.keys() - lengths.keys() - busy:
            del self._lengths[address]
        for address, waiting in lengths.items():
            self._lengths.setdefault(address, FairShare()).wait(waiting)

    def order(self, jobs: Sequence[Job]) -> Iterator[Job]:
        """Yield those that wait, the next one first, as they would come if nobody else came."""
        lengths = {address: share.copy() for address, share in self._lengths.items()}
        return _Coming(jobs, self._last, self._addresses.copy(), lengths).in_order()

    def begin(self, job: Job, jobs: Iterable[Job]) -> None:
        """Take note that a training begins, by what is foretold of it."""
        weight = _weights(jobs).get(job.address, 1)
        served = _Served(job.address, _length(job), weight, job.seconds)
        self._under_way[job.id] = served
        self._addresses.serve(served.address, served.seconds / weight)
        self._lengths.setdefault(served.address, FairShare()).serve(served.length, served.seconds)

    def end(self, job: Job) -> None:
        """Take note that it has ended; what was foretold is put right."""
        served = self._under_way.pop(job.id, None)
        if served is None or job.began is None or job.ended is None:
            return
        self._ended += 1
        self._last[job.owner] = job.ended, self._ended
        more = job.ended - job.began - served.seconds
        self._addresses.correct(served.address, more / served.weight)
        if served.address in self._lengths:
            self._lengths[served.address].correct(served.length, more)

    def give_back(self, job_id: str) -> None:
        """Take note that a training under way came to nothing, by nobody's fault."""
        served = self._under_way.pop(job_id)
        self._addresses.correct(served.address, -served.seconds / served.weight)
        if served.address in self._lengths:
            self._lengths[served.address].correct(served.length, -served.seconds)


class _Coming:
    """Goes through those that wait, as they would be served if each took the time that is foretold of it."""

    def __init__(
        self,
        jobs: Sequence[Job],
        last: Mapping[str, tuple[float, int]],
        addresses: FairShare,
        lengths: dict[str, FairShare],
    ) -> None:
        self._addresses, self._lengths = addresses, lengths
        self._weights = _weights(jobs)
        self._own: dict[str, deque[Job]] = defaultdict(deque)  # by person
        later = {job.owner for job in jobs if job.under_way}
        for job in jobs:
            if job.state == "waiting":
                self._own[job.owner].append(job)
        self._number = itertools.count()
        # Persons by address and length of their next training: who waits for longest since the last one comes first.
        self._lines: dict[str, dict[int, list[_Place]]] = defaultdict(lambda: defaultdict(list))
        for owner, own in self._own.items():
            since, ended = max((own[0].asked, 0), last.get(owner, (own[0].asked, 0)))
            self._push(owner, later=owner in later, since=-1.0 if owner in later else since, ended=ended)

    def in_order(self) -> Iterator[Job]:
        """Yield all that wait."""
        while self._lines:
            yield self._next()

    def _push(self, owner: str, *, later: bool, since: float, ended: int = 0) -> None:
        job = self._own[owner][0]
        heapq.heappush(self._lines[job.address][_length(job)], (later, since, ended, next(self._number), owner))

    def _next(self) -> Job:
        candidates = [self._candidate(address) for address in self._lines]
        _, _, job = min(candidates, key=lambda each: each[:2])
        length = _length(job)
        line = self._lines[job.address][length]
        *_, owner = heapq.heappop(line)
        if not line:
            del self._lines[job.address][length]
            if not self._lines[job.address]:
                del self._lines[job.address]
        self._addresses.serve(job.address, job.seconds / self._weights[job.address])
        self._lengths.setdefault(job.address, FairShare()).serve(length, job.seconds)
        self._own[owner].popleft()
        if self._own[owner]:
            self._push(owner, later=True, since=next(self._number))
        return job

    def _candidate(self, address: str) -> tuple[float, _Place, Job]:
        """Return the next one of an address, behind what decides whether it is the next of all."""
        share = self._lengths.setdefault(address, FairShare())
        heads = {length: self._own[line[0][-1]][0] for length, line in self._lines[address].items()}
        length = min(heads, key=lambda each: (share.due(each, heads[each].seconds), each))
        job = heads[length]
        due = self._addresses.due(address, job.seconds / self._weights[address])
        return due, self._lines[address][length][0], job


def _length(job: Job) -> int:
    return bisect.bisect(LENGTHS, job.seconds)


def _weights(jobs: Iterable[Job]) -> dict[str, int]:
    """Return how many persons of each address count."""
    persons: dict[str, set[str]] = defaultdict(set)
    for job in jobs:
        if job.state != "ended":
            persons[job.address].add(job.owner)
    return {address: min(len(owners), MOST_COUNTED) for address, owners in persons.items()}
