"""Frames, cells and lines by the same pen that touch digits, on a picture or drawn: left out, and that is said."""

import functools

import numpy as np
import pytest

from digitdemo.bench.harness.beside import apart, of_height_1
from digitdemo.bench.harness.stray_marks import TOUCHING
from digitdemo.data.canvas_message import Drawing
from digitdemo.data.drawn_digits import drawn_digits
from digitdemo.data.model_input import ModelInput, input_from_strokes
from digitdemo.data.picture_ink import Picture
from digitdemo.data.picture_input import TellApart, input_of_picture
from digitdemo.data.strokes import Strokes, box_of, draw_strokes
from digitdemo.data.templates import UNSEEN_LETTERS, letter, pen_digit
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge
from digitdemo.inference.shipped import READER, shipped_classifiers, shipped_judge
from digitdemo.inference.touching import strokes_told_apart, told_apart

PEN = 9.0
HIGH = 120.0
DOUBT = "A line touches it: what is line and what is digit is a guess."


@pytest.fixture(scope="module")
def reader() -> Classifier:
    return shipped_classifiers(needed=[READER])[READER]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return shipped_judge()


@pytest.fixture(scope="module")
def tell_apart(judge: Judge, reader: Classifier) -> TellApart:
    return functools.partial(told_apart, judge=judge, reader=reader)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


def frame(low: np.ndarray, high: np.ndarray, rng: np.random.Generator) -> Strokes:
    """A box, one side of which lies on the outermost ink."""
    (left, top), (right, bottom) = _cell(low, high, rng)
    return [line((left, top), (right, top), (right, bottom), (left, bottom), (left, top))]


def cell(low: np.ndarray, high: np.ndarray, rng: np.random.Generator) -> Strokes:
    """The same, of a table, whose lines go on."""
    (left, top), (right, bottom) = _cell(low, high, rng)
    on = 0.3 * HIGH
    level = [line((left - on, y), (right + on, y)) for y in (top, bottom)]
    return [*level, *(line((x, top - on), (x, bottom + on)) for x in (left, right))]


