"""Addresses: what each page writes, and what opens from it in another visit."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.ui.state import address
from tests.conftest import DROPOUT, SEVEN, run_of
from tests.ui.conftest import (
    ABOUT,
    INSIDE,
    LAB,
    LESSONS,
    MISTAKES,
    PLAY,
    message,
    shown_on_canvas,
    texts,
    visit_of,
    widget,
)


def open_page(at: AppTest, page: str, **says: str) -> None:
    """Open a page by its address, as the first of a visit or later."""
    at.query_params.clear()
    at.query_params.update(says)
    at.switch_page(page).run()
    assert not at.exception


def test_a_cell_of_the_mistakes_is_opened_and_written(at: AppTest):
    open_page(at, MISTAKES, run="linear", digit="4", read_as="9")
    assert "4 read as 9" in texts(at)
    assert widget(at, "selectbox", "looked_at_on_mistakes").value == "linear"
    at.segmented_control(key="cell_digit").set_value(7).run()
    assert dict(at.query_params) == {"run": "linear", "digit": "7", "read_as": "9"}


def test_a_view_of_a_test_image_is_opened_and_written(at: AppTest):
    open_page(at, INSIDE, run="fast", image="17", view="maps-and-weights", other="1")
    assert at.segmented_control(key="view").value == "Maps and weights"
    assert dict(at.query_params) == {"run": "fast", "image": "17", "view": "maps-and-weights", "other": "1"}
    at.segmented_control(key="view").set_value("What had it seen?").run()
    assert at.query_params["view"] == "what-had-it-seen"


def test_a_test_digit_on_the_canvas_is_opened_and_written(at: AppTest):
    open_page(at, PLAY, image="17")
    assert shown_on_canvas(at)["name"] == "Test image 17"
    assert "Test image 17 is the digit" in texts(at)
    at.button(key="test_digit").click().run()
    assert f"Test image {at.query_params['image']}" == shown_on_canvas(at)["name"]
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "image" not in at.query_params


def test_a_lesson_is_opened_and_its_name_of_before_rewritten(at: AppTest):
    open_page(at, LAB)
    open_page(at, LESSONS, experiment="rate-too-small", hide="tally")
    assert [title.value for title in at.title] == ["What if the learning rate is 0.00001?"]
    assert dict(at.query_params) == {"lesson": "rate-too-small", "hide": "tally"}


def test_an_own_run_is_opened_by_its_address_with_its_knobs(at: AppTest):
    at.run()
    visit_of(at).runs = {"mine": run_of(DROPOUT, id="mine")}
    open_page(at, LAB, run="mine")
    assert "name_mine" in [field.key for field in at.text_input]  # it is in focus
    assert at.session_state["knob_dropout"] == DROPOUT.dropout
    at.slider(key="knob_epochs").set_value(5).run()
    assert dict(at.query_params) == {"architecture": "mlp", "dropout": "0.5", "epochs": "5", "run": "mine"}


@pytest.mark.parametrize(
    ("page", "says", "problem"),
    [
        (LAB, {"run": "../../etc"}, "run: there is no run '../../etc' here"),
        (MISTAKES, {"digit": "10"}, "digit: '10' is not allowed; give a whole number from 0 to 9"),
        (INSIDE, {"image": "1e9"}, "image: '1e9' is not allowed; give a whole number from 0 to 9,999"),
        (PLAY, {"image": "10000"}, "image: '10000' is not allowed; give a whole number from 0 to 9,999"),
        (LESSONS, {"lesson": "nothing"}, "There is no lesson 'nothing'. Choose one on this page."),
        (LESSONS, {"experiment": "nothing"}, "There is no lesson 'nothing'"),
        (LESSONS, {"print": "all"}, "print: 'all' is not allowed; give one of worksheet, notes"),
        (LESSONS, {"type": "huge"}, "type: 'huge' is not allowed; give large"),
        (LESSONS, {"hide": "spot,all"}, "hide: 'all' is not allowed; give one of spot, tally, train, more, think"),
        (INSIDE, {"view": "all"}, "view: 'all' is not allowed; give one of what-is-to-blame, "),
        (LAB, {"shared": "short"}, "shared: 'short' is not allowed; give the 22 letters, digits, - and _ of a link"),
        (ABOUT, {"lang": "xx"}, "lang: 'xx' is not allowed; give one of en, de"),
        (MISTAKES, {"v": "2"}, "v: '2' is not allowed; give 1"),
    ],
)
def test_what_an_address_cannot_have_is_named_until_another_page_is_opened(
    at: AppTest, page: str, says: dict[str, str], problem: str
):
    open_page(at, page, **says)
    assert problem in texts(at)
    assert len([box for box in at.warning if "Not all of this address" in box.value]) == 1
    open_page(at, MISTAKES if page != MISTAKES else LAB)
    assert problem not in texts(at)


def test_the_names_of_views_are_plain_in_an_address():
    assert address.in_address("What is to blame?") == "what-is-to-blame"


# Every form that addresses have had, and what each opens: the page's title, and a widget that says what it names.
FORMS = [
    (PLAY, {"image": "17"}, "Draw a digit.", None),
    (LESSONS, {"lesson": "little-data"}, "What if there are only", None),
    (LESSONS, {"experiment": "little-data"}, "What if there are only", None),
    (LESSONS, {"lesson": "little-data", "print": "notes"}, "What if there are only", None),
    (LESSONS, {"lesson": "teachers", "type": "large"}, "", None),
    (LESSONS, {"lesson": "spot", "hide": "tally,more"}, "", None),
    (LAB, {"architecture": "mlp", "epochs": "3"}, "Lab", ("knob_epochs", 3)),
    (LAB, {"run": "linear"}, "Lab", ("knob_architecture", "linear")),
    (LAB, {"run": "fast", "epochs": "3", "v": "1", "lang": "en"}, "Lab", ("knob_epochs", 3)),
    (MISTAKES, {"run": "linear", "digit": "4", "read_as": "9"}, "Mistakes", ("cell_digit", 4)),
    (INSIDE, {"run": "fast", "image": "17", "view": "epoch-by-epoch"}, "Look inside", ("view", "Epoch by epoch")),
]


@pytest.mark.parametrize(("page", "says", "title", "widget"), FORMS)
def test_an_address_of_any_form_still_opens_what_it_names(
    at: AppTest, page: str, says: dict[str, str], title: str, widget: tuple[str, object] | None
):
    open_page(at, page, **says)
    assert at.title[0].value.startswith(title)
    assert "Not all of this address" not in texts(at)
    if widget:
        assert at.session_state[widget[0]] == widget[1]


@pytest.mark.parametrize("url", ["http://[", "http://\u2100.example/lab", "://", "", None, "javascript:1", "a" * 9000])
def test_a_browser_may_say_that_it_is_anywhere(at: AppTest, monkeypatch: pytest.MonkeyPatch, url: str | None):
    monkeypatch.setattr(type(st.context), "url", url)
    at.run()
    assert at.title[0].value.startswith("Draw a digit")
