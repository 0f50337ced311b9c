import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from digitdemo.data.model_input import input_from_picture
from digitdemo.data.picture_files import bare_file
from digitdemo.data.pictures import PictureError, open_picture, read_picture_file
from digitdemo.data.preprocessing import preprocess
from digitdemo.inference.shipped import shipped_classifiers
from tests.conftest import SEVEN, ink_of

W, H = 280, 320


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


def assert_read_as(ink: np.ndarray, grey: np.ndarray, folder: Path) -> None:
    """Assert that a picture of these greys becomes what its digit's ink alone does."""
    Image.fromarray(grey.astype(np.uint8)).save(folder / "picture.png")
    found, drawn = input_from_picture(read_picture_file(folder / "picture.png")), preprocess(ink)
    assert found is not None
    assert drawn is not None
    assert np.abs(found.image.astype(int) - drawn.image).mean() < 6


@pytest.mark.parametrize("dark_on_light", [True, False])
def test_desks_at_three_sides_do_not_decide_what_is_ink(tmp_path: Path, dark_on_light: bool):
    ink = ink_of(SEVEN, width=400, height=480, pen=4)
    grey = 240 - 0.8 * ink
    grey[:, :36], grey[:, 356:], grey[440:] = 110, 50, 40
    assert_read_as(ink, grey if dark_on_light else 255 - grey, tmp_path)


@pytest.mark.parametrize("place", [(20, 30), (200, 220)], ids=["at a corner", "at another"])
@pytest.mark.parametrize("dark_on_light", [True, False])
def test_a_note_on_a_desk_is_paper_wherever_it_lies(tmp_path: Path, place: tuple[int, int], dark_on_light: bool):
    ink = ink_of([(x / 2, y / 2) for x, y in SEVEN], width=150, height=150, pen=6)
    grain = 12 * np.sin(np.arange(480) / 6)[:, np.newaxis]
    grey = np.full((480, 400), 85.0) + grain
    left, top = place
    grey[top : top + 150, left : left + 150] = 215 - 0.7 * ink
    assert_read_as(ink, grey if dark_on_light else 255 - grey, tmp_path)


