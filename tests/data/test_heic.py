"""HEIC photos are read in a process of their own; what that cannot do is said, with the way out."""

import importlib.util
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitdemo.data.pictures import PictureError, open_picture
from digitdemo.data.preprocessing import preprocess
from tests.conftest import SEVEN, ink_of

WAY_OUT = "photo.heic: HEIC photos cannot be read here. Give a screenshot of it"


def heic(image: Image.Image, **options: Any) -> bytes:
    pillow_heif = pytest.importorskip("pillow_heif")
    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file, quality=60, **options)
    return file.getvalue()


def seven() -> Image.Image:
    return Image.fromarray(235 - (0.8 * ink_of(SEVEN, width=320)).astype(np.uint8)).convert("RGB")


def test_a_heic_photo_is_read():
    found, drawn = preprocess(open_picture(heic(seven()), "photo.heic").ink), preprocess(ink_of(SEVEN, width=320))
    assert found is not None
    assert drawn is not None
    assert np.abs(found.image.astype(int) - drawn.image).mean() < 4


def test_a_heic_photo_is_read_the_way_up_that_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn by 90 degrees clockwise to see it"
    turned = open_picture(heic(seven().rotate(90, expand=True), exif=exif.tobytes()), "photo.heic")
    assert turned.grey.shape == (280, 320)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_of_a_damaged_one_the_way_out_is_said(share: float):
    whole = heic(seven())
    with pytest.raises(PictureError, match=WAY_OUT):
        open_picture(whole[: max(40, int(share * len(whole)))], "photo.heic")


def test_one_of_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(PictureError, match=WAY_OUT):
        open_picture(heic(Image.new("L", (6000, 5000)), enc_params={"preset": "ultrafast"}), "photo.heic")


def test_without_the_package_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PictureError, match=WAY_OUT):
        open_picture(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo.heic")
