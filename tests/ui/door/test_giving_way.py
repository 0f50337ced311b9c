"""A page's script run waits before its elements for answers of others, and each run for a third of a second in all."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.ui.door import sockets
from tests.conftest import PATIENCE
from tests.ui.conftest import PLAY


def of_four_elements() -> None:
    import streamlit as st

    from digitdemo.ui.door.giving_way import let_others_go_first

    let_others_go_first()
    for number in range(4):
        st.text(f"element {number}")
        let_others_go_first()  # a part of a page says so, too


def test_it_waits_before_each_element_until_its_time_is_gone(monkeypatch: pytest.MonkeyPatch):
    asked = []

    def wait(session: str, most: float) -> float:
        asked.append(round(most, 1))
        return 0.1

    monkeypatch.setattr(sockets, "wait_for_hurried", wait)
    page = AppTest.from_function(of_four_elements, default_timeout=PATIENCE).run()
    assert [text.value for text in page.text] == [f"element {number}" for number in range(4)]
    assert asked == [0.3, 0.2, 0.1]  # as one run, though it was said again and again


def test_every_page_waits_before_its_elements(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    asked: list[Any] = []
    monkeypatch.setattr(sockets, "wait_for_hurried", lambda *said: asked.append(said) or 0.0)
    at.switch_page(PLAY).run()
    assert len(asked) > 20


def test_a_session_that_nobody_holds_waits_for_nobody():
    assert sockets.wait_for_hurried("a session that no browser of ours has", 1.0) == 0.0
