"""Digits that touch, drawn or on a picture, are told apart; a digit stays one, and signs are not cut up."""

import functools
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from digitdemo.data.canvas_message import Drawing
from digitdemo.data.digit_finding import FoundDigit, find_digits
from digitdemo.data.drawn_digits import DrawnDigits, drawn_digits
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.picture_ink import Picture
from digitdemo.data.picture_input import TellApart, input_of_picture
from digitdemo.data.preprocessing import Preprocessed, preprocess_strokes
from digitdemo.data.strokes import box_of
from digitdemo.data.templates import UNSEEN_LETTERS, letter, pen_digit, sign
from digitdemo.data.touching import Strips, strips_of
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import READER, shipped_classifiers, shipped_judge
from digitdemo.inference.touching import strokes_told_apart, told_apart
from tests.conftest import side_by_side


@pytest.fixture(scope="module")
def reader() -> Classifier:
    return shipped_classifiers(needed=[READER])[READER]


@pytest.fixture(scope="module")
def tell_apart(reader: Classifier) -> TellApart:
    return functools.partial(told_apart, judge=shipped_judge(), reader=reader)


def picture_of(*written: tuple[np.ndarray, ...], overlapping: float = 0.0) -> Picture:
    ink = side_by_side(*written, overlapping=overlapping)
    return Picture(255 - ink, ink)


@pytest.mark.parametrize(("count", "share"), [(2, 0.75), (3, 0.6)])
def test_most_numbers_whose_digits_touch_are_read(
    count: int, share: float, reader: Classifier, tell_apart: TellApart
) -> None:
    rng, right, numbers = np.random.default_rng(5), 0, 0
    while numbers < 20:
        labels = [int(label) for label in rng.integers(0, 10, count)]
        picture = picture_of(*(pen_digit(label, rng) for label in labels), overlapping=4)
        if len(find_digits(picture.ink).digits) == count:  # they do not touch
            continue
        numbers += 1
        made = input_of_picture(picture, tell_apart=tell_apart)
        assert made is not None
        images = np.stack([digit.image for digit in made.each])
        right += reader.probabilities(images).argmax(axis=1).tolist() == labels
    assert right >= share * numbers


def test_digits_told_apart_have_boxes_in_reading_order_and_are_said_to_touch(tell_apart: TellApart) -> None:
    rng = np.random.default_rng(1)
    picture = picture_of(pen_digit(4, rng), pen_digit(2, rng), overlapping=12)

    whole, apart = input_of_picture(picture), input_of_picture(picture, tell_apart=tell_apart)

    assert whole is not None
    assert apart is not None
    assert whole.found is not None
    assert apart.found is not None
    assert (len(whole.found.digits), whole.touching) == (1, False)
    (first, second), ((left, top, right, bottom),) = apart.found.digits, whole.found.digits
    assert apart.touching
    assert first[0] == left < second[0] < second[2] == right
    assert min(first[1], second[1]) == top
    assert max(first[3], second[3]) == bottom
    # All ink is in one of them, but for crumbs.
    assert sum(int((digit.ink > 0).sum()) for digit in apart.each) == pytest.approx((picture.ink > 0).sum(), rel=0.06)
    boxed = input_of_picture(picture, (left, top, right, bottom), tell_apart)
    assert boxed is not None
    assert len(boxed.each) == 1  # somebody says that this is one


def test_a_digit_stays_one_and_hardly_a_letter_is_taken_for_several_digits(tell_apart: TellApart) -> None:
    rng = np.random.default_rng(2)
    digits = [picture_of(pen_digit(label, rng)) for label in range(10)]
    letters = [picture_of(letter(UNSEEN_LETTERS, rng)) for _ in range(40)]

    for pictures, most in ((digits, 0), (letters, 2)):
        made = [input_of_picture(picture, tell_apart=tell_apart) for picture in pictures]
        assert sum(one is not None and one.touching for one in made) <= most


def drawing_of_digits(labels: Sequence[int], rng: np.random.Generator, overlapping: float) -> Drawing:
    """Return digits drawn side by side, 110 units high, their boxes overlapping by that many."""
    strokes, left = [], 20.0
    for label in labels:
        written = pen_digit(label, rng)
        low, high = box_of(written)
        scale = 110 / (high[1] - low[1])
        strokes += [(stroke - low) * scale + (left, 80) for stroke in written]
        left += (high[0] - low[0]) * scale - overlapping
    return Drawing([], tuple(strokes))


