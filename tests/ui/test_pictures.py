"""Arrays as pictures for the page."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from digitdemo.ui.charts.pictures import contact_sheet, data_url, signed_picture


@pytest.mark.parametrize(("shape", "size"), [((28, 28), (112, 112)), ((20, 20), (100, 100)), ((512, 300), (131, 224))])
def test_small_pictures_are_enlarged_by_whole_pixels_and_large_ones_made_small(shape: tuple, size: tuple):
    url = data_url(np.full(shape, 7, np.uint8), 112)
    picture = Image.open(io.BytesIO(base64.b64decode(url.removeprefix("data:image/png;base64,"))))
    assert picture.size == size
    assert set(np.asarray(picture).flat) == {7}


def test_a_signed_picture_shows_the_sign_in_colour_and_the_ink_in_grey():
    values, image = np.zeros((2, 2)), np.array([[0, 255], [0, 0]], np.uint8)
    values[1] = 2.0, -1.0
    (paper, ink), (above, below) = signed_picture(values, image)
    assert len(set(ink.tolist())) == 1
    assert ink[0] > paper[0]
    assert above[2] > above[0]  # blue
    assert below[0] > below[2]  # orange, half as strong
    assert (above == signed_picture(values / 2, image, largest=1.0)[1, 0]).all()


def test_a_contact_sheet_has_every_map_and_lines_between():
    maps = np.stack([np.full((30, 30), shade) for shade in (0.0, 0.5, 1.0)], axis=2)
    sheet = contact_sheet(maps, columns=2)
    assert sheet.shape == (61, 61)
    assert [sheet[0, 0], sheet[0, 60], sheet[60, 0]] == [0, 127, 255]
    assert sheet[30, 30] == sheet[0, 30] == sheet[60, 60]  # the lines, and where there is no fourth map
    assert contact_sheet(np.zeros((5, 5, 1)), columns=8).shape[0] >= 25  # small ones are enlarged
