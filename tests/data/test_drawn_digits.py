"""How many digits a drawing holds."""

import itertools

import numpy as np
import pytest

from digitdemo.bench.harness.page_marks import dashed
from digitdemo.bench.harness.stray_marks import MARKS
from digitdemo.data.drawn_digits import drawn_digits, several_digits, without_strays
from digitdemo.data.strokes import box_of
from digitdemo.data.templates import pen_digit
from tests.conftest import ONE, SEVEN


def line(*points: tuple[float, float]) -> np.ndarray:
    """Return a stroke with a point in every few pixels, as the canvas has them."""
    corners = np.array(points, float)
    return np.concatenate([np.linspace(a, b, 20) for a, b in itertools.pairwise(corners)])


OPEN_FOUR = (line((80, 40), (60, 150), (135, 150)), line((150, 110), (150, 240)))
FIVE_WITH_ITS_BAR = (line((90, 70), (90, 130), (160, 150), (150, 220), (80, 230)), line((120, 40), (200, 38)))


@pytest.mark.parametrize(
    ("strokes", "several"),
    [
        ((), False),
        ((line(*SEVEN),), False),
        ((line((60, 60), (200, 60)), line((60, 150), (200, 150))), False),
        ((line(*ONE), line((60, 140), (220, 140))), False),
        (OPEN_FOUR, False),
        (FIVE_WITH_ITS_BAR, False),
        ((line((60, 60), (60, 240)), line((200, 60), (200, 240))), True),
        (tuple((stroke - 140) / 2 + [x, 140] for x in (60, 220) for stroke in OPEN_FOUR), True),
        ((line((60, 40), (60, 120)), line((65, 160), (65, 240))), True),
    ],
)
@pytest.mark.parametrize("size", [1.0, 0.2])
def test_tall_clusters_far_apart_are_several_digits_at_any_size(strokes, several: bool, size: float):
    assert several_digits([size * stroke for stroke in strokes]) == several


def test_the_order_of_strokes_makes_no_difference():
    bridge = line((85, 140), (205, 140))
    apart = [line((80, 60), (80, 240)), line((210, 60), (210, 240))]
    assert several_digits(apart)
    assert not several_digits([*apart, bridge])
    assert not several_digits([bridge, *apart])


def test_a_scribble_of_many_strokes_is_not_several_digits():
    columns = [line((x, 60), (x, 240)) for x in range(0, 2100, 100)]
    assert several_digits(columns[:20])
    assert not several_digits(columns)


@pytest.mark.parametrize("long", [0.3, 12.0, 20.0], ids=["dots", "short dashes", "dashes"])
@pytest.mark.parametrize("digit", range(10))
def test_a_dotted_or_dashed_digit_is_one(digit: int, long: float):
    strokes = dashed([200 * stroke for stroke in height_1(digit, np.random.default_rng(digit))], 45, long)
    assert 5 <= len(strokes) <= 20
    assert not several_digits(strokes)


def test_digits_of_straight_strokes_are_no_dashes():
    seven = line((20, 60), (70, 60)), line((70, 60), (40, 160))
    sevens = [np.add(stroke, (80 * n, 0)) for n in range(3) for stroke in seven]
    assert len(drawn_digits(sevens).digits) == 3


