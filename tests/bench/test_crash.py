"""The books of `bench crash`: what is a loss, and what a kill may leave behind."""

import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digitdemo.bench.harness.crash_app import QUOTA
from digitdemo.bench.harness.crash_books import Books
from digitdemo.bench.harness.crash_trainer import MODEL
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.database import sqlite_url
from digitdemo.runs.store import RunStore

OWNER = "app-0-0"


class App:
    """Does what the killed app does, and writes its journal."""

    def __init__(self, folder: Path) -> None:
        self.store = RunStore(folder, quota=QUOTA)
        self.journal: list[dict[str, Any]] = []
        self._numbers = itertools.count()

    def save(self, run_id: str, *, said: bool = True, done: bool = True, whole: bool = True) -> None:
        run = dataclasses.replace(SHIPPED.load(MODEL), id=run_id)
        files = SHIPPED.folder(MODEL) if whole else None
        self.do("save", run_id, lambda: self.store.save(run, files, OWNER) if done else (), said=said)

    def do(self, what: str, run_id: str, act: Callable[[], Any], *, said: bool = True, **fields: Any) -> None:
        number = next(self._numbers)
        self.journal.append({"begin": number, "do": what, "run": run_id, "owner": OWNER, **fields})
        result = act()
        if said:
            self.journal.append({"end": number, "result": result})


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(tmp_path)


def losses(app: App, tmp_path: Path) -> list[str]:
    books = Books(tmp_path, sqlite_url(tmp_path))
    books.check([app.journal])
    books.check_leftovers()
    return list(books.losses)


def test_what_was_said_and_is_so_is_no_loss(app: App, tmp_path: Path):
    for run_id in ("a", "b", "c", "d", "e", "f"):  # more than there is room for
        app.save(run_id)
    own = app.store.of(OWNER)
    app.do("pin", "f", lambda: own.pin("f"))
    app.do("rename", "f", lambda: own.rename("f", "a name"), name="a name")
    app.do("share", "f", lambda: own.share("f"))
    app.do("delete", "e", lambda: own.delete("e"))
    assert losses(app, tmp_path) == []
    assert app.store.ids()[-1] == "f"


@pytest.mark.parametrize("done", [True, False])
def test_what_was_cut_off_may_be_there_or_not(app: App, tmp_path: Path, done: bool):
    for run_id in ("a", "b", "c", "d"):
        app.save(run_id)
    own = app.store.of(OWNER)
    app.do("pin", "d", lambda: own.pin("d") if done else None, said=False)
    app.save("e", said=False, done=done)  # if it is done, the oldest has made room
    assert losses(app, tmp_path) == []


def test_a_run_that_is_gone_or_half_there_or_not_as_it_was_said_to_be_is_a_loss(app: App, tmp_path: Path):
    app.save("gone")
    app.save("half", whole=False)
    app.save("other")
    app.do("pin", "other", lambda: True)
    app.do("delete", "other", lambda: False)
    app.store.save(dataclasses.replace(SHIPPED.load(MODEL), id="unheard-of"), None, OWNER)
    app.store.of(OWNER).delete("gone")
    found = losses(app, tmp_path)
    assert "gone was said to be saved and is gone" in found
    assert "half: run half: there is no model.keras of it" in found
    assert "other: pinned was said to be True and is False" in found
    assert "unheard-of is there, and ought not to be" in found
    assert len(found) == 4
