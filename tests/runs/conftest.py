"""Stores on both kinds of databases: each test of theirs runs with a SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.runs.store import RunStore
from tests.conftest import RECORD


def a_run(run_id: str = "a-run", **fields) -> Run:
    return Run(id=run_id, config=TrainConfig(architecture="mlp", dropout=0.2), history=(RECORD,), **fields)


def put(
    store: RunStore, run_id: str, owner: str = "", *, model: bytes = b"model", address: str = "", **fields
) -> tuple[str, ...]:
    """Keep a run with that model as a training would; return which runs had to go."""
    with store.draft(owner) as draft:
        (draft / "model.tflite").write_bytes(model)
        return store.save(a_run(run_id, **fields), draft, owner, address)


def change(url: str, statement: str, **values: object) -> int:
    """Change a database behind the store's back, and return how many rows that met."""
    engine = create_engine(url)
    with engine.begin() as connection:
        count = connection.execute(text(statement), values).rowcount
    engine.dispose()
    return count


@pytest.fixture
def make_store(url: str, tmp_path: Path) -> Iterator[Callable[..., RunStore]]:
    """Opens the same database again and again, as apps of their own would."""
    made: list[RunStore] = []

    def make(**options) -> RunStore:
        made.append(RunStore(tmp_path, url, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def store(make_store: Callable[..., RunStore]) -> RunStore:
    return make_store()
