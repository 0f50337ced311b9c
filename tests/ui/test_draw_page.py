"""The page Draw by AppTest, from the router, without a browser."""

import copy
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitdemo.data import pictures
from digitdemo.data.canvas_message import STRIP, read_drawing
from digitdemo.data.model_input import input_from_strokes
from digitdemo.inference.calibration import softmax
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.runs.store import SHIPPED_MODELS, RunStore
from digitdemo.ui.state import uploads
from tests.conftest import ONE, SEVEN, ink_of
from tests.ui.conftest import DRAW, message, texts, visit_of


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
    "a picture without strokes": {"drawing": {"raw": None, "data": message(SEVEN)["drawing"]["data"]}},
    "a huge place": with_stroke(left=10**400),
    "a huge stretch": with_stroke(scaleX=10**400),
    "a huge coordinate": with_stroke(path=[["M", 1, 10**400]]),
    "nothing as a place": with_stroke(top=None),
    "lists as a path": with_stroke(path=[[[[]]]]),
}


@pytest.mark.parametrize("kind", NO_DRAWINGS)
def test_what_is_no_drawing_is_named_and_the_page_lives_on(at: AppTest, kind: str):
    at.run()
    at.switch_page(DRAW)
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
    at.switch_page(DRAW)
    at.session_state["canvas"] = message([(40.0 + 200 * (n % 2), 60.0 + 20 * n) for n in range(11)])
    at.run()
    assert "This doesn't look like a digit" in texts(at)
    assert len(at.get("plotly_chart")) == 1


def test_a_background_that_is_none_leaves_the_drawing_alone(at: AppTest):
    at.run()
    at.switch_page(DRAW)
    at.session_state["canvas"] = {**message(SEVEN), "backgroundFit": "x"}
    at.run()
    assert "All 5 models read 7" in texts(at)


@pytest.mark.parametrize(
    ("way", "last"),
    [("strokes", "Centred in 28 x 28"), ("pixels", "Centred in 28 x 28"), ("shrinking", "Only shrunk")],
)
def test_a_drawing_is_read_in_all_three_ways(at: AppTest, way: str, last: str):
    at.run()
    at.switch_page(DRAW)
    at.session_state["canvas"] = message([(x, y + STRIP) for x, y in SEVEN])
    at.run()
    at.segmented_control(key="way").set_value(way).run()
    assert re.search("models read 7|They disagree", texts(at))
    assert at.get("image")[-1].captions == [f"**{last}**"]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are decoded from now on."""
    names = []

    def read_picture(data: bytes, name: str) -> np.ndarray:
        names.append(name)
        return pictures.read_picture(data, name)

    monkeypatch.setattr(uploads, "read_picture", read_picture)
    return names


def png_of(stroke: list[tuple[float, float]]) -> bytes:
    png = io.BytesIO()
    Image.fromarray(255 - ink_of(stroke)).save(png, "PNG")
    return png.getvalue()


def seven_png() -> bytes:
    return png_of(SEVEN)


def open_upload(at: AppTest) -> None:
    at.run()
    at.switch_page(DRAW).run()
    at.segmented_control(key="source").set_value("Upload or paste").run()


def test_an_uploaded_picture_is_decoded_once(at: AppTest, decoded: list[str]):
    open_upload(at)
    at.file_uploader(key="file").set_value(("seven.png", seven_png(), "image/png")).run()
    for _ in range(2):
        at.run()
        assert "All 5 models read 7" in texts(at)
    assert decoded == ["seven.png"]


def test_another_picture_of_the_same_name_is_another_picture(at: AppTest, decoded: list[str]):
    open_upload(at)
    for stroke, digit in ((SEVEN, 7), (ONE, 1)):
        at.file_uploader(key="file").set_value(("image.png", png_of(stroke), "image/png")).run()
        assert f"All 5 models read {digit}" in texts(at)
    assert decoded == ["image.png", "image.png"]


def test_a_file_that_is_no_picture_is_tried_once_and_named_each_time(at: AppTest, decoded: list[str]):
    open_upload(at)
    at.file_uploader(key="file").set_value(("no.png", b"not a picture", "image/png")).run()
    for _ in range(2):
        at.run()
        assert "no.png: not a picture that can be read" in texts(at)
    assert decoded == ["no.png"]


def test_a_picture_without_ink_is_said_to_be_empty(at: AppTest):
    open_upload(at)
    png = io.BytesIO()
    Image.new("L", (50, 50), 255).save(png, "PNG")
    at.file_uploader(key="file").set_value(("empty.png", png.getvalue(), "image/png")).run()
    assert "There is no ink in this picture." in texts(at)


def test_a_visit_remembers_its_newest_pictures_only(at: AppTest, decoded: list[str]):
    open_upload(at)
    for number in range(5):
        at.file_uploader(key="file").set_value((f"{number}.png", seven_png(), "image/png")).run()
        assert "All 5 models read 7" in texts(at)
    assert decoded == [f"{number}.png" for number in range(5)]
    assert len(visit_of(at).uploads) == 3


def test_the_percentages_on_the_page_are_softened_by_the_temperature_of_each_run(at: AppTest):
    at.run()
    at.switch_page(DRAW)
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    image = input_from_strokes(read_drawing(message(SEVEN)["drawing"])).image[np.newaxis]
    shown = json.loads(at.get("plotly_chart")[0].proto.spec)["data"]
    for bars, name in zip(shown, FIRST_TO_ANSWER, strict=False):
        logits = Classifier(SHIPPED_MODELS / name / "model.tflite").logits(image)
        temperature = RunStore(SHIPPED_MODELS).load(name).temperature
        assert temperature != 1
        assert bars["customdata"] == pytest.approx(softmax(logits, temperature)[0], rel=1e-3)
        assert bars["customdata"] != pytest.approx(softmax(logits)[0], rel=1e-3)
