"""A worker of a dask.distributed scheduler that offers trainers: `python -m digitdemo worker` runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import Sequence
from typing import Any

import dask.config
from distributed import Worker

from digitdemo.cluster.access import Access
from digitdemo.cluster.messages import OPERATION, NotSealed, open_question, seal_answer
from digitdemo.cluster.offering import Offering
from digitdemo.jobs.trainer_process import COMMAND

_LOOK_SECONDS = 5.0
_PAUSE_SECONDS = 3.0  # before one that has lost its scheduler looks for it again
_PATIENCE_SECONDS = "60s"  # for which one waits for its scheduler at first
# All else that Dask's workers answer is for tasks, and runs functions that others have pickled.
_OF_DASK = {"identity", "ping"}

_LOG = logging.getLogger(__name__)


class TrainingWorker(Worker):
    """A Dask worker that counts a thread for each trainer, and answers what apps with the token ask."""

    def __init__(self, access: Access, offering: Offering, trainers: int, folder: str) -> None:
        here: dict[str, Any] = {} if access.encrypted else {"host": "127.0.0.1"}
        super().__init__(
            access.address,
            nthreads=trainers,
            memory_limit=0,  # it keeps nothing; each trainer is held to its own limit
            security=access.security(),
            local_directory=folder,
            death_timeout=_PATIENCE_SECONDS,
            dashboard=False,
            **here,
        )
        self._token, self._offering = access.token, offering
        for name in self.handlers.keys() - _OF_DASK:
            del self.handlers[name]
        self.handlers[OPERATION] = self._answer

    async def _answer(self, data: object, seal: object) -> dict[str, bytes]:
        try:
            question = open_question(self._token, data, seal)
        except NotSealed as error:
            _LOG.warning("refused: %s", error)
            return {}
        answer, seal_of_it = seal_answer(self._token, question, await self._offering.answer(question))
        return {"data": answer, "seal": seal_of_it}


def serve(access: Access, trainers: int, command: Sequence[str] = COMMAND) -> None:
    """Offer trainers until this process is told to end; where the scheduler is lost, look for it again."""
    with dask.config.set({"distributed.worker.http.routes": []}):
        asyncio.run(_serve(access, trainers, command))


async def _serve(access: Access, trainers: int, command: Sequence[str]) -> None:
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(number, ending.set)
    over = asyncio.ensure_future(ending.wait())
    while not ending.is_set():
        offering = Offering(trainers, command)
        with tempfile.TemporaryDirectory(prefix="digitdemo-worker-", ignore_cleanup_errors=True) as folder:
            serving = asyncio.ensure_future(_serve_once(access, offering, trainers, folder))
            await asyncio.wait({serving, over}, return_when=asyncio.FIRST_COMPLETED)
            serving.cancel()
            try:
                await serving
            except asyncio.CancelledError:
                pass
            except Exception as error:  # whatever a scheduler that comes and goes makes of it
                _LOG.warning("the scheduler cannot be reached: %s", error)
            await offering.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(over), _PAUSE_SECONDS)
    over.cancel()


async def _serve_once(access: Access, offering: Offering, trainers: int, folder: str) -> None:
    async with TrainingWorker(access, offering, trainers, folder) as worker:
        _LOG.info("trainers offered to %s: %d", access.address, trainers)
        finished = asyncio.ensure_future(worker.finished())
        try:
            while not finished.done():
                await asyncio.wait({finished}, timeout=_LOOK_SECONDS)
                await offering.close_forgotten()
        finally:
            finished.cancel()
