"""The file of MNIST: where it is, and its training images as bytes.

There is no NumPy here: its import takes as long as half of the inflating, which a thread can do meanwhile.
"""

import zipfile
from pathlib import Path

from digitdemo.system import ASSETS

MNIST_PATH = ASSETS / "mnist.npz"


def inflated_training_images(path: Path = MNIST_PATH) -> bytes:
    """Return `x_train.npy` as it is in the archive, in one piece: NumPy's reader halts other threads at every part.

    Raises:
        OSError, zipfile.BadZipFile, zlib.error, KeyError: the file or the array is missing, or damaged.
    """
    with zipfile.ZipFile(path) as archive:
        return archive.read("x_train.npy")
