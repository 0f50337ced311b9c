"""Files of what strangers wrote: read, or refused with what is allowed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitdemo.data.mnist import DataError
from digitdemo.data.stranger_files import LabelledPicture, read_digit_arrays, read_manifest, read_sign_file

LINE = [[0.0, 0.0], [10.0, 20.0]]


def test_a_manifest_lists_digits_and_what_is_none(tmp_path: Path):
    rows = 'file,label,kind,source\na.png,7,"photo, dim",x\nb.png,none,\n'
    (tmp_path / "manifest.csv").write_text(rows, encoding="utf-8")
    assert read_manifest(tmp_path) == [
        LabelledPicture(tmp_path / "a.png", 7, "photo, dim"),
        LabelledPicture(tmp_path / "b.png", None, ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label,kind\n", "no pictures"),
        ("file,label,kind\na.png,12,x\n", "line 2: label '12' is not allowed"),
        ("file,label,kind\na.png,1,x\n../b.png,1,x\n", "line 3: file '../b.png' is not allowed"),
        ("name,digit\na.png,1\n", "line 2: file ''"),
        (None, "cannot be read"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path: Path, text: str | None, message: str):
    if text is not None:
        (tmp_path / "manifest.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_manifest(tmp_path)


def test_arrays_are_images_and_digits(tmp_path: Path):
    path, images = tmp_path / "digits.npz", np.zeros((3, 28, 28), np.uint8)
    np.savez(path, x=images, y=np.array([0, 9, 4], np.uint8))
    found, labels = read_digit_arrays(path)
    assert found.shape == images.shape
    assert labels.tolist() == [0, 9, 4]


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"x": np.zeros((2, 28, 28)), "y": np.zeros(2)}, "x is float64"),
        ({"x": np.zeros((2, 28, 28), np.uint8), "y": np.zeros(3)}, "give uint8"),
        ({"x": np.zeros((0, 28, 28), np.uint8), "y": np.zeros(0)}, "give uint8"),
        ({"x": np.zeros((1, 28, 28), np.uint8), "y": np.array([10])}, "10 to 10 are not allowed"),
        ({"images": np.zeros(1)}, "cannot be read"),
        ({"x": np.array([{}]), "y": np.zeros(1)}, "cannot be read"),
    ],
)
def test_other_arrays_are_refused(tmp_path: Path, arrays: dict[str, np.ndarray], message: str):
    path = tmp_path / "digits.npz"
    np.savez(path, **arrays)
    with pytest.raises(DataError, match=message):
        read_digit_arrays(path)
    with pytest.raises(DataError, match="cannot be read"):
        read_digit_arrays(tmp_path / "missing.npz")


@pytest.mark.parametrize("within", [True, False])
def test_signs_stand_in_a_list_alone_or_with_words_about_it(tmp_path: Path, within: bool):
    entries = [{"kind": "Greek", "label": "none", "writer": "1", "strokes": [LINE, []]}, {"strokes": [LINE]}]
    path = tmp_path / "signs.json"
    path.write_text(json.dumps({"about": "signs", "drawings": entries} if within else entries))
    first, second = read_sign_file(path)
    assert (first.kind, second.kind) == ("Greek", "")
    assert [stroke.tolist() for stroke in first.strokes] == [LINE]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], "no drawings"),
        ([{"strokes": [[]]}], "drawing 0: there are no strokes"),
        ([{"strokes": [LINE], "label": 3}], "label 3 is not allowed; give none"),
        ([{"strokes": [[["a", "b"]]]}], "not a file of drawings"),
        ({"strokes": [LINE]}, "not a file of drawings"),
        ("{", "not a file of drawings"),
    ],
)
def test_what_is_no_file_of_signs_is_refused(tmp_path: Path, entries: Any, message: str):
    path = tmp_path / "signs.json"
    path.write_text(entries if isinstance(entries, str) else json.dumps(entries))
    with pytest.raises(DataError, match=message):
        read_sign_file(path)
