"""A run's own test images, and what its model reads in them."""

import numpy as np

from digitdemo.config import TrainConfig
from digitdemo.data import disturbed
from digitdemo.inference import Classifier

Disturbance = tuple[float, int, int]  # noise, shift and seed, as `digitdemo.data.disturbed` takes them
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


def read_test_images(classifier: Classifier, images: np.ndarray) -> np.ndarray:
    """Return the calibrated probabilities of a run's own test images, read-only float32 (n, 10)."""
    probabilities = classifier.probabilities(images)
    probabilities.flags.writeable = False
    return probabilities
