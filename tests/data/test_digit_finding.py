import time

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitdemo.bench.harness.page_marks import dashed
from digitdemo.data.digit_finding import find_digits
from digitdemo.data.templates import pen_digit
from tests.conftest import SEVEN, ink_of
from tests.data.conftest import ONE, box_of, left_out, moved

BAR = [(30.0, 30.0), (80.0, 26.0)]
BOWL = [(30.0, 52.0), (30.0, 75.0), (70.0, 80.0), (80.0, 105.0), (60.0, 125.0), (25.0, 125.0)]
ZERO = [(50.0, 20.0), (34.0, 45.0), (34.0, 95.0), (50.0, 120.0), (66.0, 95.0), (66.0, 45.0), (50.0, 20.0)]
WIDE = [(60.0, 20.0), (25.0, 35.0), (25.0, 70.0), (60.0, 85.0), (95.0, 70.0), (95.0, 35.0), (60.0, 20.0)]
RING = [(50.0, 20.0), (30.0, 32.0), (30.0, 58.0), (50.0, 70.0), (70.0, 58.0), (70.0, 32.0), (50.0, 20.0)]
OPEN_FOUR = [(30.0, 20.0), (20.0, 75.0), (62.0, 75.0)], [(75.0, 20.0), (75.0, 125.0)]


@pytest.mark.parametrize(
    ("strokes", "count"),
    [
        ((), 0),
        ((SEVEN,), 1),
        ((BAR, BOWL), 1),
        (OPEN_FOUR, 1),
        ((ONE, moved(ONE, 60)), 2),
        ((ONE, moved(ONE, 16)), 2),
        ((ZERO, moved(ZERO, 50, 8)), 2),
        ((ZERO, moved(ZERO, 43, 20)), 2),
        ((ONE, moved(ONE, 60), moved(ONE, 120)), 3),
        ((ONE, moved(ONE, 60), moved(ONE, 0, 145), moved(ONE, 60, 145)), 4),
        ((ZERO, moved(ZERO, 0, 118)), 2),
        ((ZERO, moved(ZERO, 50), moved(ZERO, 0, 118), moved(ZERO, 50, 118)), 4),
        ((WIDE, moved(WIDE, 110), moved(WIDE, 4, 78), moved(WIDE, 114, 78)), 4),
        ((RING, moved(RING, 0, 60)), 1),
        ((RING, moved(RING, 0, 60), moved(ONE, 80)), 2),
        (([(40.0, 20.0), (42.0, 75.0)], [(42.0, 90.0), (40.0, 140.0)]), 1),
    ],
    ids=[
        "nothing",
        "7",
        "5 in two pieces",
        "open 4",
        "11",
        "11 close together",
        "00 close together",
        "00 and one lower",
        "111",
        "11 below 11",
        "0 below 0, near",
        "00 below 00, near",
        "wide 00 below 00, near",
        "8 in two pieces",
        "8 in two pieces beside a 1",
        "1 in two pieces",
    ],
)
def test_digits_are_counted(strokes: tuple[list[tuple[float, float]], ...], count: int):
    assert len(find_digits(ink_of(*strokes, pen=8)).digits) == count


def test_digits_come_line_by_line_from_left_to_right():
    places = [(10, 0), (80, 10), (150, 0), (20, 140), (120, 135)]
    found = find_digits(ink_of(*(moved(ONE, *place) for place in places[::-1]), pen=8))
    assert [digit.box[:2] for digit in found.digits] == [(36 + x, 16 + y) for x, y in places]


def test_a_digit_with_a_long_tail_in_a_column_is_one_of_it():
    tailed = [(30.0, 30.0), (60.0, 20.0), (70.0, 45.0), (25.0, 110.0), (140.0, 108.0)]
    column = ZERO, moved(tailed, 0, 114), moved(ZERO, 0, 216), moved(ZERO, 0, 332)
    assert len(find_digits(ink_of(*column, height=480, pen=8)).digits) == 4


def test_a_long_bar_of_a_5_is_no_digit_in_a_row():
    found = find_digits(ink_of([(30.0, 34.0), (145.0, 18.0)], BOWL, moved(ZERO, 130), pen=8))
    assert len(found.digits) == 2
    assert not found.left_out


