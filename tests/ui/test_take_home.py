"""Taking a run home from the Lab, and bringing it in again, by AppTest."""

import io
import zipfile

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.inference.shipped import SHIPPED
from digitdemo.takehome.package import pack
from digitdemo.ui import resources
from tests.ui.conftest import INSIDE, LAB, MISTAKES, PLAY, bring, message, shown_answers, visit_of, widget

SEVEN = [(0.2, 0.2), (0.8, 0.2), (0.4, 0.9)]


@pytest.fixture
def lab(at: AppTest) -> AppTest:
    at.run()
    at.switch_page(LAB).run()
    bring(at, "linear")
    return at


def test_the_button_makes_the_file_of_the_run_in_focus_when_it_is_pressed(
    lab: AppTest, monkeypatch: pytest.MonkeyPatch
):
    pressed = []
    monkeypatch.setattr(st, "download_button", lambda label, data, name, *_, **__: pressed.append((label, name, data)))
    bring(lab, "linear")
    label, name, make = pressed[-1]
    assert (label, name) == ("Take home", "digitdemo-linear.zip")
    with zipfile.ZipFile(io.BytesIO(make())) as archive:  # outside the script run, as Streamlit does it
        assert "# Linear softmax" in archive.read("model-card.md").decode()
        assert archive.read("model.keras") == SHIPPED.read("linear", "model.keras")


def test_a_run_that_was_taken_home_comes_in_as_one_of_the_visits_own(lab: AppTest):
    field = widget(lab, "file_uploader", "bring_in")
    field.set_value(("linear.zip", pack(SHIPPED, "linear"), "application/zip")).run()
    assert not lab.exception
    (run_id,) = visit_of(lab).runs
    assert "Measured here, it reads 92.69% of 10,000 test images right" in "\n".join(each.value for each in lab.success)
    assert lab.text_input(key=f"name_{run_id}").value == "Linear softmax, brought in"
    (kept,) = resources.run_store().of(visit_of(lab).owner).listed()
    assert (kept.id, kept.name) == (run_id, "Linear softmax, brought in")
    lab.session_state["canvas"] = message(SEVEN)
    lab.switch_page(PLAY).run()
    assert "1. Linear softmax, brought in" in str(shown_answers(lab))
    for page in (MISTAKES, INSIDE):  # it has no weights of its epochs, by which others are looked into
        lab.switch_page(page).run()
        assert not lab.exception
        assert visit_of(lab).looked_at == run_id


def test_what_is_not_ours_is_refused_beside_the_field_and_the_page_stays(lab: AppTest):
    widget(lab, "file_uploader", "bring_in").set_value(("evil.zip", b"PK" + bytes(100), "application/zip")).run()
    assert not lab.exception
    assert [each.value for each in lab.error] == [r"evil\.zip\: this is no zip file as digitdemo makes it"]
    assert not visit_of(lab).runs
    assert lab.button(key="pin")
