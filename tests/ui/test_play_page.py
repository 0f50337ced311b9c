"""The page Draw by AppTest, from the router, without a browser."""

import copy
import io
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import streamlit as st
from PIL import Image, ImageDraw
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from digitdemo.data.canvas_message import read_drawing
from digitdemo.data.found_picture import FoundPicture
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.templates import pen_digit
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.ui import resources
from tests.conftest import ONE, SEVEN, ink_of, side_by_side
from tests.ui.conftest import PLAY, message, shown_answers, shown_on_canvas, texts, visit_of


def with_stroke(**changed: Any) -> dict[str, Any]:
    """Return the message of a drawing whose only stroke was changed."""
    said = copy.deepcopy(message(SEVEN))
    said["drawing"]["raw"]["objects"][0].update(changed)
    return said


NO_DRAWINGS: dict[str, Any] = {
    "a word": "x",
    "a number": 5,
    "a list": [1],
    "a word as the drawing": {"drawing": "x"},
    "a number as the drawing": {"drawing": 5},
    "a list as the drawing": {"drawing": [1]},
    "a picture without strokes": {"drawing": {"raw": None, "data": "data:image/png;base64,"}},
    "a huge place": with_stroke(left=10**400),
    "a huge stretch": with_stroke(scaleX=10**400),
    "a huge coordinate": with_stroke(path=[["M", 1, 10**400]]),
    "nothing as a place": with_stroke(top=None),
    "lists as a path": with_stroke(path=[[[[]]]]),
}


@pytest.mark.parametrize("kind", NO_DRAWINGS)
def test_what_is_no_drawing_is_named_and_the_page_lives_on(at: AppTest, kind: str):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = NO_DRAWINGS[kind]
    at.run()
    assert "The drawing could not be read" in texts(at)
    assert at.button(key="undo").disabled
    at.button(key="clear").click().run()
    assert not at.exception
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "All 5 models read 7" in texts(at)


def test_a_scribble_is_called_no_digit_and_the_models_answer_all_the_same(at: AppTest):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = message([(40.0 + 200 * (n % 2), 60.0 + 20 * n) for n in range(11)])
    at.run()
    assert "This doesn't look like a digit" in texts(at)
    assert list(shown_answers(at)["answers"]) == list(FIRST_TO_ANSWER)


def test_two_digits_are_read_each_on_its_own_and_are_not_kept(at: AppTest):
    at.run()
    at.switch_page(PLAY)
    at.run()
    at.button(key="dare_1").click().run()
    assert "Two digits: each is read on its own" in texts(at)
    assert {answer["reading"] for answer in shown_answers(at)["answers"].values()} == {"4 2"}
    assert "Only drawings of one digit can be kept." in texts(at)
    assert not [button for button in at.button if button.key == "keep_right"]
    at.toggle(key="careless").set_value(True).run()
    assert "Two digits" not in texts(at)
    assert "Only shrunk, both are one picture" in texts(at)
    assert {len(answer["reading"]) for answer in shown_answers(at)["answers"].values()} == {1}
    at.toggle(key="careless").set_value(False).run()
    at.button(key="why").click().run()
    assert not at.exception
    assert at.session_state["visit"].last_input.digits == ()  # one of the two


def test_a_background_that_is_none_leaves_the_drawing_alone(at: AppTest):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = {**message(SEVEN), "backgroundFit": "x"}
    at.run()
    assert "All 5 models read 7" in texts(at)


@pytest.mark.parametrize(("careless", "last"), [(False, "Centred in 28 × 28"), (True, "Only shrunk")])
def test_a_drawing_is_prepared_with_care_or_without(at: AppTest, careless: bool, last: str):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    at.toggle(key="careless").set_value(careless).run()
    assert re.search("models read 7|They disagree", texts(at))
    assert at.get("image")[0].proto.imgs[0].alt == f"What the models see: {last}"


def png_of(*strokes: list[tuple[float, float]]) -> bytes:
    png = io.BytesIO()
    Image.fromarray(255 - ink_of(*strokes)).save(png, "PNG")
    return png.getvalue()


