import base64
import contextlib
import io
import random
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from digitdemo.data.pictures import PictureError, read_canvas_png, read_picture_file
from digitdemo.data.preprocessing import preprocess
from digitdemo.inference.shipped import shipped_classifiers
from tests.conftest import SEVEN, ink_of

W, H = 280, 320


def url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


def png(width: int = W, height: int = H, mode: str = "RGBA", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, "PNG", **options)
    return buffer.getvalue()


def canvas_png() -> bytes:
    ink = ink_of(SEVEN, width=W, height=H)
    rgba = np.full((H, W, 4), 255, np.uint8)
    rgba[..., 3] = ink
    buffer = io.BytesIO()
    Image.fromarray(rgba).save(buffer, "PNG")
    return buffer.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))


def second_header(width: int, height: int) -> bytes:
    """A right PNG with another header behind its own, which a decoder would obey."""
    rows = zlib.compress(bytes((4 * width + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + header(W, H) + header(width, height) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_canvas_message_gives_its_ink():
    assert np.array_equal(read_canvas_png(url(canvas_png()), W, H), ink_of(SEVEN, width=W, height=H))


def test_the_noisiest_drawing_is_short_enough():
    noise = np.random.default_rng(0).integers(0, 256, (H, W, 4), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    assert np.array_equal(read_canvas_png(url(buffer.getvalue()), W, H), noise[..., 3])


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (None, "not a PNG data URL"),
        (17, "not a PNG data URL"),
        ("", "not a PNG data URL"),
        ("data:image/jpeg;base64,AAAA", "not a PNG data URL"),
        ("data:image/png;base64,%%%%", "not base64"),
        ("data:image/png;base64,", "not a PNG"),
        ("data:image/png;base64," + "A" * 10_000_000, "characters are not allowed; at most"),
        (url(b"\x89PNG\r\n\x1a\n"), "not a PNG"),
        (url(b"GIF89a" + bytes(100)), "not a PNG"),
        (url(png(20_000, 20_000, "1")), "20000 x 20000 pixels are not allowed; it has to be 280 x 320"),
        (url(png(W, W)), "280 x 280 pixels are not allowed"),
        (url(png(mode="L")), "not an 8-bit RGBA PNG"),
        (url(png()[:60]), "damaged PNG"),
        (url(png()[:33] + chunk(b"IEND", b"")), "damaged PNG"),
    ],
)
def test_anything_else_is_refused_with_a_reason(message: object, says: str):
    with pytest.raises(PictureError, match=says):
        read_canvas_png(message, W, H)  # type: ignore[arg-type]


def test_bombs_cost_no_memory():
    info = PngImagePlugin.PngInfo()
    info.add_text("bomb", "A" * 60_000_000, zip=True)
    too_much = zlib.compress(bytes(100_000_000), 9)
    bombs = [
        png(pnginfo=info),
        b"\x89PNG\r\n\x1a\n" + header(W, H) + chunk(b"IDAT", too_much) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + header(30_000, 30_000) + chunk(b"IDAT", too_much) + chunk(b"IEND", b""),
        second_header(1500, 1500),
        b"\x89PNG\r\n\x1a\n" + header(W, H) + header(100_000, 100_000) + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
    ]
    for bomb in bombs:
        message = url(bomb)
        tracemalloc.start()
        try:
            ink = read_canvas_png(message, W, H)
            assert ink.shape == (H, W)
            assert not ink.any()
        except PictureError:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8_000_000


def test_damaged_messages_are_refused_or_read_but_never_crash():
    rng, good = random.Random(0), canvas_png()
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(rng.randint(1, 4)):
            bad[rng.randrange(len(bad))] = rng.randrange(256)
        with contextlib.suppress(PictureError):
            assert read_canvas_png(url(bytes(bad[: rng.randint(1, len(bad))])), W, H).shape == (H, W)


@pytest.mark.parametrize("dark_on_light", [True, False])
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "BMP"])
def test_files_are_read_dark_on_light_or_light_on_dark(tmp_path: Path, dark_on_light: bool, format_: str):
    ink = ink_of(SEVEN)
    grey = 235 - ink * 0.75 if dark_on_light else 20 + ink * 0.75
    path = tmp_path / f"seven.{format_.lower()}"
    Image.fromarray(grey.astype(np.uint8)).save(path, format_)
    found, drawn = preprocess(read_picture_file(path)), preprocess(ink)
    assert found is not None
    assert drawn is not None
    assert np.abs(found.image.astype(int) - drawn.image).mean() < 3


@pytest.mark.parametrize("dark_on_light", [True, False])
@pytest.mark.parametrize("pen", [5, 20])
def test_a_photo_in_uneven_light_and_with_noise_is_read(tmp_path: Path, dark_on_light: bool, pen: int):
    ink = ink_of(SEVEN, width=400, height=300, pen=pen) / 255
    light = np.linspace(80, 200, 400)[np.newaxis] * np.linspace(0.6, 1, 300)[:, np.newaxis]
    grey = light * (1 - 0.7 * ink) + np.random.default_rng(0).normal(0, 4, ink.shape)
    grey = grey if dark_on_light else 255 - grey
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(tmp_path / "photo.jpg")
    found = preprocess(read_picture_file(tmp_path / "photo.jpg"))
    assert found is not None
    assert found.image[:4].max() == 0  # no noise, no shadow: nothing but the digit
    answers = {n: int(m.logits(found.image[np.newaxis]).argmax()) for n, m in shipped_classifiers().items()}
    assert answers == dict.fromkeys(answers, 7)


def test_a_photo_is_read_the_way_up_that_it_was_taken(tmp_path: Path):
    turned = Image.fromarray(255 - ink_of(SEVEN)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn by 90 degrees clockwise to see it"
    turned.save(tmp_path / "turned.jpg", exif=exif)
    found, drawn = preprocess(read_picture_file(tmp_path / "turned.jpg")), preprocess(ink_of(SEVEN))
    assert found is not None
    assert drawn is not None
    assert np.abs(found.image.astype(int) - drawn.image).mean() < 4


def test_a_transparent_file_is_read_by_its_opaque_parts(tmp_path: Path):
    (tmp_path / "canvas.png").write_bytes(canvas_png())
    assert np.array_equal(read_picture_file(tmp_path / "canvas.png") > 127, ink_of(SEVEN, width=W, height=H) > 127)


def test_an_empty_sheet_has_no_ink(tmp_path: Path):
    Image.new("L", (100, 100), 240).save(tmp_path / "empty.png")
    assert preprocess(read_picture_file(tmp_path / "empty.png")) is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.png", None, "no such file"),
        ("text.png", b"hello", "not a picture that can be read"),
        ("huge.png", png(9_000, 9_000, "1"), "9000 x 9000 pixels are not allowed"),
        ("fat.png", bytes(5_000_001), "bytes are not allowed; at most 5,000,000"),
        ("cut.png", png()[:80], "not a picture that can be read"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes | None, says: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PictureError, match=says):
        read_picture_file(tmp_path / name)
