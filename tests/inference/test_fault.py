import numpy as np
import pytest

from digitdemo.data.canvas_message import drawing_of
from digitdemo.data.model_input import Source, input_from_strokes, input_from_test_set
from digitdemo.inference.fault import Culprit, Fault, find_fault, say_fault
from tests.conftest import SEVEN


@pytest.mark.parametrize(
    ("answer", "on_reference", "others", "culprit"),
    [
        (7, 7, [7, 7, 1], "nobody"),
        (7, 1, [1, 1, 1], "nobody"),  # right as it was shown
        (1, 7, [7, 7, 7], "preparation"),
        (1, 7, [1, 1, 1], "preparation"),  # the same model reads it right once it is prepared
        (1, 1, [7, 7, 1], "model"),
        (1, 2, [7, 7, 7], "model"),
        (1, 1, [1, 2, 7], "digit"),  # misread, whatever as
        (1, 1, [1, 1, 7, 7], "unknown"),
        (1, 1, [], "unknown"),
        (1, 1, [7], "model"),
    ],
)
def test_what_is_to_blame(answer: int, on_reference: int, others: list[int], culprit: Culprit):
    found = find_fault(7, answer, on_reference, others)
    assert found == Fault(culprit, others.count(7), len(others))


def test_a_stricter_majority_leaves_more_unknown():
    others = [7, 7, 7, 7, 1, 1, 1]
    assert find_fault(7, 1, 1, others).culprit == "model"
    assert find_fault(7, 1, 1, others, majority=2 / 3).culprit == "unknown"


@pytest.mark.parametrize("source", ["drawing", "picture", "test image"])
@pytest.mark.parametrize("others", [[], [7], [1], [7, 7], [1, 1], [7, 1], [7, 7, 1], [1, 1, 7]])
@pytest.mark.parametrize("answer", [1, 7])
@pytest.mark.parametrize("on_reference", [1, 7])
def test_only_what_somebody_drew_is_called_a_drawing(source: Source, others: list[int], answer: int, on_reference: int):
    sentence = say_fault(find_fault(7, answer, on_reference, others), 7, source)
    assert ("drawing" in sentence) <= (source == "drawing")
    assert ("ink" in sentence) <= (source == "picture")
    assert ("label" in sentence) <= (source == "test image")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Fault("nobody", 3, 3), "Right: the digit is 7."),
        (Fault("preparation", 3, 3), "How it was brought to 28 × 28 pixels is to blame."),
        (Fault("digit", 2, 7), "It is a hard drawing: 5 of 7 other models misread it, too."),
        (Fault("digit", 0, 7), "It is a hard drawing: all 7 other models misread it, too."),
        (Fault("digit", 0, 1), "It is a hard drawing: the only other model misread it, too."),
        (Fault("model", 4, 7), "This model is to blame: 4 of 7 other models read it right."),
        (Fault("unknown", 0, 0), "there is no other model to ask"),
        (Fault("unknown", 2, 4), "2 of the other models read it right, and 2 misread it"),
    ],
)
def test_what_is_said_of_it(found: Fault, says: str):
    assert says in say_fault(found, 7, "drawing")


def test_an_answer_that_is_right_but_not_sure_is_not_praised():
    assert say_fault(Fault("nobody", 3, 3), 8, "drawing", sure=False) == "Right, but not sure: the digit is 8."


def test_of_a_test_image_and_of_a_drawing_that_is_redrawn_the_preparation_is_never_to_blame(small_mnist):
    test_image = input_from_test_set(0, small_mnist.x_test[0], int(small_mnist.y_test[0]))
    drawing = drawing_of([np.array(SEVEN)])
    redrawn, centred, shrunk = (input_from_strokes(drawing, way) for way in ("strokes", "pixels", "shrinking"))
    assert redrawn is not None
    assert centred is not None
    assert shrunk is not None
    assert test_image.reference is test_image.image
    assert redrawn.reference is redrawn.image
    for other in (centred, shrunk):
        assert np.array_equal(other.reference, redrawn.image)
        assert not np.array_equal(other.reference, other.image)
