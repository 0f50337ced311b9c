"""Half an hour of light use: visitors come and go, pages are loaded anew, trainers end when idle and start again.

Starts the app on 127.0.0.1. Visitors with sessions of their own over Streamlit's websocket come, draw, turn knobs, and
leave; in a real browser one draws, looks at the Lab and loads the page anew. In the first third of each of six parts of
the time somebody trains, again and again; then nobody does, and the trainer has to end, which it is told to do here
after a sixth of such a part. At the end of each part: memory, open files and threads of the web process.

Exit status 1 at any error, where a trainer did not end or start again, and where after the last part the web process
has more than the limits beyond what it had after the first.
"""

import argparse
import asyncio
import dataclasses
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.browser_visit import visit_in_browser
from digitdemo.bench.harness.figures import in_words, percentiles, print_problems, tracebacks
from digitdemo.bench.harness.queueing import SHORT, TRAIN, until_pressable
from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.harness.visitor import Visitor
from digitdemo.bench.harness.vitals import Vitals, sampled, vitals
from digitdemo.bench.harness.walk import Found, come_and_go, in_session

LIMITS = {"problems": 0, "more_mb": 20, "more_files": 50, "more_threads": 20}
PARTS = 6
_RELOADS = 10  # in a part


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--seconds", type=float, default=1800.0, help="in all; default 1800")
    parser.add_argument("--visitors", type=int, default=10, help="who are there at once, about; default 10")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return what the app takes of the machine after each part, and what went wrong.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    part = options.seconds / PARTS
    idle = {"DIGITDEMO_IDLE_MINUTES": f"{part / 6 / 60:.4f}", "DIGITDEMO_WARM_START_GB": "1000000"}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as said, running_app(said, DIGITDEMO_RUNS=folder, **idle) as app:
            soak = _Soak(app, part, options.visitors)
            asyncio.run(soak.run())
        problems = [*soak.sessions.problems, *soak.browser.problems, *tracebacks(log)]
    found = {"sessions": soak.sessions, "in_browser": soak.browser}
    for who, one in found.items():
        print(f"{who:11} words {len(one.words):6,}: {in_words(percentiles(one.words))}")
    print_problems(problems)
    results = {
        "limits": LIMITS,
        "seconds": options.seconds,
        "visitors": options.visitors,
        "marks": [dataclasses.asdict(mark) for mark in soak.marks],
        "visits": soak.visits,
        "trainings": soak.trainings,
        "trainers": soak.trainers,
        **{who: {"words": percentiles(one.words), "charts": percentiles(one.charts)} for who, one in found.items()},
        "problems": problems,
    }
    return {**results, "failed": beyond_limits(results)}


def beyond_limits(results: dict[str, Any]) -> bool:
    """Return whether what was measured is beyond one of the limits."""
    limits, first, last = results["limits"], results["marks"][0], results["marks"][-1]
    grown = any(
        last[name] - first[name] > limits[limit]
        for name, limit in (("web_mb", "more_mb"), ("files", "more_files"), ("threads", "more_threads"))
    )
    return grown or len(results["problems"]) > limits["problems"]


class _Soak:
    """The visits, and what was found; `visits`, `trainings` and `trainers` count those that there were."""

    def __init__(self, app: App, part: float, visitors: int) -> None:
        self._app, self._part, self._visitors = app, part, visitors
        self.sessions, self.browser = Found(), Found()
        self.marks: list[Vitals] = []
        self.visits = self.trainings = self.trainers = 0

    async def run(self) -> None:
        """Have all visits, from the first to the last mark."""
        begin = time.monotonic()
        until = begin + PARTS * self._part
        looking = asyncio.to_thread(
            visit_in_browser, self._app.port, until - begin, 0, reload_every=self._part / _RELOADS
        )
        browsing = asyncio.create_task(looking)
        visiting = [asyncio.create_task(self._visit(until, seed)) for seed in range(self._visitors)]
        for number in range(PARTS):
            async with sampled(self._app) as samples:
                training = asyncio.create_task(in_session(self._app.port, self._train, self.sessions))
                await asyncio.sleep(begin + (number + 1) * self._part - time.monotonic())
            self._mark(number, samples)
            await training
        await asyncio.gather(*visiting)
        self.browser.add(await browsing)

    async def _visit(self, until: float, seed: int) -> None:
        """Come and go again and again."""
        chance = random.Random(seed)
        await asyncio.sleep(chance.uniform(0, 0.2) * self._part)
        while (seconds := chance.uniform(0.1, 0.4) * self._part) < until - time.monotonic():
            await come_and_go(self._app.port, seconds, chance.randrange(2**32), self.sessions)
            self.visits += 1
            await asyncio.sleep(chance.uniform(0, 0.1) * self._part)

    async def _train(self, visitor: Visitor) -> None:
        """Train again and again in the first third of a part."""
        until = time.monotonic() + self._part / 3
        await visitor.open()
        await visitor.open("lab", SHORT)
        while time.monotonic() < until:
            await visitor.press(TRAIN)
            if not await until_pressable(visitor, TRAIN, self._part):
                self.sessions.problems.append("a training has not ended")
            self.trainings += 1

    def _mark(self, number: int, samples: Sequence[Vitals]) -> None:
        self.marks.append(mark := vitals(self._app))
        print(
            f"{(number + 1) * self._part:6.0f} s: web process {mark.web_mb:.0f} MB, {mark.files} files, "
            f"{mark.threads} threads; visits {self.visits}, trainings {self.trainings}",
            flush=True,
        )
        if not any(sample.trainer_mb for sample in samples):
            self.sessions.problems.append("no trainer was started")
        elif mark.trainer_mb:
            self.sessions.problems.append("a trainer that nobody needed did not end")
        else:
            self.trainers += 1
