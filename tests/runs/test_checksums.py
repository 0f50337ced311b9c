import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from digitdemo.runs.checksums import FILE, check_files, read_checksums, record_checksums
from digitdemo.runs.run import RunError
from digitdemo.system import ASSETS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("models/cnn/model.tflite", "models/cnn/config.json", "models/cnn-2/model.tflite", "curves.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    for part in ("models/cnn", "models/cnn-2", "curves.json"):
        record_checksums(part, tmp_path)
    return tmp_path


def test_every_shipped_file_is_as_recorded():
    sums = read_checksums()
    assert set(sums) == {
        path.relative_to(ASSETS).as_posix()
        for pattern in ("models/*/*", "judge/*", "*.json.gz", "letters.npz", "studies/*")
        for path in ASSETS.glob(pattern)
    }
    check_files(ASSETS, sums)


def test_sums_are_those_of_the_files_by_name(folder: Path):
    sums = read_checksums(folder)
    assert list(sums) == [
        "curves.json",
        "models/cnn-2/model.tflite",
        "models/cnn/config.json",
        "models/cnn/model.tflite",
    ]
    assert all(hashlib.sha256(name.encode()).hexdigest() == value for name, value in sums.items())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="this system has no sha256sum")
def test_sha256sum_reads_them(folder: Path):
    command = ["sha256sum", "--check", "--strict", FILE]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "curves.json").write_text("changed")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1


def test_recording_one_part_says_nothing_new_of_the_others(folder: Path):
    before = read_checksums(folder)
    (folder / "curves.json").write_text("damaged")
    (folder / "models" / "cnn" / "config.json").unlink()
    (folder / "models" / "cnn" / "model.tflite").write_text("new")
    record_checksums("models/cnn", folder)
    after = read_checksums(folder)
    assert {name for name in before if before[name] != after.get(name)} == {
        "models/cnn/config.json",
        "models/cnn/model.tflite",
    }
    assert "models/cnn/config.json" not in after


@pytest.mark.parametrize("text", [None, "", "\n", "abc  curves.json", "0" * 64 + "  one\n" + "0" * 63, "\udcff"])
def test_a_damaged_list_is_refused(folder: Path, text: str | None):
    (folder / FILE).unlink() if text is None else (folder / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RunError, match="SHA256SUMS"):
        read_checksums(folder)


@pytest.mark.parametrize("text", [None, "changed"])
def test_a_file_that_is_missing_or_differs_is_named(folder: Path, text: str | None):
    sums = read_checksums(folder)
    check_files(folder, sums)
    (folder / "curves.json").unlink() if text is None else (folder / "curves.json").write_text(text)
    with pytest.raises(RunError, match=r"curves\.json"):
        check_files(folder, sums)


def test_what_is_not_in_the_list_is_not_taken_for_whole(folder: Path):
    with pytest.raises(RunError, match="says nothing"):
        check_files(folder, {})
