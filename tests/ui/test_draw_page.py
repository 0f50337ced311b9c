"""The page Draw by AppTest, from the router, without a browser."""

import copy
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import SEVEN
from tests.ui.conftest import DRAW, message, texts


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
    at.button(key="undo").click().run()
    at.button(key="clear").click().run()
    assert not at.exception
    at.session_state["canvas"] = message(SEVEN)
    at.run()
    assert "All 5 models read 7" in texts(at)


def test_a_background_that_is_none_leaves_the_drawing_alone(at: AppTest):
    at.run()
    at.switch_page(DRAW)
    at.session_state["canvas"] = {**message(SEVEN), "backgroundFit": "x"}
    at.run()
    assert "All 5 models read 7" in texts(at)