def upload(at: AppTest, name: str, content: bytes) -> None:
    at.file_uploader[0].set_value((name, content, "image/png")).run()


def test_pictures_are_laid_on_the_canvas_and_answered(at: AppTest):
    at.run()
    for stroke, digit in ((SEVEN, 7), (ONE, 1)):
        upload(at, "image.png", png_of(stroke))
        assert f"All 5 models read {digit}" in texts(at)
        at.run()
        assert f"All 5 models read {digit}" in texts(at)
        assert shown_on_canvas(at)["name"] == "Your picture"


def test_a_drawing_is_judged_as_drawn_and_a_picture_as_written_on_paper(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    asked = list[bool]()

    def sees_digits(_: Judge, images: np.ndarray, *, drawn: bool = False) -> np.ndarray:
        asked.append(drawn)
        return np.ones(len(images), bool)

    monkeypatch.setattr(Judge, "sees_digits", sees_digits)
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert set(asked) == {True}
    asked.clear()
    upload(at, "image.png", png_of(SEVEN))
    assert set(asked) == {False}


def test_a_file_that_streamlit_does_not_have_any_more_changes_nothing(at: AppTest, monkeypatch: pytest.MonkeyPatch):
    at.run()
    upload(at, "image.png", png_of(SEVEN))
    monkeypatch.setattr(MemoryUploadedFileManager, "get_files", lambda *_, **__: [])
    upload(at, "image.png", png_of(ONE))
    assert not at.exception
    assert "All 5 models read 7" in texts(at)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"no picture", "no![x].png: not a picture that can be read"), (b"%PDF-1.4", "no![x].png: PDF files cannot be")],
)
def test_a_file_that_is_no_picture_is_named_until_something_else_is_done(at: AppTest, content: bytes, says: str):
    at.run()
    upload(at, "no![x].png", content)
    for _ in range(2):
        assert says in texts(at)
        at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert says not in texts(at)
    assert "All 5 models read 7" in texts(at)


def test_the_percentages_on_the_page_are_softened_by_the_temperature_of_each_run(at: AppTest):
    at.run()
    at.switch_page(PLAY)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    image = input_from_strokes(read_drawing(message(SEVEN)["drawing"])).image[np.newaxis]
    shown = shown_answers(at)["answers"]
    assert list(shown) == list(FIRST_TO_ANSWER)
    softened = []
    for name, answer in shown.items():
        logits = Classifier((SHIPPED_MODELS / name / "model.tflite").read_bytes()).logits(image)
        temperature = RunFolders(SHIPPED_MODELS).load(name).temperature
        assert temperature != 1
        assert answer["probabilities"] == pytest.approx(softmax(logits, temperature)[0], abs=1e-5)
        softened.append(answer["probabilities"] != pytest.approx(softmax(logits)[0], abs=1e-5))
    assert sum(softened) > len(softened) / 2  # of one that is quite sure, the percentages are the same


def test_a_dare_draws_says_what_to_look_at_and_gives_way_to_a_clear(at: AppTest):
    at.run()
    at.button(key="dare_0").click().run()
    assert "All 5 models read 3" in texts(at)
    assert "Now switch on careless preparation" in texts(at)
    at.toggle(key="careless").set_value(True).run()
    assert "All 5 models read 3" not in texts(at)
    assert "Only shrunk, it is a few pixels in a corner" in texts(at)
    at.button(key="clear").click().run()
    assert "a few pixels" not in texts(at)
    assert shown_answers(at)["answers"] == {}


def test_a_letter_is_no_answer_though_each_model_gives_one(at: AppTest):
    at.run()
    at.button(key="dare_2").click().run()
    assert "This doesn't look like a digit" in texts(at)
    assert len(shown_answers(at)["answers"]) == 5
    right = at.button(key="keep_right")  # what the headline refuses is not said to be right
    assert right.disabled
    assert right.label == "That's right"


