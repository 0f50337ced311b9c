"""Drawings of a class are read once by each model, in the background; what cannot be read stops nobody."""

import numpy as np

from digitdemo.inference.classifier import Classifier, ModelError
from digitdemo.inference.pool import PoolReadings
from tests.conftest import ONE, SEVEN, until

DRAWINGS = {1: [np.array(ONE)], 7: [np.array(SEVEN)]}


class Reader:
    """A model that is sure of the digit that it is called after, and counts what it reads."""

    def __init__(self, digit: int) -> None:
        self.digit, self.read = digit, 0

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        self.read += len(images)
        return np.repeat(np.eye(10, dtype=np.float32)[[self.digit]], len(images), axis=0)


class Models:
    """Models by the ids of runs, and how often each was loaded."""

    def __init__(self, **models: Reader | None) -> None:
        self.models, self.loaded = models, []

    def load(self, run_id: str) -> Classifier | None:
        self.loaded.append(run_id)
        if run_id == "damaged":
            raise ModelError("damaged")
        return self.models[run_id]


def want(readings: PoolReadings, run_ids: list[str], drawings=DRAWINGS) -> None:
    readings.want(run_ids, drawings, {number: drawings[number] for number in readings.unseen(drawings)})


def test_each_model_reads_each_drawing_once_and_says_when_it_has():
    first, second = Reader(1), Reader(7)
    readings = PoolReadings(Models(a=first, b=second).load)
    assert readings.version == 0
    want(readings, ["a"], {1: DRAWINGS[1]})
    until(lambda: readings.version == 1)
    assert readings.unseen(DRAWINGS) == [7]
    want(readings, ["a", "b"])
    until(lambda: len(readings.read_by("a")) == len(readings.read_by("b")) == 2)
    assert {number: int(found.argmax()) for number, found in readings.read_by("b").items()} == {1: 7, 7: 7}
    assert (first.read, second.read) == (2, 2)
    image = readings.image(7)
    assert image is not None
    assert (image.shape, image.dtype, image.max()) == ((28, 28), np.uint8, 255)


def test_what_cannot_be_read_is_tried_once_and_nobody_is_told_news():
    models = Models(none=None, good=Reader(0))
    readings = PoolReadings(models.load)
    for _ in range(3):
        want(readings, ["damaged", "none"])
        until(lambda: not readings.busy)
    assert sorted(models.loaded) == ["damaged", "none"]
    assert readings.version == 0
    want(readings, ["good", "damaged"], {3: [], 7: DRAWINGS[7]})
    until(lambda: readings.read_by("good"))
    assert list(readings.read_by("good")) == [7]
