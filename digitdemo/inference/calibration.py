"""How sure a model may be of its answers: the temperature, and how well stated confidence agrees with being right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_COLDEST, _HOTTEST = 0.05, 20.0
_SECTIONS = 36  # golden ones: the inverse to within a millionth


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Return the probabilities, float (n, k), of `logits` (n, k) divided by `temperature`; each row sums to 1."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def log_odds(logits: np.ndarray, digit: int) -> np.ndarray:
    """Return log(p / (1 - p)) of `digit`, whose probability is p by `logits` (n, 10): float (n,).

    It tells answers apart that are all but certain, where p itself is 1.000.
    """
    others = np.delete(logits, digit, axis=1)
    top = others.max(axis=1)
    return logits[:, digit] - top - np.log(np.exp(others - top[:, np.newaxis]).sum(axis=1))


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature at which the probabilities of `logits` (n, 10) explain `labels` (n,) best.

    It minimizes the mean cross-entropy, which has one minimum in 1 / temperature, between 0.05 and 20. Give it images
    that the model has not learned from and that nothing is reported on: a validation split.
    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks", arXiv:1706.04599.

    Raises:
        ValueError: there are no images.
    """
    if not len(labels):
        raise ValueError("labels: a temperature needs images to be fitted to")
    logits = logits.astype(np.float64)
    rows = np.arange(len(labels))

    def loss(inverse: float) -> float:
        scaled = logits * inverse
        top = scaled.max(1)
        return float((top + np.log(np.exp(scaled - top[:, None]).sum(1)) - scaled[rows, labels]).mean())

    low, high = 1 / _HOTTEST, 1 / _COLDEST
    golden = (5**0.5 - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = loss(left), loss(right)
    for _ in range(_SECTIONS):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = loss(right)
    return 2 / (low + high)


@dataclass(frozen=True)
class Bin:
    """Answers of like confidence: how many, their mean confidence, and the share that is right, all fractions."""

    count: int
    confidence: float
    accuracy: float


def reliability(probabilities: np.ndarray, labels: np.ndarray, edges: Sequence[float] | None = None) -> list[Bin]:
    """Return the answers of `probabilities` (n, 10) to images with `labels` (n,), gathered by their confidence.

    `edges` are the bounds of the bins, by default ten of the same width; empty bins are left out.
    """
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bounds = np.linspace(0, 1, 11) if edges is None else np.asarray(edges)
    indices = np.clip(np.searchsorted(bounds, confidence, side="right") - 1, 0, len(bounds) - 2)
    return [
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
        for inside in (indices == number for number in range(len(bounds) - 1))
        if inside.any()
    ]


def calibration_error(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Return the expected calibration error: the mean of |confidence - accuracy| over bins, weighted by count."""
    bins = reliability(probabilities, labels)
    return sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / len(labels)
