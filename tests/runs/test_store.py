import json
import logging
import os
import time
from pathlib import Path

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run, RunError
from digitdemo.runs.store import RunStore, new_run_id
from tests.conftest import RECORD


def a_run(run_id: str = "a-run", **fields) -> Run:
    return Run(id=run_id, config=TrainConfig(architecture="mlp", dropout=0.2), history=(RECORD,), **fields)


def saved(store: RunStore, run: Run, model: bytes | None = None) -> Path:
    with store.draft() as draft:
        if model:
            (draft / "model.tflite").write_bytes(model)
        return store.save(run, draft)


def test_a_saved_run_comes_back(tmp_path: Path):
    store, run = (
        RunStore(tmp_path / "runs"),
        a_run(outcome="stopped", reason="by hand", machine="a machine", temperature=1.3),
    )
    folder = saved(store, run, b"model")
    assert store.load(run.id) == run
    assert store.model_path(run.id) == folder / "model.tflite"
    assert sorted(entry.name for entry in store.root.iterdir()) == ["a-run"]


@pytest.mark.parametrize("temperature", [0, -1, "1", True, 1e9, float("nan")])
def test_a_temperature_that_is_none_is_refused(tmp_path: Path, temperature: object):
    folder = saved(RunStore(tmp_path), a_run())
    about = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**about, "temperature": temperature}), encoding="utf-8")
    with pytest.raises(RunError, match="temperature"):
        RunStore(tmp_path).load("a-run")


def test_a_run_without_a_model_has_no_model_path(tmp_path: Path):
    saved(RunStore(tmp_path), a_run())
    assert RunStore(tmp_path).model_path("a-run") is None


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path):
    store = RunStore(tmp_path)

    def fail() -> None:
        with store.draft() as draft:
            (draft / "model.tflite").write_bytes(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_saving_again_replaces_the_whole_run(tmp_path: Path):
    store = RunStore(tmp_path)
    saved(store, a_run(), b"old")
    saved(store, a_run(reason="anew"))
    assert store.load("a-run").reason == "anew"
    assert store.model_path("a-run") is None
    assert [entry.name for entry in tmp_path.iterdir()] == ["a-run"]


@pytest.mark.parametrize("run_id", ["", "..", "../secret", "a/b", "A", "x" * 80, ".draft-1"])
def test_an_id_cannot_lead_elsewhere(tmp_path: Path, run_id: str):
    with pytest.raises(RunError, match="small letters, digits and hyphens"):
        RunStore(tmp_path).load(run_id)


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
    folder = saved(RunStore(tmp_path), a_run())
    (folder / file).unlink() if content is None else (folder / file).write_text(content)
    with pytest.raises(RunError, match="run a-run: cannot be read"):
        RunStore(tmp_path).load("a-run")


def test_what_is_said_of_a_damaged_run_is_short_and_tells_no_path(tmp_path: Path):
    folder = saved(RunStore(tmp_path), a_run())
    (folder / "config.json").write_text(json.dumps({"config": {}, "outcome": "x" * 100_000}))
    with pytest.raises(RunError, match="outcome") as refusal:
        RunStore(tmp_path).load("a-run")
    assert len(str(refusal.value)) < 300
    (folder / "config.json").unlink()
    with pytest.raises(RunError, match=r"config\.json") as refusal:
        RunStore(tmp_path).load("a-run")
    assert str(tmp_path) not in str(refusal.value)


def test_pruning_removes_the_oldest_runs_and_stale_drafts(tmp_path: Path):
    store = RunStore(tmp_path)
    for day in range(1, 6):
        saved(store, a_run(f"2026010{day}-120000-mlp-abcdef"))
    stale, foreign = tmp_path / ".draft-old", [".draft-new", ".replaced-", ".replaced-X", "2020-photos"]
    for folder in (stale, *(tmp_path / name for name in foreign)):
        folder.mkdir()
    os.utime(stale, (time.time() - 90_000, time.time() - 90_000))
    store.prune(keep=2)
    left = sorted(entry.name for entry in tmp_path.iterdir())
    assert left == [*foreign, "20260104-120000-mlp-abcdef", "20260105-120000-mlp-abcdef"]


def test_new_ids_differ_and_are_allowed(tmp_path: Path):
    ids = {new_run_id(TrainConfig()) for _ in range(50)}
    assert len(ids) == 50
    for run_id in ids:
        assert RunStore(tmp_path).model_path(run_id) is None


OLD, NEW = (f"2026010{day}-120000-mlp-abcdef" for day in (1, 2))


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, function: str) -> None:
    """Make `function` of a `Path` of that name fail, as where a permission is missing."""
    real = getattr(Path, function)

    def refused(path: Path, *args: object, **options: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **options)

    monkeypatch.setattr(Path, function, refused)


@pytest.mark.parametrize("function", ["stat", "rename"])
def test_an_entry_that_cannot_be_touched_is_named_once_and_does_not_stop_the_pruning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, function: str
):
    store = RunStore(tmp_path)
    for run_id in (OLD, NEW):
        saved(store, a_run(run_id))
    for name in (".draft-bad", ".draft-old"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - 90_000,) * 2)
    refuse(monkeypatch, ".draft-bad", function)
    for _ in range(2):
        store.prune(keep=1)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".draft-bad", NEW]
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert ".draft-bad: cannot be removed (Permission denied)" in record.getMessage()


@pytest.mark.parametrize("kind", ["file", "dangling"])
def test_what_has_the_name_of_a_run_and_is_no_folder_is_named_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
):
    store = RunStore(tmp_path)
    strange = tmp_path / "20250101-120000-mlp-abcdef"
    strange.write_text("") if kind == "file" else strange.symlink_to(tmp_path / "nowhere")
    for run_id in (OLD, NEW):
        saved(store, a_run(run_id))
    store.prune(keep=1)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [strange.name, NEW]
    assert [strange.name in record.getMessage() for record in caplog.records] == [True]


def test_pruning_to_none_leaves_none_and_without_a_folder_there_is_nothing_to_do(tmp_path: Path):
    store = RunStore(tmp_path / "runs")
    store.prune()
    saved(store, a_run(OLD))
    store.prune(keep=0)
    assert list(store.root.iterdir()) == []


def test_a_run_whose_replacement_fails_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = RunStore(tmp_path)
    saved(store, a_run(reason="old"), b"old")
    real = Path.rename

    def full(path: Path, target: Path) -> Path:
        if target.name == "a-run":
            raise OSError(28, "No space left on device")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(OSError, match="No space left"):
            saved(store, a_run(reason="new"), b"new")
    assert store.load("a-run").reason == "old"
    assert (store.model_path("a-run") or tmp_path).read_bytes() == b"old"
    store.prune()
    assert store.load("a-run").reason == "old"
