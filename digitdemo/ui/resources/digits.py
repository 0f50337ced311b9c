"""MNIST's images, those as well on which a run with disturbed ones was measured."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitdemo.config.train_config import TrainConfig
from digitdemo.data import splits
from digitdemo.data.mnist import load_test_digits, load_training_digits
from digitdemo.data.splits import Disturbance, disturbance


@st.cache_resource(show_spinner=False)
def mnist_test_set() -> tuple[np.ndarray, np.ndarray]:
    """Return MNIST's test images, uint8 (10000, 28, 28), and their labels.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return load_test_digits()


@st.cache_resource(show_spinner=False)
def mnist_training_set() -> tuple[np.ndarray, np.ndarray]:
    """Return MNIST's training images, uint8 (60000, 28, 28), and their labels.

    Raises:
        DataError: the data file is missing or damaged.
    """
    return load_training_digits()


def images_measured_by(config: TrainConfig) -> np.ndarray:
    """Return the test images that a run with that config was measured on, uint8 (10000, 28, 28).

    Raises:
        DataError: as `mnist_test_set`.
    """
    return _disturbed_test_set(disturbance(config))


@st.cache_resource(max_entries=4, show_spinner=False)  # 8 MB each
def _disturbed_test_set(how: Disturbance) -> np.ndarray:
    return splits.own_test_images(mnist_test_set()[0], how)