def _cell(low: np.ndarray, high: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    room = rng.uniform(0.15, 0.4, 4) * HIGH
    room[rng.integers(4)] = 0
    return np.array([low - room[:2], high + room[2:]])


def underline(low: np.ndarray, high: np.ndarray, rng: np.random.Generator) -> Strokes:
    """A line through the lowest ink."""
    before, after = rng.uniform(0.1, 0.3, 2) * HIGH
    return [line((low[0] - before, high[1]), (high[0] + after, high[1]))]


KINDS = {"frame": frame, "cell": cell, "underline": underline}


def picture_with(kind: str, written: list[Strokes], rng: np.random.Generator) -> Picture:
    """What was written, side by side, with those lines, on a picture."""
    strokes: list[np.ndarray] = []
    left = 0.0
    for one in written:
        low, high = box_of(one)
        scale = HIGH / (high - low)[1]
        strokes += [(stroke - low) * scale + (left, 0) for stroke in one]
        left += (high - low)[0] * scale + 0.25 * HIGH
    strokes += KINDS[kind](*box_of(strokes), rng)
    low, high = box_of(strokes)
    width, height = np.ceil(high - low + 80).astype(int).tolist()
    ink = draw_strokes([stroke - low + 40 for stroke in strokes], PEN, width, height)
    return Picture(255 - ink, ink)


def digits_of(made: ModelInput | None, judge: Judge, reader: Classifier) -> list[int] | None:
    """Which digits are read; None where one is none."""
    if made is None:
        return None
    images = np.stack([digit.image for digit in made.each])
    are_digits = judge.sees_digits(images, drawn=made.source == "drawing").all()
    return reader.probabilities(images).argmax(axis=1).tolist() if are_digits else None


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_most_digits_are_read_that_a_line_touches_and_hardly_one_wrongly_without_a_doubt(
    kind: str, count: int, tell_apart: TellApart, judge: Judge, reader: Classifier
):
    rng, right, wrong = np.random.default_rng(3), 0, 0
    for _ in range(20):
        labels = [int(label) for label in rng.integers(0, 10, count)]
        made = input_of_picture(picture_with(kind, [pen_digit(label, rng) for label in labels], rng), None, tell_apart)
        read = digits_of(made, judge, reader)
        right += read == labels
        wrong += read not in (None, labels) and made is not None and not made.doubts
    assert right >= 12
    assert wrong <= 1


def test_it_is_said_what_was_cut_off_and_that_it_is_a_guess(tell_apart: TellApart):
    rng = np.random.default_rng(0)
    for kind, left_out in (("frame", "frame"), ("underline", "rule")):
        picture = picture_with(kind, [pen_digit(8, rng), pen_digit(3, rng)], rng)
        made = input_of_picture(picture, None, tell_apart)
        assert made is not None
        assert made.found is not None
        assert DOUBT in made.doubts
        assert not made.touching
        (line_,) = (one for one in made.found.left_out if one.kind == left_out)
        _, top, _, bottom = line_.box
        assert bottom - top > HIGH if kind == "frame" else top > HIGH + 40 - PEN
        boxes = made.found.digits
        assert len(boxes) == 2
        assert all(abs(bottom - top - HIGH - PEN) <= 0.1 * HIGH for _, top, _, bottom in boxes)
    by_hand = input_of_picture(picture, boxes[0], tell_apart)
    assert by_hand is not None
    assert by_hand.doubts == ()  # somebody says which it is


def test_a_digit_that_touches_its_frame_is_not_lost_beside_one_that_does_not(
    tell_apart: TellApart, judge: Judge, reader: Classifier
):
    """The other one was read surely, and alone."""
    rng, found = np.random.default_rng(4), 0
    for _ in range(10):
        made = input_of_picture(picture_with("frame", [pen_digit(6, rng), pen_digit(5, rng)], rng), None, tell_apart)
        assert made is not None
        found += len(made.each) == 2
        assert len(made.each) == 2 or made.doubts or digits_of(made, judge, reader) is None
    assert found >= 8


def test_no_letter_becomes_a_digit_by_what_is_cut_off(tell_apart: TellApart, judge: Judge, reader: Classifier):
    rng, cut = np.random.default_rng(5), 0
    for _ in range(60):
        low, high = box_of(written := letter(UNSEEN_LETTERS, rng))
        ink = draw_strokes([(stroke - low) * 120 / (high - low).max() + 40 for stroke in written], PEN, 220, 220)
        made = input_of_picture(Picture(255 - ink, ink), None, tell_apart)
        cut += made is not None and DOUBT in made.doubts and digits_of(made, judge, reader) is not None
    assert cut <= 1


def test_a_digit_with_a_straight_foot_or_bar_keeps_it(tell_apart: TellApart):
    rng = np.random.default_rng(6)
    for label in range(10):
        for _ in range(4):
            low, high = box_of(written := pen_digit(label, rng))
            scale = 120 / (high - low)[1]
            wide = int((high - low)[0] * scale) + 80
            ink = draw_strokes([(stroke - low) * scale + 40 for stroke in written], PEN, wide, 200)
            made = input_of_picture(Picture(255 - ink, ink), None, tell_apart)
            assert made is not None
            assert DOUBT not in made.doubts


def drawing_with(lines: Strokes, digits: Strokes) -> Drawing:
    """Digits and lines as they are drawn, the lines last."""
    low, high = box_of(strokes := [*digits, *lines])
    scale = 230 / (high - low).max()
    return Drawing([], tuple((stroke - low) * scale + 25 for stroke in strokes))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("what", [*TOUCHING, "a cell"])
def test_strokes_of_most_digits_are_told_from_lines_that_touch_them(
    what: str, count: int, judge: Judge, reader: Classifier
):
    tell_apart = functools.partial(strokes_told_apart, judge=judge, reader=reader)
    rng, right, wrong, left_out = np.random.default_rng(8), 0, 0, 0
    for _ in range(20):
        labels = [int(label) for label in rng.integers(0, 10, count)]
        row = apart(0.25)([of_height_1(pen_digit(label, rng)) for label in labels], rng)
        own = [stroke for digit in row for stroke in digit]
        if what == "a cell":
            low, high = box_of(own)
            lines = [stroke / HIGH for stroke in cell(HIGH * low, HIGH * high, rng)]
        else:
            lines = TOUCHING[what](own, rng)
        made = input_from_strokes(drawing_with(lines, own), tell_apart=tell_apart)
        read = digits_of(made, judge, reader)
        assert made is not None
        right += read == labels
        wrong += read not in (None, labels)
        left_out += made.left_out == ("rule" if what == "a line that touches" else "frame",)
    assert right >= 16
    assert wrong <= 3
    assert left_out >= 12  # a 2 with a line along its foot is a 2


def test_a_drawn_letter_becomes_no_digit_by_a_line_that_is_left_out(judge: Judge, reader: Classifier):
    tell_apart = functools.partial(strokes_told_apart, judge=judge, reader=reader)
    rng, taken = np.random.default_rng(9), 0
    for name in UNSEEN_LETTERS:
        for _ in range(4):
            made = input_from_strokes(drawing_with([], letter([name], rng)), tell_apart=tell_apart)
            assert made is not None
            taken += "rule" in made.left_out and digits_of(made, judge, reader) is not None
    assert taken <= 1


def test_a_digit_drawn_twice_is_in_no_frame():
    twice = [HIGH * stroke for stroke in of_height_1(pen_digit(0, np.random.default_rng(0)))]
    again = [np.add(stroke, 4) * (0.97, 0.96) for stroke in twice]
    assert drawn_digits([*twice, *again]).left_out == ()
