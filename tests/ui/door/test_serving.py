import asyncio
import gc
import weakref

import pytest
import streamlit as st

from digitdemo.ui import process, resources
from digitdemo.ui.door import serving as door
from digitdemo.ui.door.serving import serving, tidy
from digitdemo.ui.resources import models
from tests.conftest import run_async


class Circle:
    """What only the collection of garbage finds."""

    def __init__(self) -> None:
        self.itself = self


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


def test_what_visitors_have_left_goes_while_the_server_serves_though_nobody_comes(monkeypatch: pytest.MonkeyPatch):
    given_back: list[bool] = []
    monkeypatch.setattr(door, "TIDYING_SECONDS", 0.01)
    monkeypatch.setattr(door, "trim_memory", lambda: given_back.append(True))
    monkeypatch.setattr(process, "close_job_queue", lambda: None)
    monkeypatch.setattr(process, "close_keeper", lambda: None)

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
