"""How soon a run that somebody shows to the class is on everybody's board, and what that costs the server.

Starts the app on 127.0.0.1. Learners join one room, each with a session of its own over Streamlit's websocket, and look
at the board, which looks for news as a browser's does. Each shows a run at a random moment; measured is the time from
there to the board of each. Meanwhile the runs' models read a test set that the class has drawn. Exit status 1 if one
board is later than the limit.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from digitdemo.bench.harness.classroom import Classroom, join, show_at_random
from digitdemo.bench.harness.server import App, running_app

LIMIT_SECONDS = 2.0
_REST_SECONDS = 15.0
_LAST_SECONDS = 6.0  # for the last run to come everywhere
_SEED = 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--learners", type=int, default=50, help="in the room; default 50")
    parser.add_argument("--seconds", type=float, default=40.0, help="within which they show their runs; default 40")
    parser.add_argument("--drawings", type=int, default=10, help="of each for the class's test set; default 10")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the seconds from a run being shown to its coming on each board, and the server's share of a core."""
    with tempfile.TemporaryDirectory() as runs:
        room = Classroom(Path(runs), options.learners)
        with running_app(DIGITDEMO_RUNS=runs, DIGITDEMO_WARM_START_GB="1000000") as app:
            found = asyncio.run(_measure(app, room, options))
        room.close()
    print(f"{found['learners']} learners, {found['seen']:,} of {found['to_see']:,} boards seen")
    for name in ("median", "95%", "worst"):
        print(f"  {name:7} {found['seconds'][name]:5.2f} s")
    print(f"  limit   {LIMIT_SECONDS:5.2f} s, for the worst")
    print(f"server: {found['core_at_rest']:.0%} of a core while all look on, {found['core']:.0%} while they show runs")
    late = found["seen"] < found["to_see"] or found["seconds"]["worst"] > LIMIT_SECONDS
    return {**found, "limit_seconds": LIMIT_SECONDS, "failed": late}


async def _measure(app: App, room: Classroom, options: argparse.Namespace) -> dict[str, Any]:
    process = psutil.Process(app.process.pid)
    async with contextlib.AsyncExitStack() as stack:
        learners = [await join(stack, app.port, room.code, nickname) for nickname in room.nicknames]
        await asyncio.to_thread(room.equip, options.drawings, _SEED)
        looking = [
            asyncio.create_task(one.visitor.stay(_REST_SECONDS + options.seconds + _LAST_SECONDS, one.hear))
            for one in learners
        ]
        core_at_rest = await _core(process, asyncio.sleep(_REST_SECONDS))
        showing = asyncio.create_task(show_at_random(room, options.seconds, _SEED))
        core = await _core(process, asyncio.wait([showing]))
        shown = await showing
        await asyncio.gather(*looking)
    waits = [one.saw[name] - when for one in learners for name, when in shown.items() if name in one.saw]
    figures = {"median": np.median(waits), "95%": np.quantile(waits, 0.95), "worst": max(waits)}
    return {
        "learners": len(learners),
        "drawings": options.drawings,
        "seconds_of_showing": options.seconds,
        "to_see": len(learners) * len(shown),
        "seen": len(waits),
        "seconds": {name: round(float(value), 3) for name, value in figures.items()},
        "core_at_rest": round(core_at_rest, 3),
        "core": round(core, 3),
    }


async def _core(process: psutil.Process, doing: Any) -> float:
    """Wait for something, and return how much of a core the process had meanwhile."""
    begin, before = time.monotonic(), sum(process.cpu_times()[:2])
    await doing
    return (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - begin)
