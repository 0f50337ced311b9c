import dataclasses
from typing import Any

import pytest

from digitdemo.analysis.validation import holds_out, undisturbed_sentence, validation_in_words, validation_of
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from tests.conftest import MLP, RECORD, run_of


def validated(images: int | None, train_size: int = 55_000, accuracy: float | None = 0.98) -> Run:
    record = dataclasses.replace(RECORD, epoch=1, validation_accuracy=accuracy, validation_images=images)
    return run_of(dataclasses.replace(MLP, train_size=train_size), history=(RECORD, record))


def test_validation_goes_by_the_images_that_were_measured():
    few, many = validation_of(validated(500)), validation_of(validated(5000))
    assert (few.accuracy, few.images, many.images) == (0.98, 500, 5000)
    assert few.interval.low < many.interval.low < 0.98 < many.interval.high < few.interval.high


@pytest.mark.parametrize(("train_size", "images"), [(1000, 5000), (55_000, 5000), (58_000, 2000)])
def test_of_records_that_do_not_say_all_that_were_held_out_were_measured(train_size: int, images: int):
    assert validation_of(validated(None, train_size)).images == images


def test_a_run_without_validation_says_why():
    assert validation_of(validated(None, accuracy=None)) is None
    assert validation_in_words(validated(500)) == "98.00%"
    assert validation_in_words(validated(None, accuracy=None)) == "not measured"
    assert validation_in_words(validated(None, 60_000, accuracy=None)) == "none held out"


@pytest.mark.parametrize(("train_size", "enough"), [(59_500, True), (59_501, False)])
def test_what_is_held_out_has_to_be_enough(train_size: int, enough: bool):
    assert holds_out(dataclasses.replace(MLP, train_size=train_size)) == enough


NOISY, IMBALANCED = {"label_noise": 0.3}, {"rare_digits": "38", "rare_share": 0.1}


@pytest.mark.parametrize(
    ("knobs", "sentence"),
    [
        ([{}], ""),
        ([{"rare_digits": "38", "rare_share": 1.0}], ""),
        ([{"rare_digits": "0123456789", "rare_share": 0.1}], ""),
        (
            [NOISY],
            "Only training images have wrong labels: validation and test images keep the right ones.",
        ),
        (
            [{}, IMBALANCED],
            "Only training images are imbalanced: validation and test images have all ten digits about equally often, "
            "as in MNIST.",
        ),
        (
            [NOISY, IMBALANCED],
            "Only training images have wrong labels or are imbalanced: validation and test images keep the right "
            "labels and have all ten digits about equally often, as in MNIST.",
        ),
    ],
)
def test_what_is_done_to_training_images_is_not_done_to_the_others(knobs: list[dict[str, Any]], sentence: str):
    assert undisturbed_sentence(TrainConfig(**each) for each in knobs) == sentence
