import asyncio
import gc
import time
import weakref
from urllib.parse import urlsplit

import pytest
import streamlit as st

from digitdemo.ui import process, resources
from digitdemo.ui.door import serving as door
from digitdemo.ui.door.serving import serving, tidy, tidy_soon
from digitdemo.ui.resources import models
from tests.conftest import run_async


class Circle:
    """What only the collection of garbage finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def nothing_to_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the end of the server close nothing that another test may use."""
    monkeypatch.setattr(process, "close_job_queue", lambda: None)
    monkeypatch.setattr(process, "close_keeper", lambda: None)


def test_trainings_and_visits_are_closed_once_the_server_ends(monkeypatch: pytest.MonkeyPatch):
    closed: list[str] = []
    monkeypatch.setattr(process, "close_job_queue", lambda: closed.append("trainings"))
    monkeypatch.setattr(process, "close_keeper", lambda: closed.append("visits"))

    async def serve() -> None:
        async with serving(None):
            assert closed == []

    run_async(serve())
    assert closed == ["trainings", "visits"]


def test_the_inside_of_a_model_goes_once_nobody_has_looked_at_it_for_a_while(monkeypatch: pytest.MonkeyPatch):
    st.cache_resource.clear()
    inside, reads = weakref.ref(resources.inside("linear")), resources.classifier("linear")
    tidy()
    assert inside() is not None
    monkeypatch.setattr(models, "INSIDE_SECONDS", 0.0)
    tidy()
    assert inside() is None
    assert resources.classifier("linear") is reads  # whoever draws waits for no model
    st.cache_resource.clear()


def test_pictures_that_were_in_their_addresses_are_remembered_no_longer():
    urlsplit("data:image/png;base64,iVBORw0KGgo=")
    tidy()
    assert urlsplit.cache_info().currsize == 0  # type: ignore[attr-defined]


def test_it_is_tidied_up_once_the_sessions_of_a_class_have_ended(monkeypatch: pytest.MonkeyPatch):
    tidied: list[float] = []
    monkeypatch.setattr(door, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(door, "_ALL_GONE_SECONDS", 0.2)
    monkeypatch.setattr(door, "tidy", lambda: tidied.append(time.monotonic()))

    async def serve() -> float:
        async with serving(None), asyncio.timeout(20):
            await asyncio.sleep(0.3)
            assert not tidied
            for _ in range(5):
                tidy_soon()
                last = time.monotonic()
                await asyncio.sleep(0.05)
            while not tidied:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.5)
        tidy_soon()  # the server has ended
        return last

    last = run_async(serve())
    assert len(tidied) == 1
    assert tidied[0] > last


def test_what_fails_once_is_tidied_up_the_next_time(monkeypatch: pytest.MonkeyPatch):
    tried: list[bool] = []

    def fail_first() -> None:
        tried.append(True)
        if len(tried) == 1:
            raise RuntimeError("full")

    monkeypatch.setattr(door, "TIDYING_SECONDS", 0.01)
    monkeypatch.setattr(door, "tidy", fail_first)

    async def serve() -> None:
        async with serving(None), asyncio.timeout(20):
            while len(tried) < 3:
                await asyncio.sleep(0.01)

    run_async(serve())


def test_what_visitors_have_left_goes_while_the_server_serves_though_nobody_comes(monkeypatch: pytest.MonkeyPatch):
    given_back: list[bool] = []
    monkeypatch.setattr(door, "TIDYING_SECONDS", 0.01)
    monkeypatch.setattr(door, "trim_memory", lambda: given_back.append(True))

    async def serve() -> None:
        async with serving(None), asyncio.timeout(20):
            for _ in range(2):  # again and again
                left = weakref.ref(Circle())
                while left() is not None:
                    await asyncio.sleep(0.01)

    gc.disable()
    try:
        run_async(serve())
    finally:
        gc.enable()
    assert given_back
