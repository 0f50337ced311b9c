import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitdemo.runs.snapshots import FILE, MOST, Snapshots, load_snapshots, snapshot_epochs


@pytest.mark.parametrize(
    ("epochs", "parameters", "kept"),
    [
        (1, 7_850, (0, 1)),
        (4, 669_706, (0, 1, 3, 4)),
        (20, 150_954, (0, 2, 4, 5, 7, 9, 11, 13, 15, 16, 18, 20)),
        (50, 10_000_000, (0, 50)),  # however large, both ends
    ],
)
def test_which_epochs_are_kept(epochs: int, parameters: int, kept: tuple[int, ...]):
    assert snapshot_epochs(epochs, parameters) == kept
    assert len(kept) <= MOST


def test_what_is_saved_is_what_was_taken_with_three_digits(tmp_path: Path):
    rng = np.random.default_rng(0)
    weights = {epoch: [rng.normal(size=(3, 4)), rng.normal(size=4)] for epoch in range(3)}
    snapshots = Snapshots(epochs=2, parameters=16)
    for epoch, taken in weights.items():
        snapshots.take(epoch, lambda taken=taken: taken)
    snapshots.take(3, lambda: pytest.fail("epoch 3 is not wanted"))
    snapshots.save(tmp_path)
    found = load_snapshots((tmp_path / FILE).read_bytes())
    assert list(found) == [0, 1, 2]
    (one,) = load_snapshots((tmp_path / FILE).read_bytes(), only=1).items()
    assert one[0] == 1
    assert all(map(np.array_equal, one[1], found[1]))
    for epoch, taken in weights.items():
        for mine, theirs in zip(found[epoch], taken, strict=True):
            assert mine.dtype == np.float32
            assert np.allclose(mine, theirs, rtol=1e-3)


def without_bracket(data: bytes) -> bytes:
    """Return it with an array's header left open."""
    return data.replace(b"), }", b"),  ", 1)


def without_contents(data: bytes) -> bytes:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("0-0.npy", b"")
    return empty.getvalue()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:100], lambda data: b"PK\x03\x04 and no archive", without_bracket, without_contents]
)
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, damage: Callable[[bytes], bytes]):
    snapshots = Snapshots(epochs=1, parameters=1)
    snapshots.keep(0, [np.zeros((100, 100))])
    snapshots.save(tmp_path)
    with pytest.raises(ValueError, match=r"snapshots\.npz"):
        load_snapshots(damage((tmp_path / FILE).read_bytes()))
