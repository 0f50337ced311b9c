import copy
import math
from typing import Any

import numpy as np
import pytest

from digitdemo.data.canvas_message import PEN, WIDTH
from digitdemo.data.pictures import PictureError
from digitdemo.data.preprocessing import preprocess, preprocess_strokes
from digitdemo.data.strokes import MOST_POINTS, as_objects, box_of, draw_strokes, read_strokes
from tests.conftest import ONE, SEVEN

STROKE = np.array(SEVEN)

# What the canvas really sent for a stroke (streamlit-drawable-canvas 0.13.0, Fabric.js 7.4.0), shortened.
FROM_THE_CANVAS: dict[str, Any] = {
    "type": "Path",
    "version": "7.4.0",
    "originX": "center",
    "originY": "center",
    "left": 135.0,
    "top": 99.609375,
    "width": 130,
    "height": 20,
    "strokeWidth": 20,
    "scaleX": 1,
    "scaleY": 1,
    "angle": 0,
    "flipX": False,
    "flipY": False,
    "skewX": 0,
    "skewY": 0,
    "path": [
        ["M", 70.0, 89.609375],
        ["Q", 70, 89.609375, 80.5, 89.609375],
        ["Q", 91, 89.609375, 200, 89.609375],
        ["L", 196, 109.609375],
    ],
}


def test_a_stroke_of_the_canvas_goes_through_its_points():
    (points,) = read_strokes([FROM_THE_CANVAS])
    assert points[0] == pytest.approx([70, 89.609], abs=0.01)
    assert points[-1] == pytest.approx([196, 109.609], abs=0.01)
    assert points.max(0) == pytest.approx([200, 109.609], abs=0.01)


def test_what_is_written_as_the_canvas_writes_is_read_back():
    strokes = [STROKE, np.array(ONE), np.array([[50.0, 60.0]])]
    read = read_strokes(as_objects(strokes, PEN))
    for drawn, found in zip(strokes, read, strict=True):
        assert found[0] == pytest.approx(drawn[0])
        assert found[-1] == pytest.approx(drawn[-1], abs=0.01)
    there, here = draw_strokes(read[1:2], PEN, WIDTH, WIDTH), draw_strokes(strokes[1:2], PEN, WIDTH, WIDTH)
    assert (there != here).mean() < 0.002


def changed(**fields: Any) -> dict[str, Any]:
    (fabric,) = as_objects([np.array([(10.0, 10.0), (50.0, 10.0), (50.0, 90.0)])], PEN)
    return {**copy.deepcopy(fabric), **fields}


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({}, (10, 10), (50, 90)),
        ({"left": 130.0, "top": 150.0}, (110, 110), (150, 190)),
        ({"scaleX": 2.0, "scaleY": 0.5}, (-10, 30), (70, 70)),
        ({"angle": 90}, (-10, 30), (70, 70)),
        ({"flipX": True}, (10, 10), (50, 90)),
    ],
)
def test_moved_stretched_and_turned_strokes_are_where_they_are_seen(fields: dict, low: tuple, high: tuple):
    found_low, found_high = box_of(read_strokes([changed(**fields)]))
    assert found_low == pytest.approx(low, abs=0.5)
    assert found_high == pytest.approx(high, abs=0.5)


def test_a_flip_goes_from_right_to_left():
    (points,) = read_strokes([changed(flipX=True)])
    assert points[0] == pytest.approx([50, 10], abs=0.5)
    assert points[-1] == pytest.approx([10, 90], abs=0.5)


def test_a_stroke_of_which_nobody_says_where_it_is_lies_where_it_was_drawn():
    fabric = changed(left=130.0, top=150.0)
    (points,) = read_strokes([{name: fabric[name] for name in ("type", "path")}])
    assert points[0] == pytest.approx([10, 10])
    assert points[-1] == pytest.approx([50, 90])


