"""What the running app takes of the machine: memory, files, threads."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import psutil

from digitdemo.bench.harness.server import App

_SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Vitals:
    """Resident memory in MB (10**6 bytes) of the web process and the trainer, 0 without one; files and threads.

    Files that are open, sockets among them, and threads are those of the web process.
    """

    web_mb: float
    trainer_mb: float
    files: int
    threads: int


def vitals(app: App) -> Vitals:
    """Return what the app takes now."""
    web = psutil.Process(app.process.pid)
    with web.oneshot():
        memory, files, threads = web.memory_info().rss / 1e6, web.num_fds(), web.num_threads()
    trainer_mb = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):  # it ends while one looks
        if trainer := app.trainer():
            trainer_mb = trainer.memory_info().rss / 1e6
    return Vitals(round(memory, 1), round(trainer_mb, 1), files, threads)


@contextlib.asynccontextmanager
async def sampled(app: App) -> AsyncIterator[list[Vitals]]:
    """Take samples twice a second as long as the block lasts, into the list that it gets."""
    samples = [vitals(app)]

    async def sample() -> None:
        while True:
            await asyncio.sleep(_SAMPLE_SECONDS)
            samples.append(vitals(app))

    task = asyncio.create_task(sample())
    try:
        yield samples
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
