import numpy as np

from digitdemo.data.model_input import input_from_picture
from digitdemo.data.preprocessing import preprocess
from digitdemo.inference.forms import explain_form, forms
from tests.conftest import ONE, SEVEN, ink_of

SMALL_SEVEN = [(20 + x / 4, 10 + y / 4) for x, y in SEVEN]


def test_a_drawing_has_every_form_and_a_picture_all_but_the_strokes():
    ink = ink_of(SMALL_SEVEN)
    by_strokes, by_pixels = forms(ink, [np.array(SMALL_SEVEN)]), forms(ink)
    assert set(by_strokes) - set(by_pixels) == {"Redrawn"}
    for name, picture in by_strokes.items():
        assert (picture.shape, picture.dtype) == ((28, 28), np.uint8)
        assert picture.max() > 100
        assert explain_form(name)


def test_the_forms_differ_in_what_they_are_named_for():
    found = forms(ink_of(SMALL_SEVEN))
    rows = {name: np.flatnonzero(picture.max(axis=1) > 60) for name, picture in found.items()}
    assert rows["As it is"][-1] < 12  # it stays small, in its corner
    assert len(rows["Cropped"]) >= 27
    assert 18 <= len(rows["Scaled"]) <= 20
    steps = preprocess(ink_of(SMALL_SEVEN))
    assert steps is not None
    assert np.array_equal(found["Centred"], steps.image)
    assert found["Thinner pen"].sum() < found["Centred"].sum() < found["Thicker pen"].sum()


def test_of_a_leaning_digit_one_form_is_what_the_app_reads_on_a_picture():
    leaning = ink_of([(200.0, 40.0), (90.0, 240.0)])
    found, read = forms(leaning), input_from_picture(leaning)
    assert read is not None
    assert np.array_equal(found["Upright"], read.image)
    assert not np.array_equal(found["Upright"], found["Centred"])
    assert "Upright" not in forms(ink_of(ONE))


def test_an_empty_picture_has_no_forms():
    assert forms(np.zeros((280, 280), np.uint8)) == {}


def test_an_image_of_mnist_is_left_as_it_is(small_mnist):
    assert np.array_equal(forms(small_mnist.x_test[0])["As it is"], small_mnist.x_test[0])
