"""What is done when the server ends."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from typing import Any


@contextlib.asynccontextmanager
async def closing(_: Any) -> AsyncIterator[None]:
    """Have the queue of trainings and what keeps the visits closed when the server ends: Streamlit's `lifespan`.

    When it is asked to end by SIGTERM, uvicorn ends the process by that signal once it is done, and no `atexit` runs.
    """
    yield
    if (process := sys.modules.get("digitdemo.ui.process")) is not None:  # else nobody was there
        await asyncio.to_thread(process.close_job_queue)
        await asyncio.to_thread(process.close_keeper)
