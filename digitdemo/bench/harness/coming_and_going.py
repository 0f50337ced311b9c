"""What the web process keeps of visitors who have come and gone.

The app keeps the session of whoever has left for some seconds, should the connection come back. Then a last visitor
comes and leaves, as what a newcomer needs may keep what others have left from being given back. What they leave behind
the app tidies up once a minute at least, for which the measurement waits.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from digitdemo.bench.harness.figures import print_problems, tracebacks
from digitdemo.bench.harness.server import App, running_app
from digitdemo.bench.harness.vitals import Vitals, vitals
from digitdemo.bench.harness.walk import Found, come_and_go, look_everywhere
from digitdemo.ui.door.serving import KEPT_SECONDS, TIDYING_SECONDS

_COMING_SECONDS = 5.0  # within which all have come
_VISIT_SECONDS = 8.0
_AFTER_KEPT_SECONDS = 3.0
_TIDIED_WITHIN_SECONDS = 5.0
_FIRST = 5  # visitors, after whom all is loaded that stays


def coming_and_going(visitors: int, rounds: int) -> dict[str, Any]:
    """Return the web process' memory in MB, and its open files, before visitors have come and gone so often and after.

    Before is when the first few have come and gone.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as said, running_app(said, DIGITDEMO_RUNS=folder, DIGITDEMO_WARM_START_GB="1000000") as app:
            found, marks = asyncio.run(_come_and_go(app, visitors, rounds))
        problems = [*found.problems, *tracebacks(log)]
    before, after = marks[0], marks[-1]
    print(f"{visitors} visitors came and went {rounds} times, {len(found.words):,} drawings: the web process has")
    print(f"{before.web_mb:.0f} MB before and {after.web_mb:.0f} MB after, {before.files} and {after.files} open files")
    print_problems(problems)
    return {
        "rounds": rounds,
        "drawings": len(found.words),
        "before_mb": before.web_mb,
        "after_mb": after.web_mb,
        "rounds_mb": [mark.web_mb for mark in marks[1:-1]],
        "files_before": before.files,
        "files_after": after.files,
        "problems": problems,
    }


async def _come_and_go(app: App, visitors: int, rounds: int) -> tuple[Found, list[Vitals]]:
    found = Found()
    await look_everywhere(app.port, found)
    await _all_come_and_go(app.port, min(_FIRST, visitors), found)
    marks = [await _rest(app, found)]
    for _ in range(rounds):
        await _all_come_and_go(app.port, visitors, found)
        marks.append(vitals(app))
    marks.append(await _rest(app, found))
    return found, marks


async def _all_come_and_go(port: int, visitors: int, found: Found) -> None:
    async def one(number: int) -> None:
        await asyncio.sleep(_COMING_SECONDS * number / visitors)
        await come_and_go(port, _VISIT_SECONDS, number, found)

    await asyncio.gather(*(one(number) for number in range(visitors)))


async def _rest(app: App, found: Found) -> Vitals:
    """Wait until all sessions have ended and are tidied up, and return what the app takes then."""
    await asyncio.sleep(KEPT_SECONDS + _AFTER_KEPT_SECONDS)
    await come_and_go(app.port, 0.0, 0, found)
    await asyncio.sleep(TIDYING_SECONDS + _TIDIED_WITHIN_SECONDS)
    return vitals(app)
