import contextlib
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event

from digitdemo.runs.database import Database
from digitdemo.runs.migrate import migrations
from digitdemo.runs.run import StoreError
from digitdemo.runs.schema import SCHEMA, metadata
from digitdemo.runs.store import RunStore, default_store
from digitdemo.system import PROJECT
from tests.runs.conftest import a_run, change, put


def test_the_migrations_make_the_tables_that_the_program_uses(store: RunStore, url: str):
    put(store, "a-run")
    assert ScriptDirectory.from_config(migrations()).get_heads() == [SCHEMA]
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(make_store, url: str):
    put(make_store(), "a-run")
    change(url, "UPDATE alembic_version SET version_num = '9999'")
    newer = make_store()
    with pytest.raises(StoreError, match="made by a newer version of this program"):
        newer.load("a-run")
    newer.tidy()  # it is no reason for the app not to start
    change(url, "UPDATE alembic_version SET version_num = :now", now=SCHEMA)
    assert make_store().load("a-run")


def test_alembic_is_imported_only_to_migrate(tmp_path: Path):
    script = """
import sys
from pathlib import Path
from digitdemo.runs.store import RunStore
RunStore(Path(sys.argv[1])).ids()
print("alembic" in sys.modules, "psycopg" in sys.modules, "tensorflow" in sys.modules)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    for first in (True, False):
        printed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        assert printed == f"{first} False False\n"


def test_who_opens_a_new_file_while_another_writes_its_first_lines_waits(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ["COMMIT"])
    done.start()
    with Database(f"sqlite:///{tmp_path}/runs.sqlite").read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    done.join()
    other.close()


def test_a_database_in_a_file_needs_no_temporary_folder(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path}/runs.sqlite").write() as connection:
        in_memory = 2  # sqlite.org/pragma.html#pragma_temp_store
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == in_memory


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/runs", "nothing://x"])
def test_an_address_that_is_none_is_refused(url: str):
    with pytest.raises(StoreError, match="address of the database of runs cannot be used"):
        Database(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_no_message_has_the_password_or_the_place_of_a_server_that_does_not_answer(
    tmp_path: Path, scheme: str, caplog: pytest.LogCaptureFixture
):
    store = RunStore(tmp_path, f"{scheme}://somebody:secret@/runs?host={tmp_path}")
    with caplog.at_level(logging.WARNING), pytest.raises(StoreError) as refusal:
        store.load("a-run")
    assert str(refusal.value) == "the database of runs fails (it does not answer)"
    assert "secret" not in caplog.text
    assert str(tmp_path) in caplog.text
    store.tidy()  # it is no reason for the app not to start


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path):
    (tmp_path / "runs.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="its file is no database") as refusal:
        RunStore(tmp_path).load("a-run")
    assert str(tmp_path) not in str(refusal.value)


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="the folder of runs cannot be made"):
        RunStore(tmp_path / "file" / "runs").load("a-run")


@contextlib.contextmanager
def limited(pages: int) -> Iterator[None]:
    """Let no SQLite file grow beyond that: SQLite then says what it says on a full disk."""

    def limit(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    event.listen(Engine, "begin", limit)
    try:
        yield
    finally:
        event.remove(Engine, "begin", limit)


def test_a_full_disk_refuses_the_run_and_keeps_what_there_is(tmp_path: Path):
    store = RunStore(tmp_path)
    put(store, "a-run")
    with store.draft() as draft:
        (draft / "model.tflite").write_bytes(bytes(5_000_000))
        with pytest.raises(StoreError, match="the disk is full"), limited(40):
            store.save(a_run("large"), draft)
    assert store.ids() == ["a-run"]
    assert store.read("a-run", "model.tflite") == b"model"
    store.close()
    put(store, "another")
    assert store.ids() == ["a-run", "another"]


def test_the_environment_names_folder_and_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path / "there"))
    put(default_store(), "a-run")
    assert (tmp_path / "there" / "runs.sqlite").is_file()
    monkeypatch.setenv("DIGITDEMO_DATABASE_URL", f"sqlite:///{tmp_path}/named.sqlite")
    assert default_store().ids() == []
    assert (tmp_path / "named.sqlite").is_file()
    assert default_store(f"sqlite:///{tmp_path}/there/runs.sqlite").ids() == ["a-run"]