def test_half_an_open_four_belongs_to_the_other_half_and_not_to_the_digit_before():
    tall_zero = [(22.0, 5.0), (6.0, 40.0), (6.0, 100.0), (22.0, 135.0), (38.0, 100.0), (38.0, 40.0), (22.0, 5.0)]
    found = find_digits(ink_of(tall_zero, *(moved(half, 38) for half in OPEN_FOUR), pen=8))
    assert [digit.box[::2] for digit in found.digits] == [(2, 43), (54, 118)]


def test_digits_that_touch_take_none_of_the_next_line():
    touching = [(20, 20), (20, 120), (140, 120), (140, 20), (140, 120), (260, 120), (260, 20)]
    found = find_digits(ink_of(touching, *(moved(ONE, x, 150) for x in (-10, 70, 160, 210)), height=300, pen=8))
    assert len(found.digits) == 5


@pytest.mark.parametrize("lean", [-0.3, 0.0, 0.3])
def test_digits_that_lean_over_each_other_are_told_apart(lean: float):
    rng, high = np.random.default_rng(0), 100
    found = 0
    for number in range(50):
        page = Image.new("L", (700, 200))
        left = 150.0
        for label in (number % 10, (number + 3) % 10, (number + 7) % 10):
            strokes = pen_digit(label, rng)
            low, size = np.min(np.concatenate(strokes), axis=0), np.ptp(np.concatenate(strokes), axis=0)
            for stroke in strokes:
                x, y = ((stroke - low) * high / size[1]).T
                ImageDraw.Draw(page).line([*zip(left + x - lean * (y - high / 2), 50 + y, strict=True)], 255, 8)
            left += size[0] * high / size[1] + 8 + 0.04 * high
        found += len(find_digits(np.asarray(page)).digits) == 3

    assert found >= 45


def test_at_most_a_dozen_digits_are_read_and_more_are_a_doubt():
    found = find_digits(ink_of(*(moved(ONE, 30 * column) for column in range(16)), width=560, pen=6))
    assert len(found.digits) == 12
    assert found.doubtful


