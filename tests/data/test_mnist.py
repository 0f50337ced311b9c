import zipfile
from pathlib import Path

import numpy as np
import pytest

from digitdemo.data.mnist import DataError, load_mnist, load_test_digits, training_digits
from digitdemo.data.mnist_file import MNIST_PATH, inflated_training_images


def test_mnist_is_whole_and_read_only():
    mnist = load_mnist()
    assert mnist.x_train.shape == (60000, 28, 28)
    assert mnist.x_test.shape == (10000, 28, 28)
    assert mnist.x_train.dtype == np.uint8
    assert np.bincount(mnist.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    with pytest.raises(ValueError, match="read-only"):
        mnist.x_train[0, 0, 0] = 1
    assert load_mnist() is mnist  # checked once per process


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(DataError, match=r"mnist\.npz: the MNIST file is missing"):
        load_mnist(tmp_path / "mnist.npz")


def test_a_damaged_file_is_refused(tmp_path: Path):
    damaged = tmp_path / "mnist.npz"
    damaged.write_bytes(MNIST_PATH.read_bytes()[:100_000])
    with pytest.raises(DataError, match="damaged"):
        load_mnist(damaged)


@pytest.mark.parametrize(
    ("place", "byte"),
    [
        (4, 230),  # of the archive's version, which zipfile does not know
        (6, 1),  # says that the array is encrypted
        (6, 32),  # says that it is patched
        (100, 255),  # of the array, which then cannot be decompressed
    ],
)
def test_damage_of_every_kind_is_refused(tmp_path: Path, place: int, byte: int):
    damaged = tmp_path / "mnist.npz"
    data = bytearray(MNIST_PATH.read_bytes())
    with zipfile.ZipFile(MNIST_PATH) as archive:
        entry = archive.getinfo("x_test.npy")
    data[entry.header_offset + place] = byte
    directory = data.rindex(b"PK\1\2", 0, data.rindex(b"x_test.npy"))  # what is said of it at the end
    if place < 30:
        data[directory + place + 2] = byte
    damaged.write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        load_test_digits(damaged)


def test_a_changed_pixel_is_found(tmp_path: Path):
    changed = tmp_path / "mnist.npz"
    with np.load(MNIST_PATH) as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays["x_test"][5000, 14, 14] ^= 1
    np.savez(changed, **arrays)
    with pytest.raises(DataError, match="x_test differs from the original"):
        load_mnist(changed)


def test_the_test_digits_alone_are_the_same():
    images, labels = load_test_digits()
    assert np.array_equal(images, load_mnist().x_test)
    assert np.array_equal(labels, load_mnist().y_test)


def test_the_test_digits_alone_are_checked_too(tmp_path: Path):
    with pytest.raises(DataError, match="missing"):
        load_test_digits(tmp_path / "mnist.npz")


def test_the_training_digits_are_the_same_from_images_that_were_inflated_ahead():
    images, labels = training_digits(inflated_training_images())
    assert np.array_equal(images, load_mnist().x_train)
    assert np.array_equal(labels, load_mnist().y_train)


@pytest.mark.parametrize("place", [3, *range(8, 64, 5), 500_000])  # its mark, its head, a pixel
def test_images_inflated_ahead_are_checked_too(place: int):
    inflated = bytearray(inflated_training_images())
    inflated[place] ^= 1
    with pytest.raises(DataError, match="x_train"):
        training_digits(bytes(inflated))
