"""What a browser may send in place of what the widgets offer, by AppTest, from the router."""

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.ui.state import visit
from tests.conftest import DROPOUT, MLP, run_of
from tests.ui.conftest import LAB, PAGES, visit_of, widget

NONSENSE = "no such option"


def send_nonsense(at: AppTest) -> None:
    """Send what no widget of the page offers, one widget after the other."""
    for kind in ("radio", "selectbox", "segmented_control", "pills", "slider", "number_input"):
        for key in [re.sub(r"(_on_[a-z]+)_\d+$", r"\1", one.key) for one in at.get(kind)]:
            for value in values_of(kind):
                one = widget(at, kind, key)
                if kind in ("radio", "selectbox"):
                    one.options.append(NONSENSE)
                one.set_value(value)
                at.run()
                assert not at.exception, (key, value)


def values_of(kind: str) -> list:
    return {
        "segmented_control": [NONSENSE, None],
        "pills": [[NONSENSE], [], ["0", "0"]],
        "slider": [-1e9, 1e300],
        "number_input": [-(10**9), 10**9],
    }.get(kind, [NONSENSE])


class Asked:
    """A visit during whose reading another session begins."""

    def __init__(self, then: "Asked | None" = None) -> None:
        self.then = then

    @property
    def owner(self) -> str:
        if self.then is not None:
            visit.begin(self.then)  # type: ignore[arg-type]
        return str(self.then is None)


def test_who_is_present_is_told_though_another_session_begins_meanwhile():
    last = Asked()
    first = Asked(last)
    visit.begin(first)  # type: ignore[arg-type]
    assert "False" in visit.owners_present()
    assert {"True", "False"} <= visit.owners_present()
    st.session_state.clear()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_that_a_browser_sends_ends_a_page(at: AppTest, page: str):
    at.run()
    visit_of(at).runs = {run.id: run for run in (run_of(MLP, id="a"), run_of(DROPOUT, id="b"))}
    at.switch_page(page).run()
    send_nonsense(at)
    for other in PAGES:
        at.switch_page(other).run()
        assert not at.exception


def test_an_unknown_architecture_leaves_the_knobs_as_they_are(at: AppTest):
    at.query_params.update({"architecture": "mlp", "dropout": "0.3"})
    at.run()
    choice = at.selectbox(key="knob_architecture")
    choice.options.append(NONSENSE)
    choice.set_value(NONSENSE).run()
    assert not at.exception
    assert at.select_slider(key="knob_dropout").value == 0.3


def test_the_program_puts_a_run_on_the_chart_by_another_strip_than_the_one_that_a_browser_still_sends(at: AppTest):
    at.run()
    at.switch_page(LAB).run()
    before, now = widget(at, "pills", "shown_on_lab"), visit_of(at)
    now.runs, now.shown = {"a": run_of(MLP, id="a")}, [*now.shown, "a"]  # a training ends
    at.run()
    strip = widget(at, "pills", "shown_on_lab")
    assert set(strip.value) == set(now.shown)
    assert strip.key != before.key  # what is sent of the one before concerns nobody
    strip.set_value(["a"]).run()
    assert visit_of(at).shown == ["a"]
    assert widget(at, "pills", "shown_on_lab").key == strip.key  # a visitor's own choice leaves it in its place