def test_why_opens_look_inside_with_the_model_that_was_wrong(at: AppTest):
    at.run()
    at.session_state["canvas"] = message([(140 + (x - 140) * 0.4, 140 + (y - 140) * 0.4) for x, y in SEVEN])
    at.run()
    at.toggle(key="careless").set_value(True).run()  # a small digit, which stays small
    answers = shown_answers(at)["answers"]
    most = int(shown_answers(at)["words"]["numeral"].rstrip("?"))
    at.button(key="why").click().run()
    assert at.title[0].value == "Look inside"
    asked = visit_of(at).looked_at
    assert answers[asked]["probabilities"][most] == min(answer["probabilities"][most] for answer in answers.values())
    assert answers[asked]["digit"] != most


def test_what_nobody_has_opened_is_not_made_with_every_stroke(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    popovers = [block for block in at.get("popover") if block.proto.popover.label in ("Steps", "Models", "No, it is …")]
    assert [[child.type for child in block.children.values()] for block in popovers] == [["space"]] * 3
    for key, kind, count in (("steps", "image", 4), ("models", "button_group", 1), ("keep_wrong", "button", 10)):
        at.session_state[key] = True
        at.run()
        (opened,) = [block for block in at.get("popover") if block.proto.popover.open]
        assert len(opened.get(kind)) == count
        at.session_state[key] = False


def framed_png() -> bytes:
    """Return a 7 in a frame, which is left out."""
    picture = Image.fromarray(255 - np.pad(ink_of(SEVEN), ((60, 60), (60, 60))))
    ImageDraw.Draw(picture).rectangle((10, 10, 390, 390), outline=0, width=3)
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def test_a_blank_page_is_said_to_be_empty_in_place_of_an_answer(at: AppTest):
    at.run()
    upload(at, "seven.png", png_of(SEVEN))
    upload(at, "blank.png", png_of())
    assert shown_answers(at)["words"]["headline"] == "The picture is empty"
    assert shown_answers(at)["answers"] == {}
    assert shown_on_canvas(at)["name"] == "Your picture"
    at.run()
    assert "The picture is empty" in texts(at)
    at.button(key="clear").click().run()
    assert "The picture is empty" not in texts(at)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic: HEIC photos cannot be read here"),
        ("a.pdf", b"%PDF-1.4", "a.pdf: PDF files cannot be read here. Give a screenshot of the page"),
        ("a.tif", b"II*\0\x08\0\0\0", "a.tif: TIFF files cannot be read here"),
        ("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "a.mov: not a picture that can be read; give a PNG"),
    ],
)
def test_a_file_of_another_format_is_taken_and_its_way_out_said(at: AppTest, name: str, content: bytes, says: str):
    at.run()
    upload(at, name, content)
    assert says in texts(at)


def test_a_jfif_file_is_a_picture(at: AppTest):
    at.run()
    jpeg = io.BytesIO()
    Image.fromarray(255 - ink_of(SEVEN)).save(jpeg, "JPEG")
    upload(at, "seven.jfif", jpeg.getvalue())
    assert "All 5 models read 7" in texts(at)


