"""What the shipped models read on the way from one test image to another."""

from collections.abc import Mapping

import numpy as np

from digitdemo.analysis.studies.between import PAIRS, Way, Ways
from digitdemo.data.mixing import WAY_STEPS, between
from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.answers import SURE
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.shipped import shipped_classifiers


def measure_between() -> Ways:
    """Ask all of them about every step, about a minute."""
    images, labels = load_test_digits()
    models = shipped_classifiers()
    right = np.array([model.logits(images).argmax(1) == labels for model in models.values()])
    found = ways(models, images, labels, clear_pairs(right, labels))
    for name in found.models:
        print(f"{name:8} a third digit: {', '.join(f'{share:.3f}' for share, _ in found.third(name))}", flush=True)
    return found


def clear_pairs(right: np.ndarray, labels: np.ndarray, pairs: int = PAIRS) -> np.ndarray:
    """Return pairs of images by chance, int (pairs, 2), of two digits that differ, and that every model reads right.

    `right` is bool (models, n): which images each model reads right.
    """
    images = np.random.default_rng(1).permutation(np.flatnonzero(right.all(0)))
    found = images[: len(images) // 2 * 2].reshape(-1, 2)
    return found[labels[found[:, 0]] != labels[found[:, 1]]][:pairs]


def ways(models: Mapping[str, Classifier], images: np.ndarray, labels: np.ndarray, pairs: np.ndarray) -> Ways:
    """Return what each model reads at each step between the images of `pairs`, int (n, 2)."""
    first, second = labels[pairs].T
    digits = {}
    sure = {}
    for name, model in models.items():
        steps = between(images[pairs[:, 0]], images[pairs[:, 1]])
        probabilities = model.probabilities(steps.reshape(-1, *steps.shape[2:])).reshape(WAY_STEPS, len(pairs), 10)
        digits[name] = probabilities.argmax(2)
        sure[name] = (probabilities.max(2) >= SURE).sum(1)
    whole = np.array(list(digits.values()))
    middle = whole[:, WAY_STEPS // 2]
    thirds = middle[(middle != first) & (middle != second)]
    return Ways(
        pairs=len(pairs),
        models={
            name: Way(
                first=tuple((found == first).sum(1).tolist()),
                second=tuple((found == second).sum(1).tolist()),
                sure=tuple(sure[name].tolist()),
            )
            for name, found in digits.items()
        },
        agreed=tuple((whole == whole[0]).all(0).sum(1).tolist()),
        thirds=tuple(np.bincount(thirds, minlength=10).tolist()),
    )
