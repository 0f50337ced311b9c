import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.files import new_run_id
from digitdemo.runs.run import RunError
from digitdemo.runs.store import RunStore
from tests.runs.conftest import a_run, change, put


def test_a_saved_run_comes_back_with_its_files_and_the_draft_goes(store: RunStore):
    run = a_run(outcome="stopped", reason="by hand", machine="a machine", temperature=1.3)
    with store.draft() as draft:
        (draft / "model.tflite").write_bytes(b"model")
        (draft / "snapshots.npz").write_bytes(bytes(100_000))
        assert store.save(run, draft) == ()
    assert not draft.exists()
    assert store.load("a-run") == run
    assert store.read("a-run", "model.tflite") == b"model"
    assert store.read("a-run", "snapshots.npz") == bytes(100_000)
    assert store.has("a-run", "model.tflite")
    assert not store.has("a-run", "inside.tflite")
    assert store.with_file("model.tflite", ["another", "a-run"]) == {"a-run"}


def test_what_is_not_there_is_said_to_be_missing(store: RunStore):
    assert not store.has("a-run", "model.tflite")
    with pytest.raises(RunError, match=r"run a-run: there is no run\.json"):
        store.load("a-run")
    put(store, "a-run")
    with pytest.raises(RunError, match=r"run a-run: there is no inside\.tflite"):
        store.read("a-run", "inside.tflite")


def test_a_save_that_fails_leaves_what_was_there_before(store: RunStore, tmp_path: Path):
    put(store, "a-run", model=b"old", reason="old")
    with store.draft() as draft:
        (draft / "model.tflite").write_bytes(b"new")
        (draft / "no-file").mkdir()  # it comes last, and cannot be read
        with pytest.raises(OSError, match="no-file"):
            store.save(a_run(reason="new"), draft)
    assert store.load("a-run").reason == "old"
    assert store.read("a-run", "model.tflite") == b"old"


def test_saving_again_replaces_the_whole_run(store: RunStore):
    put(store, "a-run", model=b"old", reason="old")
    with store.draft() as draft:
        store.save(a_run(reason="anew"), draft)
    assert store.load("a-run").reason == "anew"
    assert not store.has("a-run", "model.tflite")
    assert store.ids() == ["a-run"]


def test_a_draft_that_fails_leaves_nothing(store: RunStore, tmp_path: Path):
    def fail() -> None:
        with store.draft() as draft:
            (draft / "model.tflite").write_bytes(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert store.ids() == []
    assert list(tmp_path.glob("drafts/*/*")) == []


@pytest.mark.parametrize("run_id", ["", "..", "../secret", "a/b", "A", "x" * 80, ".draft-1", "a' OR '1"])
def test_what_is_no_id_is_refused(tmp_path: Path, run_id: str):
    with pytest.raises(RunError, match="small letters, digits and hyphens"):
        RunStore(tmp_path).load(run_id)


def test_new_ids_differ_and_are_allowed(tmp_path: Path):
    ids = [new_run_id(TrainConfig()) for _ in range(20_000)]
    assert len(set(ids)) == len(ids)
    store = RunStore(tmp_path)
    assert not any(store.has(run_id, "model.tflite") for run_id in ids[:50])


def test_runs_are_in_the_order_of_saving_whatever_their_ids_and_the_clock_say(store: RunStore):
    for run_id in ("20270101-000000-mlp-abcdef", "20250101-000000-mlp-abcdef", "20260101-000000-mlp-abcdef"):
        put(store, run_id)
    with store.draft() as draft:
        store.save(a_run("20270101-000000-mlp-abcdef"), draft)  # anew: it is the newest now
    assert [run_id[:4] for run_id in store.ids()] == ["2025", "2026", "2027"]


def test_a_file_that_was_damaged_is_noticed(store: RunStore, url: str):
    put(store, "a-run", model=b"model")
    change(url, "UPDATE files SET data = :data WHERE name = 'model.tflite'", data=b"modem")
    with pytest.raises(RunError, match=r"^run a-run: model\.tflite is damaged$"):
        store.read("a-run", "model.tflite")
    assert store.load("a-run")  # its curve is whole


def test_a_record_that_was_damaged_is_noticed(store: RunStore, url: str):
    put(store, "a-run")
    change(url, "UPDATE files SET data = :data WHERE name = 'run.json'", data=b"{}")
    with pytest.raises(RunError, match=r"^run a-run: run\.json is damaged$"):
        store.load("a-run")


@pytest.mark.parametrize("about", ["{", "[]", json.dumps({"config": {}, "outcome": "x" * 100_000})])
def test_a_record_that_is_none_is_refused_in_few_words(tmp_path: Path, about: str, monkeypatch: pytest.MonkeyPatch):
    store = RunStore(tmp_path)
    monkeypatch.setattr("digitdemo.runs.rows.run_to_dict", lambda run: json.loads(about) if about != "{" else about)
    put(store, "a-run")
    with pytest.raises(RunError, match="run a-run: cannot be read") as refusal:
        store.load("a-run")
    assert len(str(refusal.value)) < 300


def test_many_threads_and_two_apps_write_and_read_at_once(make_store: Callable[..., RunStore]):
    stores = [make_store(), make_store()]
    barrier = threading.Barrier(8)

    def work(worker: int) -> list[str]:
        store = stores[worker % 2]
        barrier.wait(timeout=60)  # the first of them makes the tables, too
        ids = [f"run-{worker}-{number}" for number in range(3)]
        for run_id in ids:
            put(store, run_id, model=run_id.encode())
            assert store.read(run_id, "model.tflite") == run_id.encode()
        return ids

    with ThreadPoolExecutor(8) as workers:
        saved = [run_id for ids in workers.map(work, range(8)) for run_id in ids]
    assert set(stores[0].ids()) == set(saved)
    assert stores[0].ids() == stores[1].ids()