def test_what_was_left_out_of_a_picture_is_said_and_a_box_by_hand_takes_another_part(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    boxes: list[Any] = []

    def say_boxes(_found: FoundPicture, *, choosing: bool, on_box: Callable[[], None]) -> None:
        def draw_box() -> None:
            st.session_state["picture_box"] = {"box": boxes[-1]}
            on_box()

        st.button("box", key="draw_box", on_click=draw_box, disabled=not choosing)

    at.run()
    monkeypatch.setattr("digitdemo.ui.components.canvas.show_boxes", say_boxes)
    upload(at, "framed.png", framed_png())
    assert "Left out: " in texts(at)
    assert "All 5 models read 7" in texts(at)
    at.toggle(key="own_box").set_value(True).run()
    assert "Drag a box around the digit." in texts(at)
    boxes.append([0, 0, 400, 400])
    at.button(key="draw_box").click().run()
    assert visit_of(at).laid_on.found.within == (0, 0, 400, 400)
    assert "Left out" not in texts(at)
    for wrong, says in (
        ([0, 0, 401, 400], "box: [0, 0, 401, 400] is not allowed; it has to lie in 0 to 400 and 0 to 400"),
        ("x", "box: x is not allowed; give four whole numbers"),
        ([20, 20, 40, 40], "There is no ink in this box. Draw another one."),
    ):
        boxes.append(wrong)
        at.button(key="draw_box").click().run()
        assert says in texts(at)
        assert visit_of(at).laid_on.found.within == (0, 0, 400, 400)
    at.toggle(key="own_box").set_value(False).run()
    assert "Left out: " in texts(at)
    assert visit_of(at).laid_on.found.within is None


def test_another_picture_is_looked_at_without_the_box_of_the_last_one(at: AppTest):
    at.run()
    upload(at, "framed.png", framed_png())
    at.toggle(key="own_box").set_value(True).run()
    upload(at, "seven.png", png_of(SEVEN))
    assert not at.toggle(key="own_box").value
    assert visit_of(at).laid_on.found.within is None


def test_several_digits_on_a_picture_are_said_and_each_is_read(at: AppTest):
    at.run()
    beside = [(x + 280, y) for x, y in ONE]
    png = io.BytesIO()
    Image.fromarray(255 - ink_of(SEVEN, beside, width=560)).save(png, "PNG")
    upload(at, "two.png", png.getvalue())
    assert shown_answers(at)["words"]["numeral"] == "7 1"
    assert "Two digits" in texts(at)


def test_digits_that_touch_on_a_picture_are_read_each_and_in_doubt_while_the_judge_is_there(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
):
    rng, png = np.random.default_rng(1), io.BytesIO()
    Image.fromarray(255 - side_by_side(pen_digit(4, rng), pen_digit(2, rng), overlapping=12)).save(png, "PNG")
    at.run()
    upload(at, "touching.png", png.getvalue())
    assert shown_answers(at)["words"]["numeral"] == "4 2"
    assert "Some touch: where one ends is a guess." in texts(at)
    at.toggle(key="own_box").set_value(True).run()
    at.toggle(key="own_box").set_value(False).run()
    assert shown_answers(at)["words"]["numeral"] == "4 2"
    monkeypatch.setattr(resources, "judge", lambda: None)
    monkeypatch.setattr("digitdemo.ui.resources.models.judge", lambda: None)
    upload(at, "touching.png", png.getvalue())
    assert "Some touch" not in texts(at)


def test_drawn_digits_that_touch_are_read_each_and_in_doubt(at: AppTest):
    at.run()
    four = [[(70.0, 80.0), (48.0, 150.0), (146.0, 148.0)], [(106.0, 75.0), (100.0, 200.0)]]
    two = [[(115.0, 100.0), (140.0, 80.0), (170.0, 105.0), (112.0, 197.0), (190.0, 195.0)]]
    at.session_state["canvas"] = message(*four, *two)
    at.run()
    assert shown_answers(at)["words"]["numeral"] == "4 2"
    assert "Some touch: where one ends is a guess." in texts(at)
    at.session_state["canvas"] = message(*four)
    at.run()
    assert shown_answers(at)["words"]["numeral"] == "4"
    assert "Some touch" not in texts(at)


def test_what_is_drawn_beside_a_digit_is_left_out_and_said(at: AppTest):
    at.run()
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    alone = shown_answers(at)["answers"]
    assert "Left out" not in texts(at)
    ring = [(140 + 130 * math.cos(turn), 140 + 130 * math.sin(turn)) for turn in np.linspace(0, 2 * math.pi, 60)]
    for marks, says in (([[(250.0, 30.0)]], "Left out: a speck."), ([ring], "Left out: a frame.")):
        at.session_state["canvas"] = message(SEVEN, *marks)
        at.run()
        assert shown_answers(at)["answers"] == alone
        assert shown_answers(at)["strokes"] == 2
        assert says in texts(at)
