"""The one function that measures accuracy and loss, and the temperature."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digitdemo.inference.calibration import fit_temperature
from digitdemo.runs.metrics import PROBE_IMAGES, TRAIN_SLICE
from digitdemo.training.batches import Batches
from digitdemo.training.graphs import EVALUATED_AT_ONCE, Graphs
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.pacing import Pacer


@dataclass(frozen=True)
class Evaluation:
    """What a model answers to some images: logits, float32 (n, 10), and labels, int32 (n,), as told and true ones."""

    logits: np.ndarray
    labels: np.ndarray
    true_labels: np.ndarray

    @property
    def images(self) -> int:
        """How many images were measured."""
        return len(self.labels)

    @property
    def accuracy(self) -> float:
        """The share of answers that are right by the labels as told."""
        return float(np.mean(self._answers == self.labels))

    @property
    def true_accuracy(self) -> float:
        """The share of answers that are right by the true labels."""
        return float(np.mean(self._answers == self.true_labels))

    @property
    def probed_accuracy(self) -> float:
        """The accuracy on the first `PROBE_IMAGES` images."""
        return float(np.mean(self._answers[:PROBE_IMAGES] == self.labels[:PROBE_IMAGES]))

    @property
    def recall(self) -> tuple[float, ...]:
        """The accuracy on each digit, 0 for one that is not there."""
        right = np.bincount(self.labels[self._answers == self.labels], minlength=10)
        return tuple((right / np.maximum(1, np.bincount(self.labels, minlength=10))).tolist())

    @property
    def loss(self) -> float:
        """The mean cross-entropy in nats, by the labels as told; infinite or not a number where the logits are."""
        with np.errstate(all="ignore"):
            logits = self.logits.astype(np.float64)
            highest = logits.max(axis=1)
            sums = highest + np.log(np.exp(logits - highest[:, np.newaxis]).sum(axis=1))
            return float(np.mean(sums - logits[np.arange(len(logits)), self.labels]))

    @property
    def temperature(self) -> float:
        """The temperature at which the probabilities explain the labels best."""
        return fit_temperature(self.logits, self.labels)

    @property
    def _answers(self) -> np.ndarray:
        return self.logits.argmax(axis=1)


class Evaluator:
    """Evaluates the model in `graphs`, dropout off, on the first `TRAIN_SLICE` images of `bank` at `indices`."""

    def __init__(self, graphs: Graphs, bank: ImageBank, indices: np.ndarray, pacer: Pacer) -> None:
        self._graphs, self._bank, self._pacer = graphs, bank, pacer
        indices = indices[:TRAIN_SLICE]
        self.images = len(indices)
        self._labels, self._true_labels = bank.labels.numpy()[indices], bank.true_labels.numpy()[indices]
        self._batches = Batches(indices, EVALUATED_AT_ONCE, TRAIN_SLICE)

    def evaluate(self, report: Callable[[int], None] = lambda images: None, *, most: int = TRAIN_SLICE) -> Evaluation:
        """Return what was found on the first `most` images, a number of whole batches.

        `report` hears every 0.1 s how many more were evaluated.
        """
        images, parts = min(most, self.images), []
        for first, last in self._pacer.calls(-(-images // EVALUATED_AT_ONCE)):
            parts.append(self._graphs.logits(self._bank, self._batches, first, last).reshape(-1, 10))
            report(min(last * EVALUATED_AT_ONCE, images) - first * EVALUATED_AT_ONCE)
        return Evaluation(np.concatenate(parts)[:images], self._labels[:images], self._true_labels[:images])
