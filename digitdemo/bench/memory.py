"""Memory of the web process at rest and of the trainer while it trains the CNN.

Starts the app on 127.0.0.1, visits Play and the Lab, waits, and reads the web process' resident memory; then starts a
training of the CNN through the app's own button and samples the trainer until the training has ended. That twice: with
a trainer as large as it may become on this machine, and as on a server with less than 6 GB.
"""

import argparse
import asyncio
import tempfile
import time
from typing import Any

import psutil

from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.harness.visitor import visit
from digitdemo.limits import TRAINER_MB

WEB_LIMIT_MB = 240
TRAINER_LIMIT_MB = {"small": 1000, "large": 1300}
_REST_SECONDS = 5.0
_SAMPLE_SECONDS = 0.1
_MOST_SECONDS = 600.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this benchmark's options."""
    parser.add_argument("--epochs", type=int, default=2, help="of the CNN's training; default 2")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the resident memory in MB (10**6 bytes) of both processes, beside their limits.

    Raises:
        RuntimeError: the training did not start or did not end.
    """
    peaks: dict[str, float] = {}
    web: dict[str, float] = {}
    for size, most in TRAINER_MB.items():
        with (
            tempfile.TemporaryDirectory() as runs,
            running_app(DIGITDEMO_RUNS=runs, DIGITDEMO_TRAINER_MB=f"{most:g}") as app,
        ):
            web, peaks[size] = asyncio.run(_measure(app, options.epochs))
    print(f"web process at rest:        {web['rest']:6.0f} MB (limit {WEB_LIMIT_MB})")
    print(f"web process while training: {web['training']:6.0f} MB")
    for size, peak in peaks.items():
        print(f"trainer, peak, CNN, on a {size} machine: {peak:6.0f} MB (limit {TRAINER_LIMIT_MB[size]})")
    return {"web_mb": web, "trainer_peak_mb": peaks, "web_limit_mb": WEB_LIMIT_MB, "trainer_limit_mb": TRAINER_LIMIT_MB}


async def _measure(app: App, epochs: int) -> tuple[dict[str, float], float]:
    async with visit(app.port) as visitor:
        await visitor.open(query=f"architecture=cnn&epochs={epochs}")
        await visitor.open()
        await visitor.open("lab", query=f"architecture=cnn&epochs={epochs}")
        await asyncio.sleep(_REST_SECONDS)
        rest = app.rss_mb()
        await visitor.press("Train")
        web, trainer = await _peaks(app)
    return {"rest": rest, "training": web}, trainer


async def _peaks(app: App) -> tuple[float, float]:
    """Sample both processes until the trainer has worked and come to rest; return their largest memory in MB."""
    web = peak = 0.0
    busy_until = None
    deadline = time.monotonic() + _MOST_SECONDS
    trainer: psutil.Process | None = None
    while time.monotonic() < deadline:
        await asyncio.sleep(_SAMPLE_SECONDS)
        trainer = trainer or app.trainer()
        if trainer is None:
            continue
        web, peak = max(web, app.rss_mb()), max(peak, trainer.memory_info().rss / 1e6)
        if trainer.cpu_percent() > 10:
            busy_until = time.monotonic()
        elif busy_until is not None and time.monotonic() - busy_until > 3:
            return web, peak
    raise RuntimeError(f"the training did not end within {_MOST_SECONDS:.0f} s")
