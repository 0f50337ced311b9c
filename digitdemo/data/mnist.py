"""MNIST from `assets/mnist.npz`, checked before use, and seeded subsets of it. Nothing is downloaded."""

from __future__ import annotations

import functools
import hashlib
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from digitdemo.config import TrainConfig

VALIDATION_SIZE = 5000
MNIST_PATH = Path(__file__).resolve().parent.parent / "assets" / "mnist.npz"

# name: (shape, SHA-256 of the array's bytes); assets/MNIST.md tells where the file comes from.
_ARRAYS = {
    "x_train": ((60000, 28, 28), "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757"),
    "y_train": ((60000,), "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13"),
    "x_test": ((10000, 28, 28), "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161"),
    "y_test": ((10000,), "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5"),
}


class DataError(Exception):
    """The data file is missing, unreadable or not the MNIST that it should be."""


@dataclass(frozen=True)
class Mnist:
    """The four arrays of MNIST, all uint8 and read-only.

    Images are (n, 28, 28) with 0 = paper and 255 = ink; labels are (n,) in 0 to 9.
    n is 60,000 for train and 10,000 for test.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


@functools.cache
def load_mnist(path: Path = MNIST_PATH) -> Mnist:
    """Return MNIST, its SHA-256 sums checked; read once per process.

    Raises:
        DataError: the file is missing, is no NumPy archive, or an array differs from the original.
    """
    return Mnist(**_load(path, tuple(_ARRAYS)))


@functools.cache
def load_training_digits(path: Path = MNIST_PATH) -> tuple[np.ndarray, np.ndarray]:
    """Return `x_train` and `y_train` of MNIST alone, checked in the same way: 47 MB.

    Raises:
        DataError: as `load_mnist`.
    """
    arrays = _load(path, ("x_train", "y_train"))
    return arrays["x_train"], arrays["y_train"]


@functools.cache
def load_test_digits(path: Path = MNIST_PATH) -> tuple[np.ndarray, np.ndarray]:
    """Return `x_test` and `y_test` of MNIST alone, checked in the same way: 8 MB instead of 55.

    Raises:
        DataError: as `load_mnist`.
    """
    arrays = _load(path, ("x_test", "y_test"))
    return arrays["x_test"], arrays["y_test"]


def _load(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: _checked(archive[name], name, *_ARRAYS[name], path) for name in names}
    except FileNotFoundError:
        raise DataError(f"{path}: the MNIST file is missing; restore assets/mnist.npz from the repository") from None
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: the MNIST file is damaged ({error}); restore assets/mnist.npz") from error


def _checked(array: np.ndarray, name: str, shape: tuple[int, ...], digest: str, path: Path) -> np.ndarray:
    if array.dtype != np.uint8 or array.shape != shape:
        raise DataError(f"{path}: {name} is {array.dtype} {array.shape}; expected uint8 {shape}")
    if hashlib.sha256(np.ascontiguousarray(array).data).hexdigest() != digest:
        raise DataError(f"{path}: {name} differs from the original MNIST (SHA-256); restore assets/mnist.npz")
    array.flags.writeable = False
    return array


def training_subset(size: int, seed: int, *, total: int = 60000) -> np.ndarray:
    """Return `size` indices into the training images, int32, without repetition, in a seeded random order.

    With the same seed a smaller subset is the beginning of a larger one, so that runs which differ in
    `train_size` alone differ by added images and by nothing else.
    """
    return np.random.default_rng([seed, 0]).permutation(total)[:size].astype(np.int32)


def validation_subset(size: int, seed: int, *, total: int = 60000) -> np.ndarray:
    """Return up to 5,000 indices into the training images that `training_subset(size, seed)` left out, int32.

    Whatever is chosen or fitted is so by these images, and never by the test set. They are the last of the same order,
    so that runs with the same seed and up to 55,000 images share them.
    """
    return training_subset(total, seed, total=total)[max(size, total - VALIDATION_SIZE) :]


def epoch_order(indices: np.ndarray, seed: int, epoch: int) -> np.ndarray:
    """Return `indices` in the order in which epoch `epoch` (from 1) visits them."""
    return np.random.default_rng([seed, epoch]).permutation(indices)


def imbalanced(indices: np.ndarray, labels: np.ndarray, rare_digits: str, share: float) -> np.ndarray:
    """Return `indices` into `labels` without all but the first `share` (0 to 1, rounded up) of each rare digit."""
    kept = np.ones(len(indices), bool)
    for digit in rare_digits:
        places = np.flatnonzero(labels[indices] == int(digit))
        kept[places[math.ceil(share * len(places)) :]] = False
    return indices[kept]


def noisy_labels(labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Return a copy of `labels` (0 to 9) in which a random `share` (0 to 1) has one of the nine other digits."""
    chance = np.random.default_rng([seed, 1 << 20])
    chosen = chance.permutation(len(labels))[: round(share * len(labels))]
    noisy = labels.copy()
    noisy[chosen] = (noisy[chosen] + chance.integers(1, 10, len(chosen))) % 10
    return noisy


def training_set(config: TrainConfig, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what a training by `config` learns from: indices, int32 (n,), and the labels it is told, those wrong too.

    `labels` are those of all training images. Pictures drawn by the computer come on top.
    """
    subset = training_subset(config.train_size, config.seed, total=len(labels))
    subset = imbalanced(subset, labels, config.rare_digits, config.rare_share)
    return subset, noisy_labels(labels[subset], config.label_noise, config.seed)


def disturbed(images: np.ndarray, noise: float, shift: int, seed: int) -> np.ndarray:
    """Return `images`, uint8 (n, 28, 28), each moved by up to `shift` pixels to each side and with Gaussian noise.

    `noise` is its standard deviation, where ink is 1. What is moved in is paper.
    """
    chance = np.random.default_rng([seed, 2 << 20])
    n, side = len(images), images.shape[1]
    padded = np.pad(images, ((0, 0), (shift, shift), (shift, shift)))
    down, right = chance.integers(0, 2 * shift + 1, (2, n))
    places = np.arange(side)
    moved = padded[
        np.arange(n)[:, None, None], (down[:, None] + places)[:, :, None], (right[:, None] + places)[:, None]
    ]
    if not noise:
        return moved
    grains = chance.standard_normal(moved.shape, np.float32) * np.float32(255 * noise)
    return np.clip(moved + grains, 0, 255).astype(np.uint8)
