"""What is done beside the requests: tidying while the server serves, and an orderly end."""

import asyncio
import contextlib
import gc
import importlib
import sys
from collections.abc import AsyncIterator
from typing import Any

from digitdemo.system import trim_memory

TIDYING_SECONDS = 60.0  # between two times


@contextlib.asynccontextmanager
async def serving(_: Any) -> AsyncIterator[None]:
    """Tidy as long as the server serves, and close the queue of trainings and what keeps the visits when it ends.

    Streamlit's `lifespan`. When it is asked to end by SIGTERM, uvicorn ends the process by that signal once it is done,
    and no `atexit` runs.
    """
    tidying = asyncio.create_task(_tidy_again_and_again())
    yield
    tidying.cancel()
    if (process := sys.modules.get("digitdemo.ui.process")) is not None:  # else nobody was there
        await asyncio.to_thread(process.close_job_queue)
        await asyncio.to_thread(process.close_keeper)


def tidy() -> None:
    """Let go of what visitors have left behind and give its memory back to the system.

    Much of a session ends in circles, and Python collects those only after many more objects were made: until the next
    visitors. Of the 57 MB that a class has left this gives back a third; most of the rest are holes between what stays.
    """
    if (name := "digitdemo.ui.resources") in sys.modules:  # else nobody was there
        # Waits where the first visitor's thread is still importing it, of which `sys.modules` says nothing.
        importlib.import_module(name).let_go_of_insides()
    gc.collect()
    trim_memory()


async def _tidy_again_and_again() -> None:
    while True:
        await asyncio.sleep(TIDYING_SECONDS)
        await asyncio.to_thread(tidy)
