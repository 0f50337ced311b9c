import json
from pathlib import Path

import pytest

from digitdemo.runs.folders import RunFolders
from digitdemo.runs.run import Run, RunError
from tests.runs.conftest import a_run


def saved(folders: RunFolders, run: Run, model: bytes | None = None) -> Path:
    with folders.draft() as draft:
        if model:
            (draft / "model.tflite").write_bytes(model)
        return folders.save(run, draft)


def test_a_saved_run_comes_back(tmp_path: Path):
    folders = RunFolders(tmp_path / "runs")
    run = a_run(outcome="stopped", reason="by hand", machine="a machine", temperature=1.3)
    folder = saved(folders, run, b"model")
    assert folders.load(run.id) == run
    assert folders.has(run.id, "model.tflite")
    assert folders.read(run.id, "model.tflite") == b"model"
    assert not folders.has(run.id, "inside.tflite")
    assert list(folders.root.iterdir()) == [folder]


@pytest.mark.parametrize("temperature", [0, -1, "1", True, 1e9, float("nan")])
def test_a_temperature_that_is_none_is_refused(tmp_path: Path, temperature: object):
    folder = saved(RunFolders(tmp_path), a_run())
    about = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**about, "temperature": temperature}), encoding="utf-8")
    with pytest.raises(RunError, match="temperature"):
        RunFolders(tmp_path).load("a-run")


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path):
    def fail() -> None:
        with RunFolders(tmp_path).draft() as draft:
            (draft / "model.tflite").write_bytes(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_saving_again_replaces_the_whole_run(tmp_path: Path):
    folders = RunFolders(tmp_path)
    saved(folders, a_run(), b"old")
    saved(folders, a_run(reason="anew"))
    assert folders.load("a-run").reason == "anew"
    assert not folders.has("a-run", "model.tflite")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a-run"]


@pytest.mark.parametrize("run_id", ["", "..", "../secret", "a/b", "A", "x" * 80, ".draft-1"])
def test_an_id_cannot_lead_elsewhere(tmp_path: Path, run_id: str):
    with pytest.raises(RunError, match="small letters, digits and hyphens"):
        RunFolders(tmp_path).load(run_id)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", "{"),
        ("config.json", json.dumps({"config": {"epochs": 0}, "outcome": "finished", "reason": "", "machine": ""})),
        ("config.json", json.dumps({"config": {}, "outcome": "won", "reason": "", "machine": ""})),
        ("history.json", json.dumps([{"epoch": 0}])),
        ("history.json", None),
    ],
)
def test_damaged_runs_are_refused(tmp_path: Path, file: str, content: str | None):
    folder = saved(RunFolders(tmp_path), a_run())
    (folder / file).unlink() if content is None else (folder / file).write_text(content)
    with pytest.raises(RunError, match="run a-run: cannot be read"):
        RunFolders(tmp_path).load("a-run")


def test_what_is_said_of_a_damaged_run_is_short_and_tells_no_path(tmp_path: Path):
    folder = saved(RunFolders(tmp_path), a_run())
    (folder / "config.json").write_text(json.dumps({"config": {}, "outcome": "x" * 100_000}))
    with pytest.raises(RunError, match="outcome") as refusal:
        RunFolders(tmp_path).load("a-run")
    assert len(str(refusal.value)) < 300
    (folder / "config.json").unlink()
    with pytest.raises(RunError, match=r"config\.json") as refusal:
        RunFolders(tmp_path).load("a-run")
    assert str(tmp_path) not in str(refusal.value)


def test_a_run_whose_replacement_fails_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folders = RunFolders(tmp_path)
    saved(folders, a_run(reason="old"), b"old")
    real = Path.rename

    def full(path: Path, target: Path) -> Path:
        if target.name == "a-run":
            raise OSError(28, "No space left on device")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(OSError, match="No space left"):
            saved(folders, a_run(reason="new"), b"new")
    assert folders.load("a-run").reason == "old"
    assert folders.read("a-run", "model.tflite") == b"old"
