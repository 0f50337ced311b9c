"""What strangers send to the running app: errors on pages, seconds, memory, and what a neighbour has of it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitdemo.bench.harness.figures import tracebacks
from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.hostile import messages, uploads
from digitdemo.bench.hostile.memory import Memory
from digitdemo.bench.hostile.messages import PAGES, Sent, written
from digitdemo.bench.hostile.neighbour import Neighbour, neighbour
from digitdemo.bench.hostile.outcome import Found, Outcome, at_best
from digitdemo.bench.hostile.search import send_all
from digitdemo.bench.hostile.session import Answer, session
from digitdemo.bench.hostile.uploads import Upload

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_KINDS: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[], SearchStrategy[Any]]]] = {
    "pages": (messages.by_hand_addresses, messages.addresses),
    "widgets": (messages.by_hand_widgets, messages.widgets),
    "uploads": (uploads.by_hand, uploads.generated),
}
_REST_SECONDS = 8.0


class Live:
    """The running app, as somebody sees it who sends what is not allowed."""

    def __init__(self, app: App, beside: Neighbour, log: Path) -> None:
        self._app, self._beside, self._log = app, beside, log
        self._memory = Memory(app.process.pid)
        self._runner, self._sender = asyncio.Runner(), uploads.Sender(app.port)

    def warm_up(self) -> None:
        """Open every page once, so that what is made once is there."""
        for page in PAGES:
            self._runner.run(self._talk(Sent(page)))

    def send(self, sent: Sent | Upload) -> Outcome:
        """Send a message or a file in a session of its own, and return what came of it."""
        return at_best(lambda: self._send(sent))

    def end(self) -> None:
        """Send no more."""
        self._runner.close()

    def _send(self, sent: Sent | Upload) -> Outcome:
        logged, before, begin = self._log.stat().st_size, self._memory.forget_peak(), time.perf_counter()
        answer = self._runner.run(self._give(sent) if isinstance(sent, Upload) else self._talk(sent))
        end, peak = time.perf_counter(), self._memory.peak()
        errors = [*answer.errors, *dict.fromkeys(tracebacks(self._log, logged))]
        return Outcome(
            error="; ".join(errors)[:400],
            taken=not errors,
            seconds=answer.seconds,
            mb=max(0.0, peak - before),
            delay_s=max(0.0, self._beside.worst_between(begin, end) - self._beside.usual()),
            rest_mb=self._memory.now(),
        )

    async def _talk(self, sent: Sent) -> Answer:
        async with session(self._app.port, sent.headers) as one:
            first = await one.open()
            if sent.raw is not None:
                return await one.send(sent.raw, answered=False)
            if sent.widgets:
                first = await one.open(sent.page)
            answer = await one.send(written(sent, one.pages.get(sent.page, ""), sorted(one.widgets)))
            return Answer(answer.seconds, first.errors + answer.errors)

    async def _give(self, upload: Upload) -> Answer:
        async with session(self._app.port) as one:
            first = await one.open()
            if upload.page:
                first = await one.open(upload.page, upload.query)
            (widget,) = [name for name in one.widgets if re.search(rf"-{upload.field}\d+$", name)]
            begin, urls = time.perf_counter(), await one.ask_for_address(upload.name)
            status = await asyncio.to_thread(self._sender.put, urls.upload_url, upload.name, upload.file)
            if status != HTTPStatus.NO_CONTENT:
                return Answer(time.perf_counter() - begin, first.errors)
            answer = await one.give(upload.page, widget, upload.name, urls)
            return Answer(time.perf_counter() - begin, first.errors + answer.errors)


@dataclass(frozen=True)
class LiveFound:
    """What came of all cases by their kinds, and the seconds that a run takes which is brought in as it should be."""

    kinds: dict[str, Found]
    whole_run_s: float


def search_live(cases: Mapping[str, int], seed: int) -> LiveFound:
    """Start the app, send it that many messages of each kind, pages or widgets, and return what came of them."""
    with contextlib.ExitStack() as stack:
        runs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        log = stack.enter_context((runs / "log").open("wb"))
        app = stack.enter_context(running_app(log, DIGITDEMO_RUNS=str(runs), DIGITDEMO_WARM_START_GB="1000000"))
        beside = stack.enter_context(neighbour(app.port, _REST_SECONDS))
        live = Live(app, beside, runs / "log")
        stack.callback(live.end)
        live.warm_up()
        kinds = {
            name: send_all(live.send, by_hand(), generated(), cases[name], seed)
            for name, (by_hand, generated) in _KINDS.items()
            if name in cases
        }
        return LiveFound(kinds, live.send(uploads.whole_run()).seconds)
