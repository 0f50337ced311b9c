"""A class that draws while others train: how soon answers and charts come, errors, memory, and the queue's order.

Starts the app on 127.0.0.1. Visitors with sessions of their own over Streamlit's websocket draw about every three
seconds, look at other pages and turn knobs in the Lab; two more do so in real browsers. One training goes on all the
while; behind it some visitors have queued four short ones each, which have their turns in the second half. Words are
measured from the message with a drawing to its answer, charts from a message (Lab opened, knob turned, another range)
to the Lab's chart; in the browsers from the pointer's going up, and from the click, to the picture on the screen.

Then, in another app, as many come, draw, look and leave, again and again: what the web process keeps of them.

Exit status 1 beyond a limit, at any error, and where the queue did not do as it promises.
"""

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.browser_visit import visit_in_browser
from digitdemo.bench.harness.coming_and_going import coming_and_going
from digitdemo.bench.harness.figures import in_words, percentiles, print_problems, tracebacks
from digitdemo.bench.harness.load_limits import LIMITS, beyond_limits
from digitdemo.bench.harness.queueing import Queue, problems_of_turns, visitors_who_train
from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.harness.visitor import Visitor
from digitdemo.bench.harness.vitals import Vitals, sampled
from digitdemo.bench.harness.walk import Found, Walk, in_session

_COMING_SECONDS = 5.0  # within which all have come
_MOST_TRAINING_SECONDS = 600.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--visitors", type=int, default=50, help="who draw, without a browser; default 50")
    parser.add_argument("--seconds", type=float, default=60.0, help="for which they draw; default 60, 0 leaves it out")
    parser.add_argument("--browsers", type=int, default=2, help="real ones beside them; default 2")
    parser.add_argument("--queueing", type=int, default=5, help="visitors who queue four trainings each; default 5")
    parser.add_argument("--rounds", type=int, default=10, help="how often all come and go; default 10, 0 leaves it out")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return seconds, errors and memory beside their limits.

    Raises:
        ModuleNotFoundError: Playwright is not installed; tests/requirements.txt has it.
    """
    results: dict[str, Any] = {"limits": LIMITS, "visitors": options.visitors}
    if options.seconds:
        results["drawing"] = _drawing(options)
    if options.rounds:
        results["coming_and_going"] = coming_and_going(options.visitors, options.rounds)
    return {**results, "failed": beyond_limits(results)}


def _drawing(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as said, running_app(said, DIGITDEMO_RUNS=folder) as app:
            found, samples = asyncio.run(_draw(app, options))
        turns = problems_of_turns(Path(folder), options.queueing)
        problems = [*(problem for one in found.values() for problem in one.problems), *turns, *tracebacks(log)]
    results: dict[str, Any] = {name: getattr(options, name) for name in ("seconds", "browsers", "queueing")}
    for who, one in found.items():
        results[who] = {"words": percentiles(one.words), "charts": percentiles(one.charts)}
        for what, figures in results[who].items():
            print(f"{who:11} {what:6} {figures['count']:6,}: {in_words(figures)}")
    for name in ("web_mb", "trainer_mb", "files", "threads"):
        results[f"most_{name}"] = max(getattr(one, name) for one in samples)
    print(f"at most: web process {results['most_web_mb']:.0f} MB, {results['most_files']} open files,")
    print(f"{results['most_threads']} threads; trainer {results['most_trainer_mb']:.0f} MB")
    print_problems(problems)
    return {**results, "problems": problems}


async def _draw(app: App, options: argparse.Namespace) -> tuple[dict[str, Found], list[Vitals]]:
    found = {"sessions": Found()} | ({"in_browsers": Found()} if options.browsers else {})
    async with visitors_who_train(app.port, 1 + options.queueing) as trainers:
        queue = Queue(trainers, _MOST_TRAINING_SECONDS)
        await queue.begin()
        begin = time.monotonic() + _COMING_SECONDS
        until = begin + options.seconds
        browsing = [
            asyncio.to_thread(visit_in_browser, app.port, _COMING_SECONDS + options.seconds, seed)
            for seed in range(options.browsers)
        ]
        walking = [
            _walk(app.port, _COMING_SECONDS * number / options.visitors, until, number, found["sessions"])
            for number in range(options.visitors)
        ]
        async with sampled(app) as samples:
            browsers, sessions = asyncio.gather(*browsing), asyncio.gather(*walking)
            await asyncio.sleep(max(0.0, begin - time.monotonic()))
            try:
                await queue.train(until)
            except Exception as error:  # whatever it is, the others are measured
                found["sessions"].problems.append(f"who trains: {type(error).__name__}: {error}")
            for one in await browsers:
                found["in_browsers"].add(one)
            await sessions
        found["sessions"].problems += queue.problems
    return found, samples


async def _walk(port: int, after: float, until: float, seed: int, found: Found) -> None:
    """Come after so many seconds, and act until the end."""
    await asyncio.sleep(after)

    async def act(visitor: Visitor) -> None:
        await visitor.open()
        await Walk(visitor, random.Random(seed), found).go_on(until)

    await in_session(port, act, found)
