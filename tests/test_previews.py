import base64
import io

import numpy as np
import pytest
from PIL import Image

from digitdemo.preprocessing import preprocess, preprocess_strokes
from digitdemo.previews import data_url, steps_of_drawing, steps_of_picture

from .conftest import SEVEN, ink_of


def test_the_last_step_is_what_the_models_read():
    ink = ink_of(SEVEN)
    by_strokes, by_pixels = preprocess_strokes([np.array(SEVEN)], 280), preprocess(ink)
    assert by_strokes is not None
    assert by_pixels is not None
    drawn, seen = steps_of_drawing(ink, by_strokes), steps_of_picture("Its ink", ink, by_pixels)
    assert [name for name, _ in drawn] == ["Your drawing", "Drawn anew", "20 x 20", "Centred in 28 x 28"]
    assert [name for name, _ in seen] == ["Its ink", "20 x 20", "Centred in 28 x 28"]
    assert np.array_equal(drawn[-1][1], by_strokes.image)
    assert np.array_equal(seen[-1][1], by_pixels.image)


def test_the_box_lies_around_the_ink_and_changes_none_of_it():
    ink = ink_of(SEVEN)
    ((_, boxed), *_) = steps_of_picture("Its ink", ink, preprocess(ink))
    assert np.array_equal(boxed[ink == 255], ink[ink == 255])
    assert (boxed == 140).any()


def test_nothing_has_no_steps():
    nothing = np.zeros((280, 280), np.uint8)
    assert steps_of_drawing(nothing, None) == []
    assert steps_of_picture("Its ink", nothing, None) == []


@pytest.mark.parametrize(("shape", "size"), [((28, 28), (112, 112)), ((20, 20), (100, 100)), ((512, 300), (131, 224))])
def test_small_pictures_are_enlarged_by_whole_pixels_and_large_ones_made_small(shape: tuple, size: tuple):
    url = data_url(np.full(shape, 7, np.uint8), 112)
    picture = Image.open(io.BytesIO(base64.b64decode(url.removeprefix("data:image/png;base64,"))))
    assert picture.size == size
    assert set(np.asarray(picture).flat) == {7}
