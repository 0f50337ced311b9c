"""Trainings of several visitors of the running app, queued while another one trains, and in which order they end."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from sqlalchemy import select

from digitdemo.bench.harness.visitor import Visitor, visit
from digitdemo.runs.schema import runs
from digitdemo.runs.store import RunStore

LONG = "architecture=cnn&epochs=50"  # stopped when it is time for the others
SHORT = "architecture=linear&epochs=1&train_size=1000"
TRAIN = "Train"
_STOP, _SEEDS = "Stop", "Five seeds"
_MORE_SEEDS = 4  # trainings that "Five seeds" queues beside the one that was
_LOOK_SECONDS = 0.5


class Queue:
    """Visitors who train: one for long, the others each a short one first, and its knobs from four more seeds at once.

    The others queue those while the long one trains, so that all are there before the first turn begins.
    """

    def __init__(self, visitors: Sequence[Visitor], most_seconds: float) -> None:
        self._long, *self._others = visitors
        self._most_seconds = most_seconds
        self._late: list[str] = []

    @property
    def problems(self) -> list[str]:
        """What did not end in time, and what went wrong on the pages."""
        return [*self._late, *(problem for one in (self._long, *self._others) for problem in one.problems)]

    async def begin(self) -> None:
        """Let the others train for the first time: there is a trainer then, and a run whose knobs they train again."""
        for visitor in (self._long, *self._others):
            await visitor.open()
        for visitor in self._others:
            await visitor.open("lab", SHORT)
            await visitor.press(TRAIN)
        await asyncio.gather(*(self._until_pressable(visitor, _SEEDS) for visitor in self._others))
        await self._long.open("lab", LONG)

    async def train(self, until: float) -> None:
        """Have one training, and a queue behind it, until that moment of the monotonic clock; then all come to an end.

        From the middle of that time on the queue has its turns. What does not end in time is a problem.
        """
        middle = (time.monotonic() + until) / 2
        # Pages were shown anew since: a button has another name where what it says of itself has changed.
        await asyncio.gather(*(one.stay(_LOOK_SECONDS) for one in (self._long, *self._others)))
        await self._long.press(TRAIN)
        for visitor in self._others:
            await visitor.press(_SEEDS)
        await asyncio.gather(*(one.stay(max(0.0, middle - time.monotonic())) for one in (self._long, *self._others)))
        await self._long.press(_STOP)
        await asyncio.gather(*(self._until_pressable(visitor, TRAIN) for visitor in (self._long, *self._others)))
        if time.monotonic() < until:
            await self._long.press(TRAIN)
            await self._long.stay(max(0.0, until - time.monotonic()))
            await self._long.press(_STOP)
            await self._until_pressable(self._long, TRAIN)

    async def _until_pressable(self, visitor: Visitor, label: str) -> None:
        if not await until_pressable(visitor, label, self._most_seconds):
            self._late.append(f"a training has not ended within {self._most_seconds:.0f} s")


async def until_pressable(visitor: Visitor, label: str, most_seconds: float) -> bool:
    """Look on until the open page has the button that says `label`; return whether that was so within these seconds.

    In the Lab one can train again once the last training has ended, and train from more seeds once its run is shown,
    which comes a moment later.
    """
    deadline = time.monotonic() + most_seconds
    while not visitor.can_press(label):
        if time.monotonic() > deadline:
            return False
        await visitor.stay(_LOOK_SECONDS)
    return True


@contextlib.asynccontextmanager
async def visitors_who_train(port: int, count: int) -> AsyncIterator[list[Visitor]]:
    """Open sessions of so many visitors."""
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(visit(port)) for _ in range(count)]


def problems_of_turns(folder: Path, owners: int) -> list[str]:
    """Return what is not as the queue promises, by the runs that are kept in that folder, of so many short trainers."""
    store = RunStore(folder)
    try:
        with store.database.read() as connection:
            rows = connection.execute(select(runs.c.id, runs.c.owner).order_by(runs.c.seq)).all()
        kept = store.load_all([row.id for row in rows])
    finally:
        store.close()
    short = [row for row in rows if kept[row.id].config.architecture == "linear"]
    found = [f"{row.id} {kept[row.id].outcome}" for row in short if kept[row.id].outcome != "finished"]
    if len(short) != owners * (1 + _MORE_SEEDS):
        found.append(f"{len(short)} of {owners * (1 + _MORE_SEEDS)} short trainings are kept")
    first = {row.owner: row.id for row in reversed(short)}  # before the queue was made
    if not in_fair_turns([row.owner for row in short if first[row.owner] != row.id]):
        found.append("somebody's second training came before everybody's first")
    return found


def in_fair_turns(owners: Sequence[str]) -> bool:
    """Return whether, of trainings that were all queued before one began, everybody's first came before any second.

    `owners` has whose they are, in the order in which they ended.
    """
    everybody = len(set(owners))
    return len(set(owners[:everybody])) == everybody
