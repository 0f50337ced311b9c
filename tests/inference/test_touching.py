"""Digits that touch on a picture are told apart; a digit stays one, and signs that are none are not cut up."""

import functools

import numpy as np
import pytest

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.picture_ink import Picture
from digitdemo.data.picture_input import TellApart, input_of_picture
from digitdemo.data.templates import UNSEEN_LETTERS, letter, pen_digit
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import READER, shipped_classifiers, shipped_judge
from digitdemo.inference.touching import told_apart
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
    assert (len(whole.found.digits), whole.found.touching) == (1, False)
    (first, second), ((left, top, right, bottom),) = apart.found.digits, whole.found.digits
    assert apart.found.touching
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
        assert sum(one is not None and one.found is not None and one.found.touching for one in made) <= most
