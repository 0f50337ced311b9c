"""Layers by which a network answers with the mean of its answers to several views of an image.

What it is wrong about in one view by chance it is mostly right about in another. (The mean over views: A. Krizhevsky,
I. Sutskever, G. Hinton, "ImageNet classification with deep convolutional neural networks", NIPS 2012.)
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf
from keras import layers

from digitdemo.data.preprocessing import SIDE


class Views(layers.Layer):
    """Turns each image by each of `angles`, radians clockwise: float32 (n, 28, 28, 1) to (angles * n, 28, 28, 1)."""

    def __init__(self, angles: Sequence[float]) -> None:
        super().__init__()
        self._maps = [_turned(angle) for angle in angles]

    def call(self, images: tf.Tensor) -> tf.Tensor:
        """Return the views one behind the other."""
        flat = tf.reshape(images, (-1, SIDE * SIDE))
        views = [tf.add_n([share * tf.gather(flat, pixel, axis=1) for pixel, share in each]) for each in self._maps]
        return tf.reshape(tf.concat(views, axis=0), (-1, SIDE, SIDE, 1))


class MeanOfViews(layers.Layer):
    """Takes the mean over what `views` views gave: float32 (views * n, d), as `Views` orders them, to (n, d)."""

    def __init__(self, views: int) -> None:
        super().__init__()
        self._views = views

    def call(self, answers: tf.Tensor) -> tf.Tensor:
        """Return the mean."""
        return tf.add_n(tf.split(answers, self._views)) / self._views


def _turned(angle: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return where each pixel of a picture turned by `angle` comes from: four times (pixel, its share), (784,) each."""
    middle = (SIDE - 1) / 2
    row, column = np.indices((SIDE, SIDE)).reshape(2, -1) - middle
    sources = np.stack([np.cos(angle) * row - np.sin(angle) * column, np.sin(angle) * row + np.cos(angle) * column])
    # Beyond the border is what lies on it: paper.
    sources = np.clip(sources + middle, 0, SIDE - 1.001)
    corner = np.floor(sources).astype(int)
    down, right = (sources - corner).astype(np.float32)
    first = SIDE * corner[0] + corner[1]
    return [
        (first, (1 - down) * (1 - right)),
        (first + 1, (1 - down) * right),
        (first + SIDE, down * (1 - right)),
        (first + SIDE + 1, down * right),
    ]