FRAME = [(15.0, 8.0), (225.0, 8.0), (225.0, 260.0), (15.0, 260.0), (15.0, 8.0)]
SURROUNDINGS = {
    "a frame of thin lines": ([FRAME], 3, "rule"),
    "a frame of thick lines": ([FRAME], 12, "frame"),
    "an underline": ([[(20.0, 270.0), (230.0, 268.0)]], 8, "rule"),
    "rules": ([[(0.0, y), (280.0, y + 4)] for y in range(10, 280, 30)], 2, "rule"),
    "a speck": ([[(250.0, 30.0), (250.0, 31.0)]], 5, "speck"),
    "a pen beside it": ([[(240.0, 20.0), (252.0, 240.0)]], 40, "object"),
    "half a neighbour": ([[(280.0, 40.0), (255.0, 120.0), (280.0, 200.0)]], 20, "neighbour"),
    "small print": ([[(x, 262.0), (x + 4, 270.0)] for x in range(20, 200, 14)], 3, "caption"),
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_what_surrounds_a_digit_is_left_out_and_named(name: str):
    lines, pen, kind = SURROUNDINGS[name]
    digit = ink_of(moved(SEVEN, -10, -5), pen=20)
    found = find_digits(np.maximum(digit, ink_of(*lines, pen=pen)))
    assert len(found.digits) == 1
    assert kind in left_out(found)
    assert np.abs(np.subtract(found.digits[0].box, box_of(digit))).max() <= 4
    assert np.abs(found.digits[0].ink.astype(int) - digit).mean() < 1


def test_a_minus_is_no_part_of_the_digit_beside_it_and_the_bar_of_a_5_is():
    zero, five = moved(ZERO, 60), [moved(BAR, 60), moved(BOWL, 60)]
    for minus in ([(44.0, 72.0), (74.0, 71.0)], [(146.0, 70.0), (176.0, 72.0)]):
        found = find_digits(ink_of(zero, minus, pen=8))
        assert [digit.box for digit in found.digits] == [box_of(ink_of(zero, pen=8))]
        assert left_out(found) == {"rule"}
    for digit in ([zero], five, list(OPEN_FOUR)):
        (found,) = find_digits(ink_of(*digit, pen=8)).digits
        assert found.box == box_of(ink_of(*digit, pen=8))


@pytest.mark.parametrize(
    "cross",
    [
        ([(112.0, 70.0), (144.0, 72.0)], [(128.0, 54.0), (127.0, 88.0)]),
        ([(114.0, 58.0), (142.0, 86.0)], [(143.0, 57.0), (113.0, 87.0)]),
    ],
    ids=["plus", "times"],
)
def test_a_plus_or_a_times_is_no_part_of_the_digits_beside_it(cross: tuple[list[tuple[float, float]], ...]):
    digits = moved(ZERO, 30), moved(ZERO, 128)
    found = find_digits(ink_of(*digits, *cross, pen=8))
    assert [digit.box for digit in found.digits] == [box_of(ink_of(digit, pen=8)) for digit in digits]
    assert left_out(found) == {"neighbour"}


def test_a_bar_or_a_bow_as_small_as_a_plus_is_a_part_of_its_digit():
    slanted = [(34.0, 48.0), (58.0, 24.0)]
    for part in (slanted, [(30.0, 45.0), (45.0, 30.0), (62.0, 40.0)]):
        found = find_digits(ink_of(part, moved(ZERO, 30), pen=8))
        assert len(found.digits) == 1
        assert not found.left_out


def test_a_frame_that_touches_one_of_its_digits_is_a_doubt():
    frame = [(20.0, 30.0), (260.0, 30.0), (260.0, 250.0), (20.0, 250.0), (20.0, 30.0)]
    for foot, doubtful in ((215.0, False), (250.0, True)):
        found = find_digits(ink_of(moved(ZERO, 30, 70), [(175.0, 80.0), (175.0, foot)], frame, pen=14))
        assert "frame" in left_out(found)
        assert found.doubtful == doubtful


def arcs(*ends: float) -> list[list[tuple[float, float]]]:
    """Return an oval's parts, each from one of the angles to the next but one."""
    angles = [np.linspace(*ends[number : number + 2], 30) for number in range(0, len(ends), 2)]
    return [[(200 + 160 * np.cos(a), 200 + 180 * np.sin(a)) for a in part] for part in angles]


RING_IN_PARTS = {
    "two": arcs(0.1, 3.0, 3.3, 6.2),
    "five": arcs(0, 1.1, 1.3, 2.3, 2.6, 3.6, 3.8, 5.1, 5.3, 6.1),
}


@pytest.mark.parametrize("count", RING_IN_PARTS)
def test_a_ring_in_parts_is_one_frame(count: str):
    digit = ink_of(moved(SEVEN, 65, 45), pen=14, width=400, height=400)
    found = find_digits(np.maximum(digit, ink_of(*RING_IN_PARTS[count], pen=10, width=400, height=400)))
    assert [one.box for one in found.digits] == [box_of(digit)]
    assert [one.kind for one in found.left_out] == ["frame"]


def test_digits_around_another_one_are_no_outline():
    places = [(x, y) for y in (0, 150, 300) for x in (0, 140, 280)]
    found = find_digits(ink_of(*(moved(ONE, *place) for place in places), pen=8, width=450, height=450))
    assert len(found.digits) == 9
    assert not found.left_out


def test_a_coin_is_no_digit_whatever_is_printed_there():
    size = dict(width=400, height=400)
    digit = ink_of(moved(SEVEN, 20, 40), pen=8, **size)
    print_ = ink_of(*([(x, 360.0), (x + 8, 392.0)] for x in range(40, 360, 30)), pen=3, **size)
    found = find_digits(np.maximum.reduce([digit, print_, ink_of([(320.0, 80.0), (320.5, 80.0)], pen=90, **size)]))
    assert [one.box for one in found.digits] == [box_of(digit)]
    assert left_out(found) == {"object", "caption"}


def test_small_digits_in_lines_are_no_dashes():
    small = [(x / 5, y / 5) for x, y in SEVEN]
    places = [(60.0 * column, 56.0 * row) for row in range(4) for column in range(3)]
    assert len(find_digits(ink_of(*(moved(small, *place) for place in places), pen=6)).digits) == 12


NO_DIGIT = {
    "a fold": ([[(130.0, -5.0), (150.0, 290.0)]], 2, {"rule"}),
    "a sheet's edge": ([[(-5.0, 265.0), (290.0, 262.0)]], 3, {"rule"}),
    "a margin": ([[(40.0, -5.0), (40.0, 290.0)]], 2, {"rule"}),
    "what is left of a grid": ([[(0.0, 200.0), (0.0, 290.0)]], 2, {"edge"}),
    "a coin": ([[(140.0, 140.0), (140.5, 140.0)]], 90, {"object"}),
    "holes": ([[(20.0, y), (20.5, y)] for y in (80.0, 200.0)], 24, {"object"}),
    "grains": ([[(x, y), (x + 1, y)] for x in (40.0, 130.0, 230.0) for y in range(20, 280, 50)], 2, {"speck"}),
}


@pytest.mark.parametrize("name", NO_DIGIT)
def test_a_page_with_nothing_written_on_it_is_empty(name: str):
    lines, pen, kinds = NO_DIGIT[name]
    found = find_digits(ink_of(*lines, pen=pen))
    assert found.digits == ()
    assert not found.doubtful
    assert left_out(found) == kinds


@pytest.mark.parametrize(("apart", "long"), [(22, 1), (30, 1), (34, 16), (40, 20)])
def test_a_dotted_or_dashed_digit_is_one(apart: float, long: float):
    ink = ink_of(*([tuple(point) for point in dash] for dash in dashed([np.array(SEVEN)], apart, long)), pen=8)
    found = find_digits(ink)
    assert [one.box for one in found.digits] == [box_of(ink)]
    assert not found.left_out


def test_a_digit_may_have_more_dots_than_a_picture_has_pieces_that_are_looked_at():
    dots = dashed([2 * np.array(SEVEN)], 12, 0.5)
    assert len(dots) > 50
    ink = ink_of(*([tuple(point) for point in dot] for dot in dots), pen=5, width=560, height=560)
    assert [one.box for one in find_digits(ink).digits] == [box_of(ink)]


def test_tens_of_thousands_of_dashes_cost_less_than_a_second():
    ink = np.zeros((1000, 1000), np.uint8)
    small = [slice(start, start + 4) for start in range(10, 985, 6)]
    for across in small:
        for down in small:
            ink[down, across.start : across.start + 2] = 255
    ink[:, 470:530] = 0
    for top in range(40, 960, 13):
        ink[top : top + 9, 500:502] = 255  # the largest ones: a dashed 1
    begun = time.process_time()
    found = find_digits(ink)
    assert time.process_time() - begun < 1
    assert len(found.digits) == 1
    assert not found.left_out


def test_what_a_visitor_drew_a_box_around_is_one_digit():
    ink = ink_of(ONE, moved(ONE, 60), moved(ONE, 170), pen=8)
    found = find_digits(ink, (20, 0, 130, 280))
    assert [digit.box for digit in found.digits] == [(36, 16, 105, 125)]
    assert not found.digits[0].ink[:, 130:].any()


def box(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def rounded(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    r = 30
    middles = [(right - r, bottom - r), (left + r, bottom - r), (left + r, top + r), (right - r, top + r)]
    turns = np.pi / 2 * np.linspace(0, 1, 8)
    points = [
        (x + r * np.cos(quarter * np.pi / 2 + turn), y + r * np.sin(quarter * np.pi / 2 + turn))
        for quarter, (x, y) in enumerate(middles)
        for turn in turns
    ]
    return [*points, points[0]]


THREE = moved(SEVEN, 0, 50), moved(SEVEN, 170, 72), moved(SEVEN, 340, 62)  # from 70 to 540 across, 100 to 312 down
AROUND_THREE = {
    "a row of boxes": [box(45, 80, 565, 330), [(215.0, 80.0), (215.0, 330.0)], [(390.0, 80.0), (390.0, 330.0)]],
    "boxes that stand apart": [box(left, 80, left + 150, 330) for left in (60, 230, 400)],
    "boxes with round corners": [rounded(left, 70, left + 160, 340) for left in (55, 225, 395)],
    "boxes that they cross": [box(left, 135, left + 150, 290) for left in (60, 230, 400)],
    "a ring": [[(305 + 315 * np.cos(a), 200 + 192 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]],
}
OF_CORNERS = {"boxes with round corners": {"caption"}}  # so small and so many, they are taken for print


@pytest.mark.parametrize("name", AROUND_THREE)
def test_digits_in_boxes_or_a_ring_are_read_without_them(name: str):
    lines = ink_of(*AROUND_THREE[name], width=640, height=400, pen=4)
    found = find_digits(np.maximum(lines, ink_of(*THREE, width=640, height=400, pen=9)))
    assert [digit.box[0] for digit in found.digits] == pytest.approx([65, 235, 405], abs=3)
    assert left_out(found) & {"rule", "frame"}
    assert left_out(found) <= {"rule", "frame"} | OF_CORNERS.get(name, set())


def test_a_one_in_a_box_is_no_divider():
    size = dict(width=420, height=560)
    lines = ink_of(box(45, 20, 375, 270), [(195.0, 20.0), (195.0, 270.0)], pen=4, **size)
    digits = ink_of([(120.0, 40.0), (122.0, 250.0)], moved(SEVEN, 140), pen=5, **size)
    found = find_digits(np.maximum(lines, digits))
    assert [digit.box[0] for digit in found.digits] == pytest.approx([117, 207], abs=3)


def test_ones_in_boxes_that_fill_the_picture_are_no_dividers():
    size = dict(width=640, height=320)
    dividers = [[(float(x), 20.0), (float(x), 300.0)] for x in (220, 420)]
    lines = ink_of(box(20, 20, 620, 300), *dividers, pen=4, **size)
    ones = ink_of(*(moved([(0.0, 60.0), (2.0, 245.0)], x) for x in (110, 310, 510)), pen=9, **size)
    found = find_digits(np.maximum(lines, ones))
    assert [digit.box[0] for digit in found.digits] == pytest.approx([106, 306, 506], abs=3)


@pytest.mark.parametrize("count", [3, 4, 5, 8])
def test_tall_ones_beside_each_other_are_no_rules(count: int):
    ones = [[(60.0 + 70 * number, 70.0), (58.0 + 70 * number, 250.0)] for number in range(count)]
    assert len(find_digits(ink_of(*ones, width=640, height=320, pen=7)).digits) == count


def test_rules_that_fade_to_one_side_are_rules():
    lines = [[(0.0, float(y)), (end, y + 4.0)] for y, end in ((40, 420), (140, 480), (240, 360), (340, 400))]
    size = dict(width=640, height=400)
    found = find_digits(np.maximum(ink_of(*lines, pen=3, **size), ink_of(moved(SEVEN, 200, 50), pen=9, **size)))
    assert [digit.box[0] for digit in found.digits] == pytest.approx([265], abs=3)


@pytest.mark.parametrize("within", [(0, 0, 10, 10), (5, 5, 5, 5), (-9, -9, -2, -2), (900, 900, 950, 950)])
def test_a_box_without_ink_holds_no_digit(within: tuple[int, int, int, int]):
    assert find_digits(ink_of(ONE), within).digits == ()


@pytest.mark.parametrize("across", [True, False])
def test_a_line_that_is_all_there_is_is_no_rule(across: bool):
    ink = np.zeros((200, 200), np.uint8)
    ink[5:195, 100:103] = 255
    assert len(find_digits(ink.T if across else ink).digits) == 1


def test_a_ruled_sheet_is_empty():
    lines = [[(0.0, float(y)), (280.0, y + 4.0)] for y in range(10, 280, 30)]
    assert find_digits(ink_of(*lines, pen=2)).digits == ()


@pytest.mark.parametrize("ink", [np.zeros((2, 2, 2), np.uint8), np.zeros((2, 2), float)])
def test_what_is_no_ink_is_refused(ink: np.ndarray):
    with pytest.raises(ValueError, match=r"ink: .* is not allowed"):
        find_digits(ink)
