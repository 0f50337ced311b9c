"""The one function that measures accuracy and loss, and the temperature."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from digitdemo.config.train_config import FEWEST_VALIDATION_IMAGES, TrainConfig
from digitdemo.data.mnist import Mnist
from digitdemo.data.splits import validation_subset
from digitdemo.inference.calibration import fit_temperature
from digitdemo.runs.metrics import TRAIN_SLICE
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import Graphs
from digitdemo.training.image_bank import ImageBank, mnist_bank
from digitdemo.training.pacing import Pacer

_BATCH_SIZE = 200
_CALIBRATION_BATCH = 100  # outside a graph a batch of 500 takes 150 MB more


@dataclass(frozen=True)
class Evaluation:
    """Accuracy, that by the true labels, mean cross-entropy in nats, the accuracy on each digit, 0 for one that is not
    there, and of how many images."""

    accuracy: float
    true_accuracy: float
    loss: float
    recall: tuple[float, ...]
    images: int


class Evaluator:
    """Evaluates the model in `graphs`, dropout off, on the first `TRAIN_SLICE` images of `bank` at `indices`."""

    def __init__(self, graphs: Graphs, bank: ImageBank, indices: np.ndarray, pacer: Pacer) -> None:
        self._graphs, self._bank, self._pacer = graphs, bank, pacer
        indices = indices[:TRAIN_SLICE]
        self.images = len(indices)
        self._labels = bank.labels.numpy()[indices]
        self._batches = Batches(indices, _BATCH_SIZE, TRAIN_SLICE)

    def evaluate(self, report: Callable[[int], None], *, most: int = TRAIN_SLICE) -> Evaluation:
        """Return what was found on the first `most` images, a number of whole batches.

        `report` hears every 0.1 s how many more were evaluated.
        """
        images, right, loss = min(most, self.images), np.zeros((2, 10), np.int32), 0.0
        for first, last in self._pacer.calls(math.ceil(images / _BATCH_SIZE)):
            right, loss = self._graphs.evaluate(self._bank, self._batches, first, last, (right, loss))
            report(min(last * _BATCH_SIZE, images) - first * _BATCH_SIZE)
        told, true = right
        recall = told / np.maximum(1, np.bincount(self._labels[:images], minlength=10))
        accuracy, true_accuracy = int(told.sum()) / images, int(true.sum()) / images
        return Evaluation(accuracy, true_accuracy, loss / images, tuple(recall.tolist()), images)


def calibrate(model: keras.Model, config: TrainConfig, mnist: Mnist | None = None) -> float | None:
    """Return the temperature of `model`, trained by `config`, fitted on the validation images; None if too few."""
    bank = ImageBank(mnist) if mnist else mnist_bank()
    indices = validation_subset(config.train_size, config.seed, total=bank.train_count)
    if len(indices) < FEWEST_VALIDATION_IMAGES:
        return None
    images = bank.images.numpy()[indices].astype(np.float32) / 255
    batches = np.array_split(images, len(images) // _CALIBRATION_BATCH)
    logits = np.concatenate([model(batch, training=False).numpy() for batch in batches])
    return fit_temperature(logits, bank.labels.numpy()[indices])
