"""The one function that measures accuracy and loss, and the temperature. Trainer and command line only."""

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
from digitdemo.training.graphs import MEASURING_BATCH, Batches, Graphs
from digitdemo.training.image_bank import Pool, mnist_pool
from digitdemo.training.pacing import Pacer

_CALIBRATION_BATCH = 100  # outside a graph a batch of 500 takes 150 MB more


@dataclass(frozen=True)
class Measured:
    """Accuracy, mean cross-entropy in nats, and the accuracy on each digit, 0 for one that is not there."""

    accuracy: float
    loss: float
    recall: tuple[float, ...]


class Measurement:
    """Measures the model in `graphs`, dropout off, on the images of `pool` at `indices`, at most `TRAIN_SLICE`."""

    def __init__(self, graphs: Graphs, pool: Pool, indices: np.ndarray, pacer: Pacer) -> None:
        self.images = len(indices)
        self._labels = pool.labels.numpy()[indices]
        self._graphs, self._pool, self._pacer = graphs, pool, pacer
        self._batches = Batches(indices, MEASURING_BATCH, TRAIN_SLICE)

    def measure(self, report: Callable[[int], None], *, most: int = TRAIN_SLICE) -> Measured:
        """Return what was found on the first `most` images, whole batches.

        `report` hears every 0.1 s how many more were measured.
        """
        images, right, loss = min(most, self.images), np.zeros(10, np.int32), 0.0
        for first, last in self._pacer.calls(math.ceil(images / MEASURING_BATCH)):
            right, loss = self._graphs.measure(self._pool, self._batches, first, last, (right, loss))
            report(min(last * MEASURING_BATCH, images) - first * MEASURING_BATCH)
        recall = right / np.maximum(1, np.bincount(self._labels[:images], minlength=10))
        return Measured(int(right.sum()) / images, loss / images, tuple(recall.tolist()))


def calibrate(model: keras.Model, config: TrainConfig, mnist: Mnist | None = None) -> float | None:
    """Return the temperature of `model`, trained by `config`, fitted on the validation images; None if too few."""
    pool = Pool(mnist) if mnist else mnist_pool()
    indices = validation_subset(config.train_size, config.seed, total=pool.train)
    if len(indices) < FEWEST_VALIDATION_IMAGES:
        return None
    images = pool.images.numpy()[indices].astype(np.float32) / 255
    batches = np.array_split(images, len(images) // _CALIBRATION_BATCH)
    logits = np.concatenate([model(batch, training=False).numpy() for batch in batches])
    return fit_temperature(logits, pool.labels.numpy()[indices])
