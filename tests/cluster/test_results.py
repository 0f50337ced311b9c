import hashlib
from pathlib import Path

import pytest

from digitdemo.cluster import results
from digitdemo.cluster.messages import File
from digitdemo.cluster.results import Arriving, BadFiles, check_listed, listed, part
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import KERAS_FILE, MODEL_FILE

LINEAR = TrainConfig(architecture="linear", epochs=1)
DATA = b"a model" * 1000
FILE = File(MODEL_FILE, len(DATA), hashlib.sha256(DATA).hexdigest())


def test_files_arrive_as_they_were_listed(tmp_path: Path):
    there, here = tmp_path / "there", tmp_path / "here"
    for folder in (there, here):
        folder.mkdir()
    (there / MODEL_FILE).write_bytes(DATA)
    (there / KERAS_FILE).write_bytes(b"")
    found = listed(there)
    check_listed(found, LINEAR)
    assert [file.name for file in found] == [KERAS_FILE, MODEL_FILE]
    assert [file.start for file in found] == [b"", DATA]
    for file in [*found, FILE]:  # the last one comes part by part
        arriving = Arriving(file, here)
        while not arriving.whole:
            arriving.add(part(there, file.name, arriving.size)[:999])
    assert (here / MODEL_FILE).read_bytes() == DATA
    assert (here / KERAS_FILE).read_bytes() == b""


@pytest.mark.parametrize(
    ("before", "part"), [(b"", DATA[:-1] + b"X"), (DATA[:10], b""), (b"", DATA + b"X"), (DATA, DATA)]
)
def test_what_is_not_what_was_announced_is_not_taken(before: bytes, part: bytes, tmp_path: Path):
    arriving = Arriving(FILE, tmp_path)
    if before:
        arriving.add(before)
    with pytest.raises(BadFiles):
        arriving.add(part)


@pytest.mark.parametrize("start", [b"", DATA[:-1] + b"X", DATA + b"X"])
def test_a_file_that_is_whole_from_its_start_and_another_is_not_taken(start: bytes, tmp_path: Path):
    with pytest.raises(BadFiles):
        Arriving(File(MODEL_FILE, min(len(start), len(DATA)), FILE.sha256, start), tmp_path)


def test_what_is_sent_with_the_list_is_no_more_than_is_sent_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(results, "PART_BYTES", 1000)
    (tmp_path / KERAS_FILE).write_bytes(DATA[:900])
    (tmp_path / MODEL_FILE).write_bytes(DATA)
    assert [len(file.start) for file in listed(tmp_path)] == [900, 100]


@pytest.mark.parametrize(
    "files",
    [
        [File("../../etc/passwd", 1, "")],
        [File("run.json", 1, "")],
        [FILE, FILE],
        [File(MODEL_FILE, 10**9, "")],
        [File(MODEL_FILE, -1, "")],
    ],
)
def test_names_and_sizes_are_checked_before_anything_is_sent(files: list[File]):
    with pytest.raises(BadFiles):
        check_listed(files, LINEAR)


@pytest.mark.parametrize(("name", "offset"), [("../secret", 0), ("secret", 0), (MODEL_FILE, -1)])
def test_no_other_file_can_be_asked_for(name: str, offset: int, tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (tmp_path / "secret", folder / "secret", folder / MODEL_FILE):
        path.write_bytes(DATA)
    with pytest.raises(BadFiles):
        part(folder, name, offset)
