"""What is done beside the requests: tidying while the server serves, and an orderly end."""

import asyncio
import contextlib
import gc
import importlib
import logging
import sys
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from digitdemo.system import trim_memory, warn_once

KEPT_SECONDS = 5.0  # that a session whose browser has gone waits for it: only the connection may have been lost
TIDYING_SECONDS = 60.0  # between two times, at most
_LEAST_SECONDS = 2.0  # the same, at least
_ALL_GONE_SECONDS = 1.0  # after a session has ended: those of a class end one after the other

# What goes, in modules that are imported once somebody has been there.
_LET_GO = (
    ("digitdemo.ui.resources", "let_go_of_insides"),
    ("digitdemo.ui.state.kept_visit", "let_go_of_visits"),
)

_LOG = logging.getLogger(__name__)

_session_ended: asyncio.Event | None = None


@contextlib.asynccontextmanager
async def serving(_: Any) -> AsyncIterator[None]:
    """Tidy as long as the server serves, and close the queue of trainings and what keeps the visits when it ends.

    Streamlit's `lifespan`. When it is asked to end by SIGTERM, uvicorn ends the process by that signal once it is done,
    and no `atexit` runs.
    """
    global _session_ended
    _session_ended = asyncio.Event()
    tidying = asyncio.create_task(_tidy_again_and_again(_session_ended))
    yield
    tidying.cancel()
    _session_ended = None
    if (process := sys.modules.get("digitdemo.ui.process")) is not None:  # else nobody was there
        await asyncio.to_thread(process.close_job_queue)
        await asyncio.to_thread(process.close_keeper)


def tidy() -> None:
    """Let go of what visitors have left behind and give its memory back to the system.

    Much of a session ends in circles, and Python collects those only after many more objects were made: until the next
    visitors, whose objects would lie between those of a class that has gone, and keep its memory from being given back.
    """
    gc.collect()
    for name, let_go in _LET_GO:  # of what no session has any more
        if name in sys.modules:  # else nobody was there
            # Waits where the first visitor's thread is still importing it, of which `sys.modules` says nothing.
            getattr(importlib.import_module(name), let_go)()
    # Streamlit asks it about pictures that are in their addresses.
    urlsplit.cache_clear()  # type: ignore[attr-defined]
    trim_memory()


def tidy_soon() -> None:
    """Have it tidied up once no more sessions end, as one has; call it in the server's event loop."""
    if _session_ended is not None:
        _session_ended.set()


async def _tidy_again_and_again(session_ended: asyncio.Event) -> None:
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TIDYING_SECONDS):
                await asyncio.sleep(_LEAST_SECONDS)
                await session_ended.wait()
                while session_ended.is_set():
                    session_ended.clear()
                    await asyncio.sleep(_ALL_GONE_SECONDS)
        try:
            await asyncio.to_thread(tidy)
        except Exception as error:  # whatever it is, the next time may be better
            warn_once(_LOG, f"It is not tidied up: {type(error).__name__}: {error}")
