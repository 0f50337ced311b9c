"""What is on the canvas, by AppTest, which plays a canvas that does what it is told."""

import re

import numpy as np
from streamlit.testing.v1 import AppTest

from digitdemo.ui import resources
from tests.conftest import ONE, SEVEN
from tests.ui.conftest import LAB, PLAY, message, shown_on_canvas, texts, visit_of


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
    at.switch_page(PLAY).run()


def test_there_is_nothing_to_undo_before_the_first_stroke_and_after_the_last_was_taken_back(at: AppTest):
    open_draw(at)
    assert at.button(key="undo").disabled
    draw(at, ONE)
    assert not at.button(key="undo").disabled
    press(at, "undo")
    assert at.button(key="undo").disabled
    assert "Draw a digit" in texts(at)


def test_undo_after_clear_brings_the_drawing_back_and_then_takes_back_its_strokes(at: AppTest):
    open_draw(at)
    draw(at, ONE, SEVEN)
    press(at, "clear")
    assert at.button(key="clear").disabled
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
    at.switch_page(LAB).run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = {"drawing": None}  # what a canvas that has just been opened says
    at.run()
    press(at, "undo", SEVEN)


def test_a_test_digit_lies_on_the_canvas_until_one_draws_and_the_drawing_of_before_comes_back(at: AppTest):
    open_draw(at)
    draw(at, SEVEN)
    press(at, "test_digit")
    first = shown_on_canvas(at)
    assert re.fullmatch(r"Test image \d+", first["name"])
    assert f"{first['name']} is the digit **" in texts(at)
    at.button(key="test_digit").click().run()
    assert shown_on_canvas(at) != first
    press(at, "undo", SEVEN)
    assert shown_on_canvas(at) is None
    press(at, "test_digit")
    draw(at, ONE)
    assert shown_on_canvas(at) is None
    assert "All 5 models read 1" in texts(at)


def test_a_picture_that_was_cleared_comes_back_and_survives_a_visit_to_another_page(at: AppTest):
    open_draw(at)
    press(at, "test_digit")
    picture = shown_on_canvas(at)
    at.button(key="clear").click().run()
    assert shown_on_canvas(at) is None
    assert "Draw a digit" in texts(at)
    at.button(key="undo").click().run()
    assert shown_on_canvas(at) == picture
    at.switch_page(LAB).run()
    at.switch_page(PLAY).run()
    assert shown_on_canvas(at) == picture
    at.button(key="undo").click().run()
    assert shown_on_canvas(at) is None
    assert at.button(key="undo").disabled


def test_a_hard_test_digit_is_one_that_a_model_misreads(at: AppTest):
    open_draw(at)
    press(at, "test_digit")
    visit_of(at).answering = ["linear"]
    at.button(key="hard").click().run()
    shown, truth = visit_of(at).laid_on, visit_of(at).laid_on.truth
    assert resources.classifier("linear").logits(shown.image[np.newaxis]).argmax() != truth


def test_the_answer_to_undo_does_not_wait_for_the_canvas(at: AppTest):
    open_draw(at)
    draw(at, ONE, SEVEN)
    at.button(key="undo").click().run()
    assert "All 5 models read 1" in texts(at)
    at.button(key="clear").click().run()
    assert "Draw a digit" in texts(at)
