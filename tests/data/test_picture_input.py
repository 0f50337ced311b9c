"""What is found on a picture, what is left out and said of it, and what a box drawn by hand changes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitdemo.data.digit_finding import LeftOut
from digitdemo.data.found_picture import check_box, find_in_picture
from digitdemo.data.left_out import left_out_in_words, with_frames
from digitdemo.data.picture_ink import Picture, picture_of
from digitdemo.data.picture_input import input_of_nothing, input_of_picture
from digitdemo.data.preprocessing import preprocess
from tests.conftest import ONE, SEVEN, ink_of

BESIDE = [(x + 280, y) for x, y in ONE]


def picture(ink: np.ndarray) -> Picture:
    return picture_of(235 - (0.8 * ink).astype(np.uint8))


def framed() -> Picture:
    drawn = Image.fromarray(np.pad(ink_of(SEVEN), 60))
    ImageDraw.Draw(drawn).rectangle((15, 15, 385, 385), outline=255, width=3)
    return picture(np.asarray(drawn))


def close(image: np.ndarray, ink: np.ndarray) -> bool:
    expected = preprocess(ink)
    assert expected is not None
    return bool(np.abs(image.astype(int) - expected.image).mean() < 4)


def test_a_frame_is_left_out_and_the_digit_read():
    found = input_of_picture(framed())
    assert found is not None
    assert found.found is not None
    assert close(found.image, ink_of(SEVEN))
    assert {one.kind for one in found.found.left_out} <= {"frame", "rule"}  # one, or its four sides
    assert found.found.left_out != ()
    assert found.digits == ()


def test_several_digits_are_inputs_of_their_own_in_reading_order():
    found = input_of_picture(picture(ink_of(SEVEN, BESIDE, width=560)))
    assert found is not None
    assert found.found is not None
    assert len(found.found.digits) == 2
    assert [close(part.image, ink_of(stroke)) for part, stroke in zip(found.each, (SEVEN, ONE), strict=True)] == [
        True,
        True,
    ]
    assert [part.steps[-1].picture is part.image for part in found.each] == [True, True]
    assert max(part.ink.size for part in found.each) < found.ink.size / 2  # a dozen are kept while the picture is


def test_a_box_drawn_by_hand_says_which_part_is_the_digit():
    found = input_of_picture(picture(ink_of(SEVEN, BESIDE, width=560)), (280, 0, 560, 280))
    assert found is not None
    assert found.found is not None
    assert found.found.within == (280, 0, 560, 280)
    assert close(found.image, ink_of(ONE))
    assert found.digits == ()


def test_in_a_box_faint_lines_count_that_are_paper_beside_strong_ones():
    grey = np.full((280, 560), 235, np.uint8)
    grey -= (0.8 * ink_of(SEVEN, width=560)).astype(np.uint8)
    grey -= (0.12 * ink_of(BESIDE, width=560)).astype(np.uint8)
    faint = picture_of(grey)
    assert faint.ink[:, 300:].max() == 0
    found = input_of_picture(faint, (300, 0, 560, 280))
    assert found is not None
    assert close(found.image, ink_of(ONE))


def test_a_picture_or_a_box_without_ink_has_no_input():
    assert input_of_picture(picture(np.zeros((100, 100), np.uint8))) is None
    assert input_of_picture(picture(ink_of(SEVEN)), (0, 0, 20, 20)) is None


@pytest.mark.parametrize(
    "box",
    [
        *(
            None,
            "x",
            {"left": 1},
            [],
            [1, 2, 3],
            [1, 2, 3, 4, 5],
            [None] * 4,
            [[]] * 4,
            [0.0, 0, 5, 5],
            [True, 0, 5, 5],
        ),
        *([0, 0, 0, 5], [5, 5, 2, 9], [-1, 0, 5, 5], [0, 0, 281, 5], [0, 0, 5, 321], [0, 0, 10**400, 5]),
    ],
)
def test_a_box_that_is_none_or_not_in_the_picture_is_refused(box: object):
    with pytest.raises(ValueError, match=r"^box: .* is not allowed"):
        check_box(box, picture(ink_of(SEVEN, width=280, height=320)))


def test_a_box_in_the_picture_is_taken():
    assert check_box([0, 0, 280, 320], picture(ink_of(SEVEN, width=280, height=320))) == (0, 0, 280, 320)


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ([], ""),
        (["frame"], "Left out: a frame."),
        (["speck", "frame", "speck"], "Left out: a frame and 2 specks."),
        (["speck"] * 9 + ["rule"] * 10, "Left out: many lines and 9 specks."),
        (["rule", "edge", "caption", "caption"], "Left out: an edge of the sheet, a line and small writing."),
    ],
)
def test_what_was_left_out_is_a_short_sentence(kinds: list, says: str):
    assert left_out_in_words(kinds) == says


def test_four_lines_that_meet_are_said_to_be_a_frame():
    found = input_of_picture(framed())
    assert found is not None
    assert found.found is not None
    assert {left.kind for left in find_in_picture(framed()).left_out} == {"rule"}
    [frame] = found.found.left_out
    assert frame.kind == "frame"
    assert frame.box == pytest.approx((14, 14, 387, 387), abs=3)


def test_lines_that_do_not_meet_stay_lines():
    sides = (20, 20, 220, 24), (20, 320, 220, 324), (20, 20, 24, 320), (216, 20, 220, 320)
    assert [one.kind for one in with_frames([LeftOut(box, "rule") for box in sides])] == ["frame"]
    short = LeftOut((216, 20, 220, 120), "rule")
    apart = [*(LeftOut(box, "rule") for box in sides[:3]), short, LeftOut((5, 5, 9, 9), "speck")]
    assert with_frames(apart) == tuple(apart)


def test_a_sheet_with_a_transparent_border_is_paper_and_not_ink():
    grey = np.pad(235 - (0.8 * ink_of(SEVEN)).astype(np.uint8), 40)
    opaque = np.pad(np.full((280, 280), 255, np.uint8), 40)
    found = input_of_picture(picture_of(grey, opaque))
    assert found is not None
    assert close(found.image, ink_of(SEVEN))


def test_a_transparent_drawing_is_ink_whatever_its_colour():
    for grey in (0, 128, 255):
        drawn = picture_of(np.full((280, 280), grey, np.uint8), ink_of(ONE))
        assert np.array_equal(drawn.ink, ink_of(ONE))
        assert find_in_picture(drawn).digits != ()


def test_a_picture_on_which_nothing_was_found_is_one_to_look_at():
    blank = picture(np.zeros((100, 100), np.uint8))
    assert input_of_picture(blank) is None
    nothing = input_of_nothing(blank)
    assert nothing.is_empty
    assert not nothing.image.any()
    found = input_of_picture(picture(ink_of(SEVEN)))
    assert found is not None
    assert not found.is_empty
