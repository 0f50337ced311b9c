"""Classes in a database of either kind, at an hour that the test sets."""

from pathlib import Path

import pytest

from digitdemo.runs.store import RunStore
from digitdemo.visitors.classes import Classes
from tests.conftest import Clock


@pytest.fixture
def store(url: str, tmp_path: Path):
    store = RunStore(tmp_path, url)
    yield store
    store.close()


@pytest.fixture
def classes(store: RunStore, clock: Clock) -> Classes:
    return Classes(store.database, clock)
