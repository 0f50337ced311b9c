import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from digitdemo.runs.folders import RunFolders
from digitdemo.runs.quota import Quota
from digitdemo.runs.store import RunStore
from tests.runs.conftest import a_run

FIRST, SECOND = (f"2026010{day}-120000-mlp-abcdef" for day in (1, 2))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder as an earlier version left it: two runs, and things that are none."""
    folders = RunFolders(tmp_path)
    for run_id in (SECOND, FIRST):
        with folders.draft() as draft:
            (draft / "model.tflite").write_bytes(run_id.encode())
            folders.save(a_run(run_id), draft)
    for name in (".draft-1", "2020-photos"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_runs_of_an_earlier_version_are_taken_over_once_and_put_away(old: Path, store: RunStore):
    for _ in range(2):
        store.tidy()
        assert store.ids() == [FIRST, SECOND]
    assert store.load(FIRST) == a_run(FIRST)
    assert store.read(FIRST, "model.tflite") == FIRST.encode()
    assert not store.has(FIRST, "config.json")
    assert {path.name for path in (old / "old").iterdir()} == {FIRST, SECOND}
    assert (old / "2020-photos").is_dir()


def test_they_are_taken_over_whatever_room_there_is(old: Path, make_store: Callable[..., RunStore]):
    store = make_store(quota=Quota(visitor=1, everybody=1))
    store.tidy()
    assert store.ids() == [FIRST, SECOND]


def test_one_that_a_killed_process_has_stored_already_is_only_put_away(old: Path, store: RunStore):
    shutil.copytree(old / FIRST, old / "copy")
    store.tidy()
    store.of("").rename(FIRST, "mine")
    (old / "copy").rename(old / FIRST)
    shutil.rmtree(old / "old" / FIRST)
    store.tidy()
    assert [kept.name for kept in store.of("").listed()] == ["mine", ""]
    assert not (old / FIRST).exists()


def test_one_that_was_being_replaced_when_the_process_was_killed_is_taken_over(old: Path, store: RunStore):
    (old / FIRST).rename(old / f".replaced-{FIRST}")
    store.tidy()
    assert store.ids() == [FIRST, SECOND]


def test_a_damaged_one_stays_where_it_is_and_is_named(old: Path, store: RunStore, caplog: pytest.LogCaptureFixture):
    (old / FIRST / "config.json").write_text("{")
    store.tidy()
    assert store.ids() == [SECOND]
    assert (old / FIRST).is_dir()
    assert f"left where it is: run {FIRST}" in caplog.text


def test_what_cannot_be_put_away_is_named_and_taken_over_nevertheless(
    old: Path, store: RunStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def refused(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refused)
        store.tidy()
    assert store.ids() == [FIRST, SECOND]
    assert "not put away (Permission denied)" in caplog.text


def test_where_there_is_nothing_to_tidy_no_database_is_made(tmp_path: Path):
    RunStore(tmp_path / "runs").tidy()
    assert not (tmp_path / "runs").exists()
