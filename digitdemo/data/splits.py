"""Subsets and orders of the training images, wrong labels, disturbed test images: all seeded."""

import math

import numpy as np

from digitdemo.config.knob import ConfigError
from digitdemo.config.sections.images import MOST_TRAINING_IMAGES, VALIDATION_SIZE
from digitdemo.config.train_config import TrainConfig


def training_subset(size: int, seed: int, *, total: int = MOST_TRAINING_IMAGES) -> np.ndarray:
    """Return `size` indices into the training images, int32, without repetition, in a seeded random order.

    With the same seed a smaller subset is the beginning of a larger one, so that runs which differ in
    `train_size` alone differ by added images and by nothing else.
    """
    return np.random.default_rng([seed, 0]).permutation(total)[:size].astype(np.int32)


def validation_subset(size: int, seed: int, *, total: int = MOST_TRAINING_IMAGES) -> np.ndarray:
    """Return up to `VALIDATION_SIZE` indices into the training images that `training_subset` left out, int32.

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
        positions = np.flatnonzero(labels[indices] == int(digit))
        kept[positions[math.ceil(share * len(positions)) :]] = False
    return indices[kept]


def noisy_labels(labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Return a copy of `labels` (0 to 9) in which a random `share` (0 to 1) has one of the nine other digits."""
    rng = np.random.default_rng([seed, 1 << 20])
    chosen = rng.permutation(len(labels))[: round(share * len(labels))]
    noisy = labels.copy()
    noisy[chosen] = (noisy[chosen] + rng.integers(1, 10, len(chosen))) % 10
    return noisy


def training_set(config: TrainConfig, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what a training by `config` learns from: indices, int32 (n,), and their labels, wrong ones too.

    `labels` are those of all training images. Pictures drawn by the computer come on top.

    Raises:
        ConfigError: of the few images that the seed drew, all are of rare digits of which no image is used.
    """
    drawn = training_subset(config.train_size, config.seed, total=len(labels))
    subset = imbalanced(drawn, labels, config.rare_digits, config.rare_share)
    if not len(subset):
        raise ConfigError(
            "rare_share",
            f"0 leaves none of the {len(drawn)} images of seed {config.seed}, which all are of the rare digits; give "
            "more, or another seed",
        )
    return subset, noisy_labels(labels[subset], config.label_noise, config.seed)


def disturbed(images: np.ndarray, noise: float, shift: int, seed: int) -> np.ndarray:
    """Return `images`, uint8 (n, 28, 28), each moved by up to `shift` pixels to each side and with Gaussian noise.

    `noise` is its standard deviation, where ink is 1. What is moved in is paper.
    """
    rng = np.random.default_rng([seed, 2 << 20])
    n, side = len(images), images.shape[1]
    padded = np.pad(images, ((0, 0), (shift, shift), (shift, shift)))
    down, right = rng.integers(0, 2 * shift + 1, (2, n))
    pixels = np.arange(side)
    moved = padded[
        np.arange(n)[:, None, None], (down[:, None] + pixels)[:, :, None], (right[:, None] + pixels)[:, None]
    ]
    if not noise:
        return moved
    grains = rng.standard_normal(moved.shape, np.float32) * np.float32(255 * noise)
    return np.clip(moved + grains, 0, 255).astype(np.uint8)


Disturbance = tuple[float, int, int]  # noise, shift and seed, as `disturbed` takes them
AS_IN_MNIST: Disturbance = (0.0, 0, 0)


def disturbance(config: TrainConfig) -> Disturbance:
    """Return what a run's test images went through; runs with the same were tested on the same pixels."""
    if config.test_noise or config.test_shift:
        return config.test_noise, config.test_shift, config.seed
    return AS_IN_MNIST


def own_test_images(images: np.ndarray, how: Disturbance) -> np.ndarray:
    """Return MNIST's test images, uint8 (10000, 28, 28), as the training measured on them: `images` where it is all
    the same, else new ones of that type and shape."""
    return images if how == AS_IN_MNIST else disturbed(images, *how)
