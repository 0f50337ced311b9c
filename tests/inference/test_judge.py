"""The shipped judge: what it takes for digits, and that a damaged one is refused."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from digitdemo.data.mnist import load_test_digits
from digitdemo.inference.classifier import ModelError
from digitdemo.inference.judge import FOLDER, Judge, load_judge
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.run import RunError


def test_of_mnists_test_digits_at_most_one_in_two_hundred_is_refused():
    images, _ = load_test_digits()
    assert 1 - load_judge().sees_digits(images).mean() <= 0.005


def test_what_was_drawn_has_to_be_clearer_than_what_was_written_on_paper():
    judge, (images, _) = load_judge(), load_test_digits()
    assert (judge.scores(images[:10]) > judge.scores(images[:10], drawn=True)).all()


def test_nothing_is_seen_in_an_image_without_ink():
    assert not load_judge().sees_digits(np.zeros((1, 28, 28), np.uint8))[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(FOLDER.parent / "SHA256SUMS", tmp_path)
    return Path(shutil.copytree(FOLDER, tmp_path / FOLDER.name))


def test_a_damaged_or_missing_file_is_refused(folder: Path):
    assert load_judge(folder).size > 0
    (folder / "model.tflite").write_bytes(b"no model")
    with pytest.raises(RunError, match=r"model\.tflite: differs"):
        load_judge(folder)
    (folder.parent / "SHA256SUMS").unlink()  # nobody can tell then
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_judge(folder)
    (folder / "model.tflite").unlink()
    with pytest.raises(RunError, match="cannot be read"):
        load_judge(folder)


def test_a_model_that_reads_digits_is_no_judge():
    with pytest.raises(ModelError, match=r"the model maps \(1, 28, 28, 1\) to \(1, 10\), not 28 × 28 to 12"):
        Judge((SHIPPED_MODELS / "linear" / "model.tflite").read_bytes())
