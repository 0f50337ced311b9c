import asyncio

import pytest

from digitdemo.ui import process
from digitdemo.ui.door.closing import closing


def test_trainings_and_visits_are_closed_once_the_server_ends(monkeypatch: pytest.MonkeyPatch):
    closed: list[str] = []
    monkeypatch.setattr(process, "close_job_queue", lambda: closed.append("trainings"))
    monkeypatch.setattr(process, "close_keeper", lambda: closed.append("visits"))

    async def serve() -> None:
        async with closing(None):
            assert closed == []

    asyncio.run(serve())
    assert closed == ["trainings", "visits"]
