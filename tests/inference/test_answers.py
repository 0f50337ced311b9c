from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from digitdemo.inference.answers import answer_all, answer_each, answer_of, looks_like_a_digit, readings_of


def probabilities(**shares: float) -> np.ndarray:
    found = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)))
    for name, share in shares.items():
        found[int(name.removeprefix("d"))] = share
    return found


@pytest.mark.parametrize(
    ("given", "words", "sentence"),
    [
        (probabilities(d7=0.987), "7, 98.7% sure", "It reads 7, 98.7% sure"),
        (probabilities(d4=0.6, d9=0.35), "not sure: 4 (60%) or 9 (35%)", "It is not sure: 4 (60%) or 9 (35%)"),
        (probabilities(d3=0.75), "3, 75.0% sure", "It reads 3, 75.0% sure"),
        (probabilities(d3=0.99999), "3, over 99.9% sure", "It reads 3, over 99.9% sure"),
    ],
)
def test_an_answer_in_words(given: np.ndarray, words: str, sentence: str):
    answer = answer_of(given)
    assert answer.words == words
    assert answer.sentence == sentence


def test_a_doubt_between_two_digits_is_a_digit_and_a_doubt_among_all_is_none():
    assert looks_like_a_digit(probabilities(d4=0.52, d9=0.45))
    assert not looks_like_a_digit(np.full(10, 0.1))


IMAGE = np.zeros((28, 28), np.uint8)


@dataclass
class Says:
    """A model that says the same of every image."""

    row: np.ndarray
    asked: list[int] = field(default_factory=list)

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        self.asked.append(len(images))
        return np.tile(self.row, (len(images), 1))


def test_every_model_answers_and_the_answers_are_grouped_by_digit():
    models = {
        "first": Says(probabilities(d9=0.9)),
        "second": Says(probabilities(d4=0.6, d9=0.3)),
        "third": Says(probabilities(d9=0.8)),
    }
    found = answer_all(models, IMAGE)
    assert found.by_digit == {4: ["second"], 9: ["first", "third"]}
    second = found.by_model["second"]
    assert (second.digit, second.second, second.verdict) == (4, 9, "not sure")
    assert second.probability == pytest.approx(0.6)
    assert np.array_equal(second.probabilities, models["second"].row)
    assert found.any_digit  # nobody judges


class SeesInk:
    """A judge to whom whatever has ink is a digit, on paper; of what was drawn it wants to see more."""

    def sees_digits(self, images: np.ndarray, *, drawn: bool) -> np.ndarray:
        return images.max(axis=(1, 2)) > 200 * drawn


def test_the_judge_alone_says_whether_it_is_a_digit_at_all():
    judge: Any = SeesInk()
    for models in ({"sure": Says(probabilities(d1=0.99))}, {"unsure": Says(np.full(10, 0.1))}, {}):
        assert answer_all(models, IMAGE + 255, judge).any_digit
        assert not answer_all(models, IMAGE, judge).any_digit
        assert answer_all(models, IMAGE + 100, judge).any_digit
        assert not answer_all(models, IMAGE + 100, judge, drawn=True).any_digit
        assert [found.any_digit for found in answer_each(models, [IMAGE + 100, IMAGE + 255], judge, drawn=True)] == [
            False,
            True,
        ]


class Counts:
    """A model that reads 3 in an image with ink and is not sure of 8 in one without."""

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        return np.array([probabilities(d3=0.97) if image.any() else probabilities(d8=0.6) for image in images])


def test_of_several_digits_each_is_answered_and_the_least_sure_one_says_how_sure_the_reading_is():
    models: Any = {"one": Counts(), "other": Says(probabilities(d1=0.99))}
    found = answer_each(models, [IMAGE + 255, IMAGE, IMAGE + 255])
    readings = readings_of(found)
    assert {name: reading.digits for name, reading in readings.items()} == {"one": "3 8 3", "other": "1 1 1"}
    assert readings["one"].least_sure is found[1].by_model["one"]
    assert readings["one"].words == "3 8 3. Its least sure digit: not sure: 8 (60%) or 9 (4%)"
    assert readings_of(found[:1])["one"].words == found[0].by_model["one"].words
    assert readings_of(()) == {}