@pytest.mark.parametrize("wide", [30, 80])
def test_a_bold_line_is_no_note(tmp_path: Path, wide: int):
    picture = Image.new("L", (400, 400), 20)
    ImageDraw.Draw(picture).rectangle((60, 80, 60 + wide, 310), fill=230)
    picture.save(tmp_path / "line.png")
    assert read_picture_file(tmp_path / "line.png")[200, 60 + wide // 2] == 255


@pytest.mark.parametrize("dark_on_light", [True, False])
@pytest.mark.parametrize("side", [28, 32, 36, 44, 52, 64])
def test_a_bold_digit_in_a_small_picture_is_the_ink(tmp_path: Path, side: int, dark_on_light: bool):
    five = [(190.0, 60.0), (90.0, 60.0), (80.0, 130.0), (150.0, 120.0), (190.0, 170.0), (150.0, 220.0), (80.0, 210.0)]
    ink = np.asarray(Image.fromarray(ink_of(five, pen=36)).resize((side, side), Image.Resampling.BOX))
    Image.fromarray(255 - ink if dark_on_light else ink).save(tmp_path / "five.png")
    found = read_picture_file(tmp_path / "five.png")
    assert np.mean((found > 128) != (ink > 128)) < 0.02


@pytest.mark.parametrize("dark_on_light", [True, False])
@pytest.mark.parametrize("margin", [10, 30, 80])
def test_the_paper_around_a_bold_zero_is_no_bezel(tmp_path: Path, margin: int, dark_on_light: bool):
    width, height = 200 + 2 * margin, 260 + 2 * margin
    picture = Image.new("L", (width, height), 240)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((margin, margin, width - margin, height - margin), fill=30)
    draw.ellipse((margin + 85, margin + 95, width - margin - 85, height - margin - 95), fill=240)
    picture = picture if dark_on_light else ImageOps.invert(picture)
    picture.save(tmp_path / "zero.png")
    ink = read_picture_file(tmp_path / "zero.png")
    rows, columns = np.nonzero(ink > 128)
    assert np.ptp(columns) >= 190
    assert np.ptp(rows) >= 250
    assert ink[height // 2, width // 2] == 0  # its hole


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
        ("huge.png", png(9_000, 9_000, "1"), "9000 × 9000 pixels are not allowed"),
        ("fat.png", bytes(44_000_001), "bytes are not allowed; at most 44,000,000"),
        ("cut.png", png()[:80], "not a picture that can be read"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes | None, says: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PictureError, match=says):
        read_picture_file(tmp_path / name)


OTHER_FILES = {
    "photo.heic": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC photos cannot be read here.*Most Compatible"),
    "photo.avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "AVIF files cannot be read here. Save it as PNG or JPEG"),
    "scan.tif": (b"II*\0\x08\0\0\0", "TIFF files cannot be read here. Save it as PNG or JPEG"),
    "scan.tiff": (b"MM\0*\0\0\0\x08", "TIFF files cannot be read here"),
    "sheet.pdf": (b"%PDF-1.7\n", "PDF files cannot be read here. Give a screenshot of the page"),
    "seven.svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG files cannot be read here"),
    "plain.svg": (b"\xef\xbb\xbf <svg/>", "SVG files cannot be read here"),
    "new.jxl": (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL files cannot be read here"),
    "film.mp4": (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "not a picture that can be read; give a PNG"),
    "page.html": (b"<!DOCTYPE html><html></html>", "not a picture that can be read; give a PNG"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_of_a_picture_that_cannot_be_read_the_format_is_named_and_the_way_out(tmp_path: Path, name: str):
    content, says = OTHER_FILES[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PictureError, match=says):
        read_picture_file(tmp_path / name)


def test_a_jfif_file_is_read_as_the_jpeg_that_it_is(tmp_path: Path):
    Image.fromarray(255 - ink_of(SEVEN)).save(tmp_path / "seven.jfif", "JPEG")
    assert read_picture_file(tmp_path / "seven.jfif").max() == 255


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 300), (300, 1), (37, 5000), (2100, 1300)])
def test_a_png_file_in_strips_is_the_same_picture(mode: str, size: tuple[int, int]):
    bands = len(Image.new(mode, (1, 1)).getbands())
    waves = np.add.outer(np.arange(size[1]) ** 2 // 50, np.arange(size[0])) + np.arange(bands)[:, None, None] * 40
    picture = Image.fromarray((waves % 256).astype(np.uint8).transpose(1, 2, 0).squeeze(2 if bands == 1 else ()))
    if mode == "P":
        picture = picture.convert("RGB").quantize(50)
    file = io.BytesIO()
    picture.save(file, "PNG")  # zlib and libpng's way of choosing filters: rows of all five
    png = bare_file(file.getvalue()).png
    assert png is not None
    assert png.size == size
    strips = list(png.strips(64))
    assert [strip.height for strip in strips] == [min(64, size[1] - top) for top in range(0, size[1], 64)]
    for number, strip in enumerate(strips):
        whole = picture.crop((0, 64 * number, size[0], min(64 * number + 64, size[1]))).convert("RGBA")
        assert np.array_equal(np.asarray(strip.convert("RGBA")), np.asarray(whole))


def test_a_file_on_disk_may_be_larger_than_one_that_is_sent(tmp_path: Path):
    noise = np.random.default_rng(0).integers(225, 245, (4000, 3000), np.uint8)
    noise[1000:3000, 1400:1500] = 20
    Image.fromarray(noise).save(tmp_path / "scan.png", compress_level=0)
    data = (tmp_path / "scan.png").read_bytes()
    assert len(data) > 8_000_000
    assert read_picture_file(tmp_path / "scan.png").any()
    with pytest.raises(PictureError, match="at most 8,000,000"):
        open_picture(data, "scan.png")
