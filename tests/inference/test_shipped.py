"""Shipped models: a damaged one is left out, and said to be."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference import shipped
from digitdemo.inference.shipped import load_shipped, shipped_classifiers
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is shipped, to be damaged."""
    for name in ("models", "judge"):
        shutil.copytree(ASSETS / name, tmp_path / name)
    shutil.copy(ASSETS / "SHA256SUMS", tmp_path)
    monkeypatch.setattr(shipped, "SHIPPED", RunFolders(tmp_path / "models"))
    return tmp_path


def flip_bytes(path: Path, count: int = 64) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + count] = bytes(byte ^ 255 for byte in content[middle : middle + count])
    path.write_bytes(content)


def test_what_is_shipped_is_whole():
    found = load_shipped()
    assert list(found.runs) == list(ARCHITECTURES)
    assert found.problems == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: flip_bytes(folder / "model.tflite"),
        lambda folder: flip_bytes(folder / "inside.tflite", 1),
        lambda folder: flip_bytes(folder / "snapshots.npz", 1),
        lambda folder: flip_bytes(folder / "model.keras", 1),
        lambda folder: (folder / "history.json").write_text("[]"),
        lambda folder: (folder / "config.json").unlink(),
        lambda folder: (folder / "model.tflite").unlink(),
        shutil.rmtree,
    ],
)
def test_a_damaged_model_is_left_out_and_named(assets: Path, damage: Callable[[Path], None]):
    assert load_shipped().problems == ()  # read before, too: a file that has changed is read again
    damage(assets / "models" / "gru")
    found = load_shipped()
    assert list(found.runs) == [name for name in ARCHITECTURES if name != "gru"]
    label = ARCHITECTURES["gru"].label
    assert found.problems == (
        f"The shipped model {label} is missing or damaged and left out: restore assets/models/gru.",
    )
    assert "gru" not in shipped_classifiers()


def test_a_problem_is_logged_once_with_the_file(assets: Path, caplog: pytest.LogCaptureFixture):
    flip_bytes(assets / "models" / "lenet" / "model.tflite")
    for _ in range(2):
        load_shipped()
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "assets/models/lenet" in record.getMessage()
    assert "model.tflite" in record.getMessage()


@pytest.mark.parametrize("text", [None, "no sums"])
def test_without_sums_the_models_are_used_and_it_is_said(assets: Path, text: str | None):
    (assets / "SHA256SUMS").unlink() if text is None else (assets / "SHA256SUMS").write_text(text)
    found = load_shipped()
    assert list(found.runs) == list(ARCHITECTURES)
    assert found.problems == ("The shipped models cannot be checked for damage: restore assets/SHA256SUMS.",)


def test_a_model_that_the_sums_do_not_know_is_left_out(assets: Path):
    lines = (assets / "SHA256SUMS").read_text().splitlines(keepends=True)
    (assets / "SHA256SUMS").write_text("".join(line for line in lines if "models/vit/" not in line))
    assert "vit" not in load_shipped().runs


def test_without_any_model_nothing_can_answer(assets: Path):
    shutil.rmtree(assets / "models")
    assert len(load_shipped().problems) == len(ARCHITECTURES)
    with pytest.raises(RunError, match="restore assets/models/linear"):
        shipped_classifiers()


def test_a_model_that_is_needed_and_missing_is_named(assets: Path):
    shutil.rmtree(assets / "models" / "best")
    assert "gru" in shipped_classifiers(needed=["gru"])
    with pytest.raises(RunError, match="restore assets/models/best"):
        shipped_classifiers(needed=["gru", "best"])