def height_1(digit: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Return one of our own templates of a digit, from 0 to 1 down and from 0 on to the right."""
    strokes = pen_digit(digit, rng)
    low, high = box_of(strokes)
    return [(stroke - low) / (high - low)[1] for stroke in strokes]


def beside(digits: list[list[np.ndarray]], gap: float) -> list[list[np.ndarray]]:
    """Return digits one after the other, that far apart."""
    right, placed = 0.0, []
    for digit in digits:
        placed.append([np.add(stroke, (right, 0)) for stroke in digit])
        right = float(box_of(placed[-1])[1][0]) + gap
    return placed


def numbers(strokes: list[np.ndarray]) -> list[list[int]]:
    """Return the numbers of the strokes of each digit that is found."""
    known = {id(stroke): number for number, stroke in enumerate(strokes)}
    return [[known[id(stroke)] for stroke in digit] for digit in drawn_digits(strokes).digits]


@pytest.mark.parametrize("gap", [0.08, 0.15, 0.6])
def test_digits_beside_each_other_are_split_whatever_they_are(gap: float):
    rng = np.random.default_rng(0)
    right = 0
    for number in range(200):
        placed = beside([height_1(int(digit), rng) for digit in rng.integers(0, 10, 2 + number % 2)], gap)
        first = np.cumsum([0, *map(len, placed)])
        wanted = [list(range(begin, end)) for begin, end in itertools.pairwise(first)]
        right += numbers([stroke for digit in placed for stroke in digit]) == wanted
    assert right >= 198


def test_digits_are_in_reading_order_however_they_were_written():
    up, down = ([line((x, y), (x, y + 100)) for x in (0, 60, 120)] for y in (0, 160))
    written = [down[2], up[1], up[0], down[0], up[2], down[1]]
    assert numbers(written) == [[2], [1], [4], [3], [5], [0]]
    climbing = [line((x, 300 - x), (x, 400 - x)) for x in (0, 45, 90, 135, 180)]
    assert numbers(climbing[::-1]) == [[4], [3], [2], [1], [0]]


def test_bars_and_feet_belong_to_their_digit_and_specks_to_none():
    one = [line((250, 40), (250, 240)), line((225, 242), (275, 242))]
    speck = line((225, 120), (228, 122))
    assert numbers([*FIVE_WITH_ITS_BAR, *one]) == [[0, 1], [2, 3]]
    assert numbers([speck, *FIVE_WITH_ITS_BAR, *one]) == [[1, 2], [3, 4]]


def test_a_slanted_digit_that_overhangs_its_neighbour_is_no_part_of_it():
    seven, one = line((60, 40), (190, 40), (80, 240)), line((185, 80), (140, 240))
    assert numbers([seven, one]) == [[0], [1]]


def test_two_loops_above_each_other_are_an_8_and_two_lines_of_ones_are_not():
    turns = np.linspace(0, 2 * np.pi, 40)
    loops = [np.stack([100 + 40 * np.sin(turns), y + 40 * np.cos(turns)], axis=1) for y in (60.0, 156.0)]
    ones = [line((100, 20), (100, 100)), line((100, 116), (100, 196))]
    assert not several_digits(loops)
    assert several_digits(ones)


def test_lines_that_cross_between_two_far_points_touch():
    four = np.array([[100.0, 40], [60, 160], [190, 160]]), np.array([[150.0, 60], [150, 250]])
    assert not several_digits(four)


KINDS = {"a dot": "speck", "a minus": "rule", "a plus": "neighbour", "a line below": "rule", "a ring": "frame"}
KINDS["a box"] = "frame"


@pytest.mark.parametrize("size", [40.0, 200.0])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("what", MARKS)
def test_what_is_drawn_beside_digits_belongs_to_none(what: str, count: int, size: float):
    rng = np.random.default_rng(1)
    right = 0
    for _ in range(60):
        row = beside([height_1(int(digit), rng) for digit in rng.integers(0, 10, count)], 0.15)
        own = [size * stroke for digit in row for stroke in digit]
        marks = [size * stroke for stroke in MARKS[what]([stroke for digit in row for stroke in digit], rng)]
        found = drawn_digits([*marks, *own])
        kept = [id(stroke) for digit in found.digits for stroke in digit]
        right += kept == list(map(id, own)) and found.left_out == (KINDS[what],)
    assert right >= 57


def test_nothing_of_any_digit_is_left_out():
    rng = np.random.default_rng(2)
    for number in range(400):
        strokes = height_1(number % 10, rng)
        assert without_strays(strokes) is strokes


def turned_round(low: tuple[float, float], high: tuple[float, float]) -> np.ndarray:
    """Return an oval in that box."""
    turns, (low_, high_) = np.linspace(0, 2 * np.pi, 60), np.array([low, high])
    return (low_ + high_) / 2 + (high_ - low_) / 2 * np.stack([np.cos(turns), np.sin(turns)], axis=1)


@pytest.mark.parametrize(
    "strokes",
    [
        (line((100, 100), (100, 200)), line((98, 60), (102, 62))),
        (line((100, 40), (100, 160)), line((98, 200), (102, 202))),
        (turned_round((60, 60), (200, 220)), line((95, 110), (97, 112)), line((160, 110), (162, 112))),
        (turned_round((60, 60), (200, 220)), line((130, 138), (132, 140))),
        (turned_round((60, 60), (200, 220)), line((90, 140), (170, 140))),
        (turned_round((60, 60), (180, 240)), line((150, 90), (90, 210))),
        (line((80, 60), (160, 60)), line((80, 140), (160, 140))),
        (line((100, 60), (120, 40), (120, 220)), line((90, 235), (150, 235))),
    ],
    ids=["i", "!", "face", "dot in a 0", "theta", "0 struck through", "=", "1 with its foot"],
)
def test_signs_and_feet_stay_as_they_were_drawn(strokes: tuple[np.ndarray, ...]):
    found = drawn_digits(strokes)
    assert (len(found.digits), len(found.digits[0]), found.left_out) == (1, len(strokes), ())


def test_a_1_in_a_ring_is_no_0_struck_through():
    one, ring = line((125, 90), (120, 200)), turned_round((40, 60), (200, 240))
    assert drawn_digits([ring, one]).digits == ((one,),)


def test_digits_in_a_frame_are_told_apart_as_without_it():
    apart = [line((100, 100), (100, 190)), line((110, 100), (110, 190))]  # 0.04 of the frame's height
    frame = line((20, 20), (260, 20), (260, 260), (20, 260), (20, 20))
    assert len(drawn_digits(apart).digits) == len(drawn_digits([frame, *apart]).digits) == 2
