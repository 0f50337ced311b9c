"""All images that a training needs, in one place that is filled once per process."""

import functools
import math

import numpy as np
import tensorflow as tf

from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import Mnist, load_mnist
from digitdemo.data.own_images import MOST_OWN, OwnImages
from digitdemo.data.preprocessing import SIDE
from digitdemo.data.splits import AS_IN_MNIST, Disturbance, disturbance, own_test_images, training_set
from digitdemo.data.synthetic import pen_drawings

_ALIGNMENT = 64  # bytes; TensorFlow ends the process over a tensor that begins elsewhere
_MOST_DRAWN = int(KNOBS["pen_drawings"].maximum)


class ImageBank:
    """MNIST's training images, then its test images, then room for those drawn by the computer and by a visitor.

    `images` are uint8 (size, 28, 28, 1), 0 = paper and 255 = ink, `labels` int32 (size,), as a training is told them;
    `true_labels`, of the same kind, are as they are in MNIST. The size is always the same,
    whatever is drawn, so that the same graphs serve.
    """

    def __init__(self, mnist: Mnist) -> None:
        self.train_count, self.test_count, self.drawn_count = len(mnist.x_train), len(mnist.x_test), 0
        self._own_times, self._own_count = 0, 0
        self.size = self.train_count + self.test_count + _MOST_DRAWN + MOST_OWN
        self._images, self.images = _shared((self.size, SIDE, SIDE, 1), np.uint8)
        self._labels, self.labels = _shared((self.size,), np.int32)
        self._true_labels, self.true_labels = _shared((self.size,), np.int32)
        self._clean_test: np.ndarray | None = None  # a copy, as soon as they are to be disturbed
        self._disturbance = AS_IN_MNIST
        self._put(0, mnist.x_train, mnist.y_train)
        self._put(self.train_count, mnist.x_test, mnist.y_test)

    @property
    def mnist_test_indices(self) -> np.ndarray:
        """The indices of the test images, int32."""
        return np.arange(self.train_count, self.train_count + self.test_count, dtype=np.int32)

    @property
    def drawn_indices(self) -> np.ndarray:
        """The indices of the images drawn by the computer, int32."""
        return np.arange(self.drawn_count, dtype=np.int32) + self.train_count + self.test_count

    @property
    def own_indices(self) -> np.ndarray:
        """The indices of a visitor's drawings, int32, each as often as an epoch is to show it."""
        first = self.size - MOST_OWN
        return np.tile(np.arange(first, first + self._own_count, dtype=np.int32), self._own_times)

    def prepare(self, config: TrainConfig, own: OwnImages | None = None) -> np.ndarray:
        """Make labels, test images and drawn images those of `config`, and a visitor's drawings `own`.

        Return the indices of the training images among MNIST's.
        """
        true = self._true_labels[: self.train_count]
        subset, noisy_labels = training_set(config, true)
        self._labels[: self.train_count] = true
        self._labels[subset] = noisy_labels
        self._disturb(disturbance(config))
        self._draw(config.pen_drawings, config.seed)
        self._own_times, self._own_count = (own.times, len(own.labels)) if own else (0, 0)
        if own:
            self._put(self.size - MOST_OWN, *own.arrays)
        return subset

    def _disturb(self, how: Disturbance) -> None:
        if how == self._disturbance:
            return
        test = self._images[self.train_count : self.train_count + self.test_count, ..., 0]
        if self._clean_test is None:
            self._clean_test = test.copy()
        test[:] = own_test_images(self._clean_test, how)
        self._disturbance = how

    def _draw(self, count: int, seed: int) -> None:
        self.drawn_count = count
        if count:
            self._put(self.train_count + self.test_count, *pen_drawings(count, seed))

    def _put(self, first: int, images: np.ndarray, labels: np.ndarray) -> None:
        last = first + len(labels)
        self._images[first:last] = images[..., np.newaxis]
        self._labels[first:last] = self._true_labels[first:last] = labels


@functools.cache
def mnist_bank() -> ImageBank:
    """Return the bank of all of MNIST, made once per process.

    The arrays that it was made from are let go: they would take as much memory again.

    Raises:
        DataError: as `load_mnist`.
    """
    bank = ImageBank(load_mnist())
    load_mnist.cache_clear()
    return bank


def _shared(shape: tuple[int, ...], dtype: type) -> tuple[np.ndarray, tf.Tensor]:
    """Return an array of zeros and a tensor in the same memory, where `tf.constant` would hold up to three copies."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.zeros(size + _ALIGNMENT, np.uint8)
    start = -memory.ctypes.data % _ALIGNMENT
    array: np.ndarray = memory[start : start + size].view(dtype).reshape(shape)
    return array, tf.experimental.dlpack.from_dlpack(array.__dlpack__())
