from pathlib import Path

import numpy as np
import pytest

from digitdemo.data.digit_or_not.likeness import may_be_learned
from digitdemo.data.digit_or_not.scripts import foreign_letter, read_letters, write_letters
from digitdemo.data.mnist import DataError


def test_letters_differ_and_the_same_seed_draws_the_same():
    rng = np.random.default_rng(3)
    drawn = [foreign_letter(rng) for _ in range(20)]
    assert np.array_equal(drawn[0], foreign_letter(np.random.default_rng(3)))
    assert len({image.tobytes() for image in drawn}) == 20
    assert (drawn[0].shape, drawn[0].dtype) == ((28, 28), np.uint8)
    assert all(may_be_learned(image) for image in drawn)


def test_there_are_letters_of_a_hundred_scripts_each_in_its_box():
    letters = read_letters()
    assert len(letters) > 100
    assert all(len(each) >= 12 for each in letters.values())
    for strokes in letters["Georgian"]:
        points = np.concatenate(strokes)
        assert points.min() == pytest.approx(-50, abs=1)
        assert np.ptp(points, axis=0).max() == pytest.approx(100, abs=1)


def test_what_is_written_is_read(tmp_path: Path):
    ring, dot = np.array([[0.0, 0.0], [60.0, 10.0], [0.0, 30.0]]), np.array([[70.0, 0.0], [70.0, 0.0]])
    line = np.array([[70.0, 0.0], [70.0, 35.0]])
    write_letters({"Own": [(ring, dot), (ring,)], "Other": [(line,)]}, tmp_path / "letters.npz")
    letters = read_letters(tmp_path / "letters.npz")
    assert list(letters) == ["Own", "Other"]
    assert [len(strokes) for strokes in letters["Own"]] == [2, 1]
    assert letters["Own"][0][1][0] == pytest.approx([50, -50])
    assert letters["Other"][0][0][[0, -1]] == pytest.approx(np.array([[-50, -50], [-50, 50]]))


@pytest.mark.parametrize("content", [None, b"", b"PK nothing", b"\x93NUMPY"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "letters.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"letters\.npz"):
        read_letters(tmp_path / "letters.npz")
