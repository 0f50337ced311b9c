import numpy as np
import pytest

from digitdemo.data.canvas_message import drawing_of
from digitdemo.data.model_input import Way, input_from_picture, input_from_strokes, input_from_test_set
from digitdemo.data.preprocessing import preprocess, preprocess_strokes, shrink
from tests.conftest import SEVEN, ink_of

STROKE = np.array(SEVEN, float)
DRAWING = drawing_of([STROKE])


@pytest.mark.parametrize(
    ("way", "names"),
    [
        ("strokes", ["Your drawing", "Redrawn", "20 × 20", "Centred in 28 × 28"]),
        ("pixels", ["Your drawing", "20 × 20", "Centred in 28 × 28"]),
        ("shrinking", ["Your drawing", "Only shrunk"]),
    ],
)
def test_a_drawing_becomes_an_image_in_one_of_three_ways(way: Way, names: list[str]):
    by_strokes, by_pixels = preprocess_strokes(DRAWING.strokes, 280), preprocess(DRAWING.ink)
    assert by_strokes is not None
    assert by_pixels is not None
    expected = {"strokes": by_strokes.image, "pixels": by_pixels.image, "shrinking": shrink(DRAWING.ink)}
    found = input_from_strokes(DRAWING, way)
    assert found is not None
    assert (found.name, found.source) == ("Your drawing", "drawing")
    assert np.array_equal(found.reference, by_strokes.image)
    assert np.array_equal(found.image, expected[way])
    assert [step.name for step in found.steps] == names
    assert np.array_equal(found.steps[-1].picture, found.image)
    assert np.array_equal(found.ink, DRAWING.ink)
    assert found.truth is None


def test_the_strokes_lie_on_the_ink():
    found = input_from_strokes(DRAWING)
    assert found is not None
    (stroke,) = found.strokes
    columns, rows = np.rint(stroke).astype(int).T
    assert (found.ink[rows, columns] == 255).all()


@pytest.mark.parametrize("way", ["strokes", "pixels", "shrinking"])
def test_a_drawing_without_ink_is_no_input(way: Way):
    assert input_from_strokes(drawing_of([]), way) is None


def test_ink_beside_the_drawing_area_is_nothing_to_shrink():
    assert input_from_strokes(drawing_of([np.array([[50.0, -20.0], [90.0, -20.0]])], pen=8), "shrinking") is None


def test_a_picture_is_its_ink():
    ink = ink_of(SEVEN)
    found, steps = input_from_picture(ink), preprocess(ink)
    assert found is not None
    assert steps is not None
    assert (found.name, found.source) == ("Your picture", "picture")
    assert found.reference is found.image  # no strokes are known to be drawn anew
    assert [step.name for step in found.steps] == ["Its ink", "20 × 20", "Centred in 28 × 28"]
    assert np.array_equal(found.image, steps.image)
    assert found.strokes == ()
    assert input_from_picture(np.zeros((280, 280), np.uint8)) is None


def test_the_box_lies_around_the_ink_and_changes_none_of_it():
    ink = ink_of(SEVEN)
    found = input_from_picture(ink)
    assert found is not None
    boxed = found.steps[0].picture
    assert np.array_equal(boxed[ink == 255], ink[ink == 255])
    assert (boxed == 140).any()


def test_a_test_image_is_read_as_it_is_and_its_digit_is_known(small_mnist):
    image, label = small_mnist.x_test[3], int(small_mnist.y_test[3])
    found = input_from_test_set(1003, image, label)
    assert (found.name, found.source, found.truth) == ("Test image 1003", "test image", label)
    assert found.image is found.reference is found.ink is found.steps[-1].picture is image


def test_strokes_beside_the_drawing_area_are_no_pixels_but_strokes():
    beside = drawing_of([STROKE - [300, 0]])
    assert input_from_strokes(beside) is not None
    assert input_from_strokes(beside, "pixels") is None


@pytest.mark.parametrize("way", ["strokes", "pixels", "shrinking"])
def test_several_digits_are_inputs_of_their_own_unless_the_drawing_is_only_shrunk(way: Way):
    left, right = ([np.array([[x, 60.0], [x, 200.0]])] for x in (80.0, 200.0))
    found = input_from_strokes(drawing_of([*right, *left]), way)
    assert found is not None
    if way == "shrinking":
        assert found.digits == ()
        assert found.each == (found,)
        return
    assert found.each == found.digits
    for digit, strokes in zip(found.digits, (left, right), strict=True):
        alone = input_from_strokes(drawing_of(strokes), way)
        assert alone is not None
        np.testing.assert_array_equal(digit.image, alone.image)
        assert len(digit.strokes) == 1
