"""Undo and Clear below the canvas, by AppTest, which plays a canvas that does what it is told."""

from streamlit.testing.v1 import AppTest

from tests.conftest import ONE, SEVEN
from tests.ui.conftest import DRAW, TRAIN, message, texts, visit_of


def draw(at: AppTest, *strokes: list[tuple[float, float]]) -> None:
    at.session_state["canvas"] = message(*strokes)
    at.run()


def press(at: AppTest, key: str, *shown: list[tuple[float, float]]) -> None:
    """Press a button of the canvas, which obeys: it shows the strokes `shown` then."""
    at.button(key=key).click().run()
    ordered = visit_of(at).canvas_start["objects"]
    assert ordered == message(*shown)["drawing"]["raw"]["objects"]
    draw(at, *shown)


def open_draw(at: AppTest) -> None:
    at.run()
    at.switch_page(DRAW).run()


def test_there_is_nothing_to_undo_before_the_first_stroke_and_after_the_last_was_taken_back(at: AppTest):
    open_draw(at)
    assert at.button(key="undo").disabled
    draw(at, ONE)
    assert not at.button(key="undo").disabled
    press(at, "undo")
    assert at.button(key="undo").disabled
    assert "The drawing area is empty" in texts(at)


def test_undo_after_clear_brings_the_drawing_back_and_then_takes_back_its_strokes(at: AppTest):
    open_draw(at)
    draw(at, ONE, SEVEN)
    press(at, "clear")
    press(at, "clear")  # nothing is left to clear, and nothing is forgotten
    press(at, "undo", ONE, SEVEN)
    press(at, "undo", ONE)
    press(at, "undo")
    assert at.button(key="undo").disabled


def test_undo_takes_back_new_strokes_before_it_brings_back_what_was_cleared(at: AppTest):
    open_draw(at)
    draw(at, SEVEN)
    press(at, "clear")
    draw(at, ONE)
    press(at, "undo")
    press(at, "undo", SEVEN)


def test_undo_works_before_the_canvas_has_answered(at: AppTest):
    open_draw(at)
    draw(at, ONE, SEVEN)
    at.button(key="undo").click().run()
    at.button(key="undo").click().run()
    assert visit_of(at).canvas_start["objects"] == []
    assert at.button(key="undo").disabled


def test_what_was_cleared_comes_back_after_a_visit_to_another_page(at: AppTest):
    open_draw(at)
    draw(at, SEVEN)
    press(at, "clear")
    at.switch_page(TRAIN).run()
    at.switch_page(DRAW)
    at.session_state["canvas"] = {"drawing": None}  # what a canvas that has just been opened says
    at.run()
    press(at, "undo", SEVEN)