@pytest.mark.parametrize(
    ("objects", "says"),
    [
        (None, "not a list of at most 1,000 strokes"),
        ("x", "not a list"),
        ([{}] * 1001, "not a list of at most 1,000 strokes"),
        ([{}], "object 1 is not a stroke of the pen"),
        ([17], "object 1 is not a stroke"),
        ([{"type": "Rect"}], "object 1 is not a stroke"),
        ([changed(), {"type": "Image", "src": "http://example.com"}], "object 2 is not a stroke"),
        ([changed(path=[])], "object 1 is not a stroke"),
        ([changed(path=[["L", 1, 2]])], "does not begin"),
        ([changed(path=[["M", 1, 2], ["M", 3, 4]])], "does not begin with its only"),
        ([changed(path=[["M", 1]])], "no part of a path"),
        ([changed(path=[["M", 1, math.nan]])], "no part of a path"),
        ([changed(path=[["M", 1, math.inf]])], "no part of a path"),
        ([changed(path=[["M", 1, 1e9]])], "no part of a path"),
        ([changed(path=[["M", 1, True]])], "no part of a path"),
        ([changed(path=[["M", 1, "2"]])], "no part of a path"),
        ([changed(path=[["M", 1, 2], ["C", 1, 2, 3, 4, 5, 6]])], "no part of a path"),
        ([changed(path=[["M", 1, 2], [["Q"], 1, 2, 3, 4]])], "no part of a path"),
        ([changed(path=[["M", 1, 2], *[["L", 1, 2]] * 10_000])], "10,001 points are not allowed; at most 10,000"),
        ([changed(left="x")], "stroke 1 has left x; give a number from -10,000 to 10,000"),
        ([changed(scaleX=math.nan)], "stroke 1 has scaleX nan"),
    ],
)
def test_anything_else_is_refused_with_a_reason(objects: Any, says: str):
    with pytest.raises(PictureError, match=says):
        read_strokes(objects)


def nested(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


# What JSON may hold where a number is expected, and what is said of it.
NO_NUMBERS: dict[str, tuple[Any, str]] = {
    "huge": (10**400, "a whole number of more than 15 digits"),
    "huge and negative": (-(10**400), "a whole number of more than 15 digits"),
    "too long to be spelled out": (10**5000, "a whole number of more than 15 digits"),
    "an exponent that is too large": (float("1e999"), "inf"),
    "just beyond": (10_001, "10001"),
    "true": (True, "True"),
    "null": (None, "None"),
    "words": ("1" * 1000, "1" * 40),
    "half a character": ("\ud800", r"\\ud800"),  # JSON may hold it; no message to the browser can
    "a list": ([1], "a list of 1"),
    "a dict": ({"x": 1}, "a dict of 1"),
    "a deep nest": (nested(2000), "a list of 1"),
}


@pytest.mark.parametrize("name", ["left", "top", "scaleX", "scaleY", "angle", "skewX", "skewY"])
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_a_place_that_is_no_number_is_named(name: str, kind: str):
    value, shown = NO_NUMBERS[kind]
    with pytest.raises(PictureError, match=f"stroke 1 has {name} {shown}; give a number from -10,000 to 10,000"):
        read_strokes([changed(**{name: value})])


@pytest.mark.parametrize("kind", NO_NUMBERS)
@pytest.mark.parametrize("place", [1, 2])
def test_a_coordinate_that_is_no_number_is_no_part_of_a_path(kind: str, place: int):
    start: list[Any] = ["M", 1, 2]
    start[place] = NO_NUMBERS[kind][0]
    with pytest.raises(PictureError, match="stroke 1: command 1 is no part of a path"):
        read_strokes([changed(path=[start])])


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_anything_else_in_place_of_a_stroke_or_its_parts_is_refused(kind: str):
    value = NO_NUMBERS[kind][0]
    for objects in (value, [value], [changed(type=value)], [changed(path=value)], [changed(path=[value])]):
        with pytest.raises(PictureError):
            read_strokes(objects)


def test_the_largest_stroke_that_is_allowed_costs_little():
    objects = [changed(path=[["M", 1, 2], *[["Q", 9_000, -9_000, -9_000, 9_000]] * (MOST_POINTS - 1)], scaleX=9_999)]
    steps = preprocess_strokes(read_strokes(objects), WIDTH)
    assert steps is not None
    assert steps.image.shape == (28, 28)


@pytest.mark.parametrize("pen", [4, PEN, 60])
@pytest.mark.parametrize("scale", [0.2, 1.0])
@pytest.mark.parametrize("shift", [(0, 0), (55, 80)])
def test_pen_size_and_place_do_not_matter_at_all(pen: float, scale: float, shift: tuple[int, int]):
    here = preprocess_strokes(read_strokes(as_objects([STROKE], PEN)), WIDTH)
    there = preprocess_strokes(read_strokes(as_objects([STROKE * scale + np.array(shift)], pen)), WIDTH)
    assert here is not None
    assert there is not None
    assert np.abs(here.image.astype(int) - there.image).mean() < 0.7


def test_strokes_and_pixels_of_a_drawing_of_mnists_pen_agree():
    by_strokes = preprocess_strokes([STROKE], WIDTH)
    by_pixels = preprocess(draw_strokes([STROKE], PEN, WIDTH, WIDTH))
    assert by_strokes is not None
    assert by_pixels is not None
    assert np.abs(by_strokes.image.astype(int) - by_pixels.image).mean() < 6


def test_a_dot_stays_a_dot_and_nothing_is_nothing():
    steps = preprocess_strokes([np.array([[100.0, 100.0]])], WIDTH)
    assert steps is not None
    assert np.count_nonzero(steps.image > 127) < 12
    assert preprocess_strokes([], WIDTH) is None
