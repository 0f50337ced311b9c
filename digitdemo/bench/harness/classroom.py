"""A class in one room of the running app: learners with sessions of their own, their runs, and what each sees."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import random
import time
from pathlib import Path

import numpy as np
from sqlalchemy import select

from digitdemo.bench.harness.visitor import CHART, Visitor, visit
from digitdemo.data.templates import pen_digit
from digitdemo.inference.shipped import load_shipped
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.schema import members
from digitdemo.runs.store import RunStore
from digitdemo.visitors.classes import Classes

_MODEL = "fast"  # a small CNN, of which all have one


class Classroom:
    """A room in the database of an app, with learners whose nicknames are two letters and two digits."""

    def __init__(self, folder: Path, learners: int) -> None:
        self._store = RunStore(folder)
        self._classes = Classes(self._store.database)
        self.code = self._classes.rooms.open("a teacher", "Class").room.code
        self.nicknames = [f"No{number:02d}" for number in range(learners)]
        self._owners: dict[str, str] = {}

    def equip(self, drawings: int, seed: int) -> None:
        """Give all who have joined a run of their own and that many drawings for the class's test set."""
        with self._store.database.read() as connection:
            self._owners = {row.nickname: row.owner for row in connection.execute(select(members))}
        run, rng = load_shipped().runs[_MODEL], np.random.default_rng(seed)
        for nickname, owner in self._owners.items():
            own = dataclasses.replace(run, id=f"run-of-{nickname.lower()}")
            self._store.save(own, SHIPPED_MODELS / _MODEL, owner)
            for number in range(drawings):
                digit = number % 10
                strokes = [2.2 * stroke + 20 for stroke in pen_digit(digit, rng)]
                self._classes.drawings.add(self.code, owner, digit, strokes)

    def show(self, nickname: str) -> None:
        """Put a learner's run on the board."""
        self._classes.board.show(self.code, self._owners[nickname], f"run-of-{nickname.lower()}")

    def close(self) -> None:
        """Close the connections to the database."""
        self._store.close()


class Learner:
    """A learner who has joined, and when whose run came on the board that is open there."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.saw: dict[str, float] = {}

    def hear(self, component: str, told: str) -> None:
        """Note which nicknames the board has that it did not have before."""
        if component == CHART and told:
            words = json.loads(told)["alt"]
            for one in words.split(". ", 1)[1].split("; "):
                self.saw.setdefault(one.partition(":")[0], time.monotonic())


async def join(stack: contextlib.AsyncExitStack, port: int, code: str, nickname: str) -> Learner:
    """Let a learner come by the room's link and join it under that nickname."""
    learner = Learner(await stack.enter_async_context(visit(port)))
    await learner.visitor.open(query=f"room={code}")
    await learner.visitor.open("class", query=f"room={code}")
    await learner.visitor.submit("Your nickname", nickname, "Join")
    return learner


async def show_at_random(room: Classroom, seconds: float, seed: int) -> dict[str, float]:
    """Have every learner show a run, each at a random moment within so many seconds; return when, by nickname."""
    chance = random.Random(seed)
    moments = sorted((chance.uniform(0, seconds), nickname) for nickname in room.nicknames)
    begin, shown = time.monotonic(), {}
    for moment, nickname in moments:
        await asyncio.sleep(max(0.0, begin + moment - time.monotonic()))
        shown[nickname] = time.monotonic()
        await asyncio.to_thread(room.show, nickname)
    return shown
