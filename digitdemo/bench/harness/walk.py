"""What somebody in a class does in a session of the app without a browser: draws, looks at pages, turns knobs."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from digitdemo.bench.harness.visitor import CHART, Visitor, visit
from digitdemo.data.templates import pen_digit

SECONDS_BETWEEN = 3.0  # two acts of one visitor, about
_DRAWS = 0.95  # share of acts; else another page, and back: once a minute
_OTHER_PAGES = ("lessons", "mistakes", "inside", "about")
_WHOLE_RANGE, _EPOCHS = "0 to 100%", "Epochs"


@dataclass
class Found:
    """Seconds from a message to the words of an answer, and to the chart of accuracy; what went wrong."""

    words: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take over what another one has found."""
        self.words += other.words
        self.charts += other.charts
        self.problems += other.problems


class Walk:
    """One visit, its acts drawn by `chance`."""

    def __init__(self, visitor: Visitor, chance: random.Random, found: Found) -> None:
        self._visitor, self._chance, self._found = visitor, chance, found
        self._rng = np.random.default_rng(chance.randrange(2**32))
        self._whole_range = False

    async def go_on(self, until: float) -> None:
        """Act every few seconds until that moment of the monotonic clock."""
        while True:
            pause = self._chance.uniform(0.5, 1.5) * SECONDS_BETWEEN
            if time.monotonic() + pause > until:
                await asyncio.sleep(max(0.0, until - time.monotonic()))
                return
            await asyncio.sleep(pause)
            await (self.draw() if self._chance.random() < _DRAWS else self._look_elsewhere())

    async def draw(self) -> None:
        """Draw a digit on the first page."""
        strokes = [2.2 * stroke + 20 for stroke in pen_digit(self._chance.randrange(10), self._rng)]
        if (seconds := await self._visitor.draw(strokes)) is not None:
            self._found.words.append(seconds)

    async def turn_knobs(self) -> None:
        """Open the Lab, set a knob and what its chart shows."""
        self._found.charts.append((await self._visitor.open("lab"))[CHART])
        await asyncio.sleep(self._pause())
        self._found.charts.append((await self._visitor.slide(_EPOCHS, self._chance.randint(1, 20)))[CHART])
        await asyncio.sleep(self._pause())
        self._whole_range = not self._whole_range
        self._found.charts.append((await self._visitor.switch(_WHOLE_RANGE, self._whole_range))[CHART])

    async def _look_elsewhere(self) -> None:
        if self._chance.random() < 0.5:
            await self.turn_knobs()
        else:
            await self._visitor.open(self._chance.choice(_OTHER_PAGES))
        await asyncio.sleep(self._pause())
        await self._visitor.open()

    def _pause(self) -> float:
        return self._chance.uniform(0.2, 0.5) * SECONDS_BETWEEN


async def look_everywhere(port: int, found: Found) -> None:
    """See every page once, so that all is loaded that stays."""

    async def act(visitor: Visitor) -> None:
        await visitor.open()
        for page in _OTHER_PAGES:
            await visitor.open(page)

    await in_session(port, act, found)


async def come_and_go(port: int, seconds: float, seed: int, found: Found) -> None:
    """Open a session, act for so long, draw and turn knobs once at least, and leave."""

    async def act(visitor: Visitor) -> None:
        walk = Walk(visitor, random.Random(seed), found)
        until = time.monotonic() + seconds
        await visitor.open()
        await walk.draw()
        await walk.turn_knobs()
        await visitor.open()
        await walk.go_on(until)

    await in_session(port, act, found)


async def in_session(port: int, act: Callable[[Visitor], Awaitable[None]], found: Found) -> None:
    """Open a session, do something there, and leave it; whatever fails is a problem that was found."""
    try:
        async with visit(port) as visitor:
            try:
                await act(visitor)
            finally:
                found.problems += visitor.problems
    except Exception as error:  # whatever it is, the other visits go on and are measured
        found.problems.append(f"{type(error).__name__}: {error}")