@pytest.mark.parametrize("count", [2, 3])
def test_most_drawn_digits_that_touch_or_overlap_are_read(count: int, reader: Classifier) -> None:
    rng, before, now, numbers = np.random.default_rng(5), 0, 0, 30
    tell_apart = functools.partial(strokes_told_apart, judge=shipped_judge(), reader=reader)
    for _ in range(numbers):
        labels = rng.integers(0, 10, count).tolist()
        drawing = drawing_of_digits(labels, rng, overlapping=12)
        for tell in (None, tell_apart):
            made = input_from_strokes(drawing, tell_apart=tell)
            assert made is not None
            read = reader.probabilities(np.stack([digit.image for digit in made.each])).argmax(axis=1).tolist()
            assert not (tell is None and made.touching)
            before, now = before + (tell is None and read == labels), now + (tell is not None and read == labels)
    assert before <= 0.6 * numbers
    assert now >= 0.8 * numbers


def test_a_drawn_digit_keeps_all_its_strokes_and_hardly_a_letter_is_taken_for_digits(reader: Classifier) -> None:
    rng, taken = np.random.default_rng(4), 0
    tell_apart = functools.partial(strokes_told_apart, judge=shipped_judge(), reader=reader)
    for label in range(10):
        drawn = tuple(pen_digit(label, rng))
        assert tell_apart(found := drawn_digits(drawn), drawn) is found
    for _ in range(60):
        written = tuple(letter(UNSEEN_LETTERS, rng))
        taken += len(tell_apart(DrawnDigits((written,)), written).digits) > 1
    assert taken <= 2


def lifted(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
    """Return a digit whose pen was lifted in the middle of each stroke."""
    parts = [part for stroke in strokes for part in (stroke[: len(stroke) // 2 - 2], stroke[len(stroke) // 2 + 2 :])]
    return tuple(part for part in parts if len(part))


def test_a_digit_in_pieces_is_one_and_digits_that_lie_apart_are_not(reader: Classifier) -> None:
    rng, several, right, numbers = np.random.default_rng(8), 0, 0, 40
    tell_apart = functools.partial(strokes_told_apart, judge=shipped_judge(), reader=reader)
    for number in range(numbers):
        label = (0, 3, 6, 8)[number % 4]
        whole = drawing_of_digits([label], rng, overlapping=0)
        made = input_from_strokes(Drawing([], lifted(whole.strokes)), tell_apart=tell_apart)
        assert made is not None
        told = made.told_by_reading and not made.touching
        several += told
        right += len(made.each) == 1 and reader.probabilities(made.image[np.newaxis]).argmax() == label
        beside = drawing_of_digits(rng.integers(0, 10, 2).tolist(), rng, overlapping=-12)
        apart = input_from_strokes(beside, tell_apart=tell_apart)
        assert apart is not None
        assert (len(apart.digits), apart.told_by_reading) == (2, False)
    assert several >= 5  # taken for more than one by where the pieces lie
    assert right >= 0.9 * numbers


def test_a_drawing_of_one_digit_is_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def prepared(strokes: Sequence[np.ndarray], area: float) -> Preprocessed | None:
        asked.append(len(strokes))
        return preprocess_strokes(strokes, area)

    monkeypatch.setattr("digitdemo.data.model_input.preprocess_strokes", prepared)
    drawing = drawing_of_digits([4], np.random.default_rng(0), overlapping=0)
    input_from_strokes(drawing, tell_apart=lambda found, _: found)
    assert asked == [len(drawing.strokes)]


def test_scribbles_are_not_cut_up_at_length(
    tell_apart: TellApart, reader: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[FoundDigit] = []
    rng = np.random.default_rng(0)
    picture = picture_of(*(sign(rng) for _ in range(8)), overlapping=-40)

    def strips(digit: FoundDigit) -> Iterator[Strips]:
        asked.append(digit)
        return strips_of(digit)

    monkeypatch.setattr("digitdemo.inference.touching.strips_of", strips)
    input_of_picture(picture, tell_apart=tell_apart)
    assert 0 < len(asked) <= 4
    strokes = tuple(rng.uniform(0, 280, (5000, 2)) for _ in range(12))
    began = time.perf_counter()
    found = DrawnDigits((strokes,))
    assert strokes_told_apart(found, strokes, shipped_judge(), reader) is found
    assert time.perf_counter() - began < 0.5
