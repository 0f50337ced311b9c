"""MNIST from `assets/mnist.npz`, checked before use. Nothing is downloaded."""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitdemo.data.mnist_file import MNIST_PATH

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


def training_digits(inflated_images: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return `x_train`, whose bytes `mnist_file.inflated_training_images` has inflated before, and `y_train`, checked.

    Raises:
        DataError: as `load_mnist`.
    """
    file = io.BytesIO(inflated_images)
    try:
        np.lib.format.read_magic(file)
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        images = np.frombuffer(inflated_images, dtype, offset=file.tell()).reshape(shape)
    except Exception as error:  # NumPy's parser of the head raises errors of several kinds, by the version of Python
        raise DataError(f"{MNIST_PATH}: x_train is damaged ({error}); restore assets/mnist.npz") from error
    images = _checked(images, "x_train", *_ARRAYS["x_train"], MNIST_PATH)
    return images, _load(MNIST_PATH, ("y_train",))["y_train"]


def _load(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: _checked(archive[name], name, *_ARRAYS[name], path) for name in names}
    except FileNotFoundError:
        raise DataError(f"{path}: the MNIST file is missing; restore assets/mnist.npz from the repository") from None
    except DataError:
        raise
    except Exception as error:  # zipfile, zlib and NumPy raise errors of a dozen kinds over damaged bytes
        raise DataError(f"{path}: the MNIST file is damaged ({error}); restore assets/mnist.npz") from error


def _checked(array: np.ndarray, name: str, shape: tuple[int, ...], digest: str, path: Path) -> np.ndarray:
    if array.dtype != np.uint8 or array.shape != shape:
        raise DataError(f"{path}: {name} is {array.dtype} {array.shape}; expected uint8 {shape}")
    if hashlib.sha256(np.ascontiguousarray(array).data).hexdigest() != digest:
        raise DataError(f"{path}: {name} differs from the original MNIST (SHA-256); restore assets/mnist.npz")
    array.flags.writeable = False
    return array
