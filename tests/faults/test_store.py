"""A store that is missing, full or may only be read: what is kept, and what is said of the rest."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.run import DiskFull, WriteRefused
from digitdemo.runs.store import RunStore
from digitdemo.system import PROJECT
from digitdemo.ui import resources
from digitdemo.visitors import keeper
from digitdemo.visitors.visits import Visits
from tests.conftest import MLP, SEVEN, run_of, until
from tests.faults.conftest import begin, ended, pages_of, said, sqlite_setting
from tests.ui.conftest import INSIDE, LAB, PAGES, PLAY, bring, damage, headings, message, open_tab, texts, visit_of

OWNER = "owner"


def put(store: RunStore, run_id: str, size: int = 1000) -> None:
    with store.draft(OWNER) as draft:
        (draft / MODEL_FILE).write_bytes(os.urandom(size))
        store.save(run_of(MLP, id=run_id), draft, OWNER)


def ids_in_another_process(folder: Path) -> list[str]:
    script = "import sys; from pathlib import Path; from digitdemo.runs.store import RunStore; "
    script += "print(*RunStore(Path(sys.argv[1])).ids())"
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split()


def test_a_folder_that_goes_under_the_app_is_made_anew_and_what_comes_then_is_kept(tmp_path: Path):
    store = RunStore(tmp_path / "runs")
    put(store, "before")
    shutil.rmtree(tmp_path / "runs")
    put(store, "after")
    assert store.ids() == ["after"]
    assert store.database.made_anew == 1
    store.close()
    assert ids_in_another_process(tmp_path / "runs") == ["after"]


@contextlib.contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder; the system's administrator may always, so it is somebody else meanwhile."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if is_administrator := os.geteuid() == 0:
        os.seteuid(65534)  # nobody
    try:
        yield
    finally:
        if is_administrator:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system's folders have other rights")
def test_a_folder_that_may_only_be_read_is_still_read_and_called_so():
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        before, after = RunStore(Path(place) / "runs"), RunStore(Path(place) / "runs")
        put(before, "a")
        with only_read(before.root):
            assert after.ids() == ["a"]
            with pytest.raises(WriteRefused, match="it may only be read"):
                after.save(run_of(MLP, id="b"), None, OWNER)
        after.close()
        put(after, "c")
        assert after.ids() == ["a", "c"]
        before.close()
        after.close()


def test_on_a_full_disk_what_was_deleted_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    store = RunStore(tmp_path)
    for run_id in "ab":
        put(store, run_id, size=1_000_000)
    with store.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with sqlite_setting(f"max_page_count={pages}"):
        with pytest.raises(DiskFull, match="the disk is full"):
            put(store, "c", size=900_000)
        assert store.ids() == ["a", "b"]
        store.of(OWNER).delete("a")
        put(store, "c", size=900_000)
        assert store.ids() == ["b", "c"]
    store.close()


def finish(lab: AppTest) -> str:
    """Train one that has a model, and return its id when it has ended."""
    trainer, job_id = begin(lab)
    (trainer.folders[job_id] / MODEL_FILE).write_bytes(os.urandom(2_000_000))
    trainer.end_job(job_id)
    ended(job_id)
    lab.run()
    return job_id


def test_where_the_disk_is_full_the_model_is_lost_and_the_curve_is_not(lab: AppTest, tmp_path: Path):
    finish(lab)
    spare = 20  # pages: the curve has two
    with sqlite_setting(f"max_page_count={pages_of(tmp_path) + spare}"):
        job_id = finish(lab)
        assert "NOT SAVED" in headings(lab)
        words = said(lab)
        assert "The model could not be saved (the database of runs fails (the disk is full))." in words
        assert "Its curve is kept, its model is not." in words
        assert "To free space, delete runs in the Lab." in words
        assert resources.run_store().load(job_id).history
        for page in PAGES:
            lab.switch_page(page).run()
            assert not lab.exception


def test_where_nothing_can_be_written_the_curve_stays_on_the_page(lab: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeper, "RETRY_SECONDS", 0.1)
    trainer, job_id = begin(lab)
    with sqlite_setting("query_only=ON"):
        trainer.end_job(job_id)
        ended(job_id)
        lab.run()
        words = said(lab)
        assert "The run could not be saved (the database of runs fails (it may only be read))." in words
        assert "Its model is lost. Its curve stays until you leave this page." in words
        assert "Whoever runs this app has to let it write there." in words
        assert visit_of(lab).shown[-1] == job_id
        for page in PAGES:
            lab.switch_page(page).run()
            assert not lab.exception
        lab.switch_page(PLAY)
        lab.session_state["canvas"] = message(SEVEN)
        lab.run()
        assert "models read 7" in texts(lab)
        lab.switch_page(LAB).run()
        lab.button(key="start").click().run()
        assert "The run could not be kept: the database of runs fails (it may only be read)." in said(lab)


def test_a_store_that_goes_under_a_visit_is_said_once_and_the_visit_goes_on(
    at: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "runs"
    monkeypatch.setenv("DIGITDEMO_RUNS", str(folder))
    at.run()
    key, owner = visit_of(at).key, visit_of(at).owner
    visits = Visits(resources.run_store().database)
    resources.run_store().save(run_of(MLP, id="a"), None, owner)
    visit_of(at).in_store = True
    at.switch_page(LAB).run()
    visit_of(at).predicted = {"lesson": 1}
    at.run()
    assert "a" in visit_of(at).runs
    until(lambda: (visits.load(owner) or {}).get("predicted"))
    shutil.rmtree(folder)
    heard = []
    for _ in range(3):
        at.run()
        assert not at.exception
        heard += [toast.value for toast in at.toast if "What was kept here is gone" in toast.value]
    assert len(heard) == 1
    visit_of(at).predicted = {"lesson": 1, "other": 0}
    at.run()
    until(lambda: (visits.load(owner) or {}).get("predicted") == {"lesson": 1, "other": 0})
    at.run()
    assert (visit_of(at).key, visit_of(at).predicted) == (key, {"lesson": 1, "other": 0})
    resources.run_store().save(run_of(MLP, id="b"), None, owner)
    at.run()
    assert "b" in visit_of(at).shown


def test_a_damaged_record_is_named_left_out_and_deleted_and_a_damaged_model_costs_no_curve(at: AppTest, tmp_path: Path):
    at.run()
    owner = visit_of(at).owner
    for run_id in ("whole", "record", "model"):
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / MODEL_FILE).write_bytes(b"a model")
        resources.run_store().save(run_of(MLP, id=run_id), tmp_path / "files", owner)
    resources.run_store().of(owner).rename("record", "My best")
    damage("record", "run.json")
    damage("model", MODEL_FILE)
    visit_of(at).in_store = True
    at.switch_page(LAB).run()
    assert "A run of yours is damaged where it is kept, and left out: My best. The others are whole." in texts(at)
    bring(at, "model")
    assert "The model of this run is damaged where it is kept, and reads no digits. Its curve is whole." in texts(at)
    for page in PAGES:
        at.switch_page(page).run()
        assert not at.exception
    visit_of(at).looked_at = "model"
    at.switch_page(INSIDE).run()
    assert "model.tflite is damaged" in texts(at)
    at.switch_page(LAB).run()
    at.button(key="delete_damaged").click().run()
    assert "left out" not in texts(at)
    open_tab(at, "Table")
    assert sorted(one.id for one in resources.run_store().of(owner).listed()) == ["model", "whole"]
