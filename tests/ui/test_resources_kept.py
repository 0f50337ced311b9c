"""What is kept of runs between script runs: only what was read, so that a failure of a moment is one of a moment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.owners import owner_of
from digitdemo.runs.run import StoreError
from digitdemo.runs.store import RunStore
from digitdemo.ui import resources
from tests.conftest import MLP, run_of

OWNER = owner_of("key")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunStore]:
    """The app's store with a run "a" that has all files of the ready-made MLP."""
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    st.cache_resource.clear()
    store = resources.run_store()
    store.save(run_of(MLP, id="a"), SHIPPED_MODELS / "mlp", OWNER)
    yield store
    store.close()
    st.cache_resource.clear()


@pytest.mark.parametrize("read", [resources.network_in_browser, resources.learning])
def test_what_failed_for_a_moment_is_read_at_the_next_time(store: RunStore, monkeypatch: pytest.MonkeyPatch, read: Any):
    def fail(run_id: str, file: str) -> bytes:
        raise StoreError("the database of runs fails (for a moment)")

    with monkeypatch.context() as failing:
        failing.setattr(store, "read", fail)
        assert read("a") is None
    assert read("a") is not None


@pytest.mark.parametrize(
    "read", [resources.network_in_browser, resources.learning, resources.classifier, resources.inside]
)
def test_what_was_asked_for_of_a_deleted_run_is_there_again_when_that_comes_back(store: RunStore, read: Any):
    own = store.of(OWNER)
    own.delete("a")
    assert read("a") is None
    own.restore("a")
    assert read("a") is not None
