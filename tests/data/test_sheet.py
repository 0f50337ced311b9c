"""A sheet with a digit on it that lies on a desk, turned, and in shadow."""

import io

import numpy as np
import pytest
from PIL import Image

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.pictures import read_picture
from digitdemo.data.sheet import sheet_on_desk
from tests.conftest import SEVEN, ink_of

SIDE = 500
PLACE = 110, 90  # of the sheet on the desk


def photo(turned: float, desk: float, *, shadow: str = "none", ink: float = 50, paper: float = 230) -> Image.Image:
    """Return a photo of a seven on a sheet of 280 x 280, `turned` by so many degrees, on a desk of that grey."""
    strokes = ink_of(SEVEN, pen=14) / 255
    sheet = Image.fromarray((paper + strokes * (ink - paper)).astype(np.uint8))
    there = Image.new("L", sheet.size, 255)
    whole = Image.new("L", (SIDE, SIDE), int(desk))
    whole.paste(sheet.rotate(turned, Image.Resampling.BICUBIC, expand=True), PLACE, there.rotate(turned, expand=True))
    light = np.ones((SIDE, SIDE))
    if shadow == "hard":
        light[np.add.outer(np.arange(SIDE), np.arange(SIDE)) < 0.9 * SIDE] = 0.6
    if shadow == "soft":
        light *= np.linspace(0.5, 1, SIDE)
    noise = np.random.default_rng(0).normal(0, 2, light.shape)
    return Image.fromarray((np.asarray(whole) * light + noise).clip(0, 255).astype(np.uint8))


def ink_in(picture: Image.Image) -> np.ndarray:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return read_picture(file.getvalue(), "photo.png")


@pytest.mark.parametrize("shadow", ["none", "soft", "hard"])
@pytest.mark.parametrize("desk", [30, 110])
@pytest.mark.parametrize("turned", [0, 6, -9, 30])
def test_a_digit_on_a_turned_sheet_is_all_that_is_found(turned: float, desk: float, shadow: str):
    ink = ink_in(photo(turned, desk, shadow=shadow))
    found = find_digits(ink)
    assert len(found.digits) == 1
    left, top, right, bottom = found.digits[0].box
    assert 0.3 * SIDE < bottom - top < 0.5 * SIDE
    assert right - left < 0.4 * SIDE
    assert np.count_nonzero(ink >= 128) < 0.03 * SIDE**2  # a line of a pen, neither sheet nor desk


@pytest.mark.parametrize("shadow", ["none", "soft"])
@pytest.mark.parametrize("turned", [0, 5, -7])
def test_a_sheet_may_go_on_beyond_the_picture(turned: float, shadow: str):
    left, top = PLACE[0] + 40, PLACE[1] - 60
    found = find_digits(ink_in(photo(turned, 60, shadow=shadow).crop((left, top, left + 330, top + 320))))
    assert len(found.digits) == 1
    assert found.digits[0].box[3] - found.digits[0].box[1] > 0.3 * SIDE


@pytest.mark.parametrize("pen", [7, 16])
@pytest.mark.parametrize("begins", [0.25, 0.45, 0.7])
def test_a_shadow_across_a_written_page_is_no_desk(begins: float, pen: int):
    one, digits, margin = 120, 5, 60
    width, height = digits * one + 2 * margin, one + 2 * margin
    strokes = np.zeros((height, width))
    seven = Image.fromarray(ink_of(SEVEN, pen=pen)).resize((one, one), Image.Resampling.BOX)
    for number in range(digits):
        left = margin + number * one
        strokes[margin : margin + one, left : left + one] = np.asarray(seven) / 255
    page = 230 - 180 * strokes
    light = np.interp(np.arange(width), [begins * width, begins * width + 40], [0.55, 1])
    noise = np.random.default_rng(0).normal(0, 3, page.shape)

    found = find_digits(ink_in(Image.fromarray((page * light + noise).clip(0, 255).astype(np.uint8))))

    heights = [digit.box[3] - digit.box[1] for digit in found.digits]
    assert len(heights) == digits
    assert min(heights) > 0.9 * max(heights)


@pytest.mark.parametrize("apart", [36, 48, 60])
def test_a_digit_at_the_end_of_a_ruled_sheet_that_goes_on_is_whole(apart: int):
    """Between the rules the sheet is even up to the picture's border, as a desk is."""
    strokes = ink_of([(x + 160, y + 40) for x, y in SEVEN], width=400, height=340, pen=16) / 255
    sheet = np.full(strokes.shape, 225.0)
    for top in range(20, 340, apart):
        sheet[top : top + 3] = 120
    whole = np.full((420, 400), 60.0)
    whole[:340] = sheet * (1 - strokes) + 40 * strokes
    ink = ink_in(Image.fromarray(whole.astype(np.uint8)))
    assert ink[:340][strokes > 0.5].mean() > 250


def test_chalk_on_a_board_that_hangs_on_a_wall_is_the_ink():
    ink = ink_in(photo(7, 200, paper=40, ink=220))
    assert len(find_digits(ink).digits) == 1
    assert np.count_nonzero(ink >= 128) < 0.03 * SIDE**2


def fine(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.resize((96, 96), Image.Resampling.BOX), np.float32)


def test_the_sheet_is_found_without_its_edge():
    sheet = sheet_on_desk(fine(photo(10, 60)))
    assert sheet is not None
    rows, columns = np.nonzero(sheet)
    side = 280 * 96 / SIDE
    assert 0.7 * side**2 < len(rows) < side**2
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=3)


@pytest.mark.parametrize("turned", [0, 8, 20])
def test_a_blank_sheet_on_a_desk_is_empty(turned: float):
    picture = photo(turned, 60, ink=230)
    assert sheet_on_desk(fine(picture)) is not None
    assert find_digits(ink_in(picture)).digits == ()


def test_neither_a_frame_nor_a_bold_digit_is_a_sheet():
    frame = np.full((96, 96), 230, np.float32)
    frame[20:76, 20:76] = 40
    frame[23:73, 23:73] = 230
    frame[40:60, 46:50] = 40
    assert sheet_on_desk(frame) is None
    one = np.full((96, 96), 60, np.float32)
    one[16:80, 36:60] = 230
    assert sheet_on_desk(one) is None
    down, across = np.indices((96, 96)) - 47.5
    oval = np.hypot(down, 1.4 * across)
    zero = np.where((oval < 40) & (oval > 22), np.float32(40), np.float32(230))
    assert sheet_on_desk(zero) is None
