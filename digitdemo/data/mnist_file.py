"""The file of MNIST: where it is, and its arrays as bytes, each inflated in one piece.

There is no NumPy here: its own reader halts other threads again and again, and its import takes as long as half of the
inflating, which a thread can do meanwhile.
"""

import functools
import zipfile
from pathlib import Path

from digitdemo.system import ASSETS

MNIST_PATH = ASSETS / "mnist.npz"


@functools.cache
def inflated(path: Path, name: str) -> bytes:
    """Return an array with its header; read once per process, so that a thread can do it ahead.

    Raises:
        OSError, zipfile.BadZipFile, zlib.error, KeyError: the file or the array is missing, or damaged.
    """
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"{name}.npy")
