"""The machines of a cluster as an app sees them: which there are by now, and what they answer."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import gc
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from distributed.core import ConnectionPool

from digitdemo.cluster.access import Access
from digitdemo.cluster.messages import (
    OPERATION,
    Answer,
    NotSealed,
    Question,
    Unreachable,
    open_answer,
    seal_question,
)
from digitdemo.cluster.plain_messages import take_only_plain_messages

_LOOK_SECONDS = 1.0  # between two looks at who is there
_ANSWER_SECONDS = 15.0  # for which an answer may take: one that listens comes after a second at most
_SCHEDULER_SECONDS, _CONNECT_SECONDS = 3.0, 2.0
_MOST_LATE = 5  # answers of the scheduler in a row
_TRIES = 2  # a connection may break where both ends live on
_MOST_TRAINERS = 1000  # of one worker, and connections beside the one for each of many workers
_MOST_CONNECTIONS = 8192
_LEFT = "the cluster has been left"

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)


class Members:
    """Looks once a second who is there, in a thread of its own; all methods may be called from any thread.

    `on_look` is called there after each look.
    """

    def __init__(self, access: Access) -> None:
        self.on_look: Callable[[], None] = lambda: None
        self._access = access
        self._offered: dict[str, int] = {}
        self._late = 0
        self._looked = threading.Event()
        self._over = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._pool: ConnectionPool | None = None
        take_only_plain_messages()  # whoever is at an address is not to run code here
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)
        self._thread.start()

    @property
    def offered(self) -> Mapping[str, int]:
        """How many trainers each worker offers, by address; none while the scheduler cannot be reached."""
        return self._offered

    def wait_for_first_look(self) -> None:
        """Wait until it is known who is there, or that nobody can be reached."""
        self._looked.wait(_SCHEDULER_SECONDS + 1)

    def start(self, coroutine: Coroutine[Any, Any, _T]) -> concurrent.futures.Future[_T]:
        """Have a coroutine run in the thread of the cluster, which must not wait there for anything else.

        Raises:
            Unreachable: the cluster has been left.
        """
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError as error:
            coroutine.close()
            raise Unreachable(_LEFT) from error

    def wait_for(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """Run a coroutine in the thread of the cluster, and return what it returns.

        Raises:
            Unreachable: the cluster has been left, before or meanwhile.
        """
        try:
            return self.start(coroutine).result()
        except concurrent.futures.CancelledError as error:
            raise Unreachable(_LEFT) from error

    async def ask(self, address: str, question: Question) -> Answer:
        """Return the answer of a worker.

        Raises:
            Unreachable: there is none.
        """
        data, seal = seal_question(self._access.token, question)
        for tried in range(1, _TRIES + 1):
            try:
                said = await self._call(address, OPERATION, _ANSWER_SECONDS, data=data, seal=seal)
                return open_answer(self._access.token, question, said.get("data"), said.get("seal"))
            except NotSealed as error:
                raise Unreachable(str(error)) from error
            except Exception as error:  # whatever a broken connection, or somebody else at that address, makes of it
                await self._look()
                if tried == _TRIES or address not in self._offered:
                    raise Unreachable(f"{type(error).__name__}: {error}") from error
        raise AssertionError

    async def scheduler_answers(self) -> bool:
        """Return whether the scheduler is there right now."""
        await self._look()
        return bool(self._offered)

    def close(self) -> None:
        """Look no more, and close all connections."""
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_SCHEDULER_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._watch())
                runner.run(_let_go())
        except Exception:  # certificates that are none, say
            _LOG.exception("the cluster cannot be used")
        finally:
            self._offered = {}
            self._looked.set()

    async def _watch(self) -> None:
        connection = self._access.security().get_connection_args("client")
        self._pool = await ConnectionPool(
            _MOST_CONNECTIONS, deserialize=False, connection_args=connection, timeout=_CONNECT_SECONDS
        )
        while not self._over.is_set():
            await self._look()
            self._looked.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _LOOK_SECONDS)
        await self._pool.close()

    async def _look(self) -> None:
        try:
            said = await self._call(self._access.address, "ncores_running", _SCHEDULER_SECONDS)
            self._late = 0
        except Exception as error:  # as above
            self._late += isinstance(error, TimeoutError)
            if isinstance(error, TimeoutError) and self._late < _MOST_LATE:
                return  # it is there, and busy
            said = {}
            if self._offered or not self._looked.is_set():
                _LOG.warning("the scheduler %s cannot be reached: %s", self._access.address, type(error).__name__)
        offered = {
            address: threads
            for address, threads in said.items()
            if isinstance(address, str) and self._access.may_be(address) and threads in range(1, _MOST_TRAINERS + 1)
        }
        if offered != self._offered:
            self._offered = offered
            _LOG.info("%d workers offer %d trainers", len(offered), sum(offered.values()))
        try:
            self.on_look()
        except Exception:
            _LOG.exception("the app takes no note of the cluster's trainers")

    async def _call(self, address: str, operation: str, seconds: float, **fields: Any) -> dict[Any, Any]:
        assert self._pool is not None
        async with asyncio.timeout(seconds):
            said = await getattr(self._pool(address), operation)(**fields)
        if not isinstance(said, dict):
            raise Unreachable("it does not answer as one of ours does")
        return said


async def _let_go() -> None:
    """End what still waits; a connection whose making that cuts short is closed as it is freed, by the loop."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    gc.collect()
