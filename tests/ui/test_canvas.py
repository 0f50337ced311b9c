"""What is on the canvas, by AppTest, which plays a canvas that does what it is told."""

import re
from importlib import import_module

import numpy as np
import pytest
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


def test_a_strokes_answer_comes_before_the_canvas_that_shows_it_already_and_after_what_that_is_told_to_show(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    shown = list[str]()

    def noting(panel: str, name: str) -> None:
        module = import_module(f"digitdemo.ui.panels.play.{panel}")
        show = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, **kwargs: (shown.append(name), show(*args, **kwargs))[1])

    at.run()  # only now there is a canvas to import
    noting("answering", "show_answers")
    noting("drawing_area", "canvas")
    for act, order in [
        (at.run, ["canvas", "show_answers"]),
        (lambda: draw(at, SEVEN), ["show_answers", "canvas"]),
        (lambda: draw(at, SEVEN, ONE), ["show_answers", "canvas"]),
        (lambda: at.button(key="undo").click().run(), ["canvas", "show_answers"]),
        (lambda: draw(at, ONE), ["show_answers", "canvas"]),
        (lambda: at.button(key="test_digit").click().run(), ["canvas", "show_answers"]),
        (lambda: at.button(key="clear").click().run(), ["canvas", "show_answers"]),
    ]:
        shown.clear()
        act()
        assert shown == order
