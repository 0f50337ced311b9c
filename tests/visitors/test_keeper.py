"""Visits in memory, and in the database a moment later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digitdemo.runs.database import Database, sqlite_url
from digitdemo.runs.owners import owner_of
from digitdemo.runs.run import StoreError
from digitdemo.visitors.keeper import Keeper
from digitdemo.visitors.kept import State
from digitdemo.visitors.keys import new_key
from digitdemo.visitors.visits import Visits
from tests.conftest import until

KEY = new_key()
OWNER = owner_of(KEY)


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    database = Database(sqlite_url(tmp_path))
    yield Visits(database)
    database.close()


@pytest.fixture
def keeper(visits: Visits) -> Iterator[Keeper]:
    keeper = Keeper(lambda: visits, pause=0.01)
    yield keeper
    keeper.close()


def test_what_changes_is_in_memory_at_once_and_in_the_database_soon(keeper: Keeper, visits: Visits):
    keeper.begin(OWNER, {"lessons": 1, "predicted": {"a": 1}})
    keeper.hand(OWNER, {"predicted": {"b": 2}})
    assert keeper.state(OWNER) == {"lessons": 1, "predicted": {"a": 1, "b": 2}}
    until(lambda: visits.load(OWNER) == {"lessons": 1, "predicted": {"a": 1, "b": 2}})


def test_another_app_finds_it_and_what_that_adds_is_found(keeper: Keeper, visits: Visits):
    keeper.begin(OWNER, {"predicted": {"a": 1}})
    assert keeper.open(KEY) == (OWNER, {"predicted": {"a": 1}})  # written by then
    other = Keeper(lambda: visits, pause=0.01)
    other.open(KEY)
    other.hand(OWNER, {"predicted": {"b": 2}})
    other.close()
    keeper.hand(OWNER, {"lessons": 3})
    until(lambda: keeper.state(OWNER) == {"predicted": {"a": 1, "b": 2}, "lessons": 3})


def test_what_another_tab_changes_while_a_visit_is_read_is_not_lost(
    keeper: Keeper, visits: Visits, monkeypatch: pytest.MonkeyPatch
):
    keeper.begin(OWNER, {"lessons": 1})
    keeper.open(KEY)
    load = visits.load

    def load_while_it_changes(owner: str) -> State | None:
        read = load(owner)
        keeper.hand(OWNER, {"lessons": 2})
        return read

    monkeypatch.setattr(visits, "load", load_while_it_changes)
    monkeypatch.setattr(keeper, "note_answer", lambda: until(lambda: load(OWNER) == {"lessons": 2}))
    assert keeper.open(KEY) == (OWNER, {"lessons": 2})
    assert keeper.state(OWNER) == {"lessons": 2}


def test_the_end_of_the_app_waits_for_the_last_changes(keeper: Keeper, visits: Visits):
    keeper.begin(OWNER, {"lessons": 1})
    keeper.close()
    assert visits.load(OWNER) == {"lessons": 1}


def test_what_was_forgotten_is_not_kept_again_by_another_tab(keeper: Keeper, visits: Visits):
    keeper.begin(OWNER, {"lessons": 1})
    keeper.open(KEY)
    keeper.forget(OWNER)
    keeper.hand(OWNER, {"lessons": 2})
    assert (keeper.state(OWNER), keeper.went_to(OWNER)) == (None, "")
    keeper.close()
    assert visits.load(OWNER) is None


def test_what_another_app_forgot_is_known_after_the_next_change(keeper: Keeper, visits: Visits):
    keeper.begin(OWNER, {"lessons": 1})
    keeper.open(KEY)
    visits.forget(OWNER)
    keeper.hand(OWNER, {"lessons": 2})
    until(lambda: keeper.went_to(OWNER) == "")
    assert visits.load(OWNER) is None


def test_whose_visit_went_to_another_is_known(keeper: Keeper):
    keeper.begin(OWNER, {"lessons": 1, "predicted": {"a": 1, "b": 1}})
    keeper.begin("other", {"lessons": 5, "predicted": {"a": 0}})
    keeper.bring_along(OWNER, "other")
    assert keeper.went_to(OWNER) == "other"
    assert keeper.open(KEY) == ("other", {"lessons": 5, "predicted": {"a": 0, "b": 1}})


def test_a_database_that_fails_loses_nothing_and_is_not_asked_again_at_once(tmp_path: Path):
    (tmp_path / "no-folder").write_text("")
    visits = Visits(Database(f"sqlite:///{tmp_path}/no-folder/runs.sqlite"))
    keeper = Keeper(lambda: visits, pause=0.01)
    with pytest.raises(StoreError):
        keeper.open(KEY)
    assert keeper.fails
    keeper.begin(OWNER, {"lessons": 1})
    (tmp_path / "no-folder").unlink()
    keeper.close()
    assert visits.load(OWNER) == {"lessons": 1}


def test_a_drawing_that_cannot_be_written_costs_nobody_a_change(keeper: Keeper, visits: Visits):
    other = owner_of(new_key())
    keeper.begin(other, {"lessons": 1})
    keeper.begin(OWNER, {"lessons": 2, "objects": [{"x": "\ud800"}]})  # no text that UTF-8 has
    keeper.close()
    assert visits.load(other) == {"lessons": 1}
    assert visits.load(OWNER) == {"lessons": 2, "objects": []}
    assert keeper.went_to(other) is None


class FullDisk(Visits):
    """Visits that can be read and not written."""

    def save(self, news: object, begun: object) -> dict:
        raise StoreError("database or disk is full")


def test_what_is_there_is_found_although_nothing_can_be_written(visits: Visits, tmp_path: Path):
    visits.save({OWNER: {"lessons": 1}}, {OWNER: ""})
    database = Database(sqlite_url(tmp_path))
    keeper = Keeper(lambda: FullDisk(database), pause=60)
    keeper.begin(owner_of(new_key()), {"lessons": 1})
    keeper.hand(OWNER, {"lessons": 2})
    assert keeper.open(KEY) == (OWNER, {"lessons": 2})
    keeper.close(write=False)
    database.close()


def test_a_visit_whose_tabs_have_gone_is_in_memory_no_longer_and_is_found_by_its_key(keeper: Keeper, visits: Visits):
    others = [owner_of(new_key()) for _ in range(2)]
    for owner in (OWNER, *others):
        keeper.begin(owner, {"lessons": 1})
    keeper.open(KEY)  # all is written by then
    assert all(visits.load(owner) for owner in (OWNER, *others))
    keeper.let_go(others, unread_for=60.0)  # it may be that of a tab that has just found it here
    assert keeper.state(OWNER) is not None
    keeper.let_go(others, unread_for=0.0)
    assert [keeper.state(owner) for owner in (OWNER, *others)] == [None, {"lessons": 1}, {"lessons": 1}]
    assert keeper.open(KEY) == (OWNER, {"lessons": 1})
    keeper.hand(OWNER, {"lessons": 2})
    assert keeper.state(OWNER) == {"lessons": 2}


def test_a_visit_that_is_not_in_the_database_yet_stays_in_memory(visits: Visits):
    keeper = Keeper(lambda: visits, pause=60.0)
    keeper.begin(OWNER, {"lessons": 1})
    keeper.let_go([], unread_for=0.0)
    assert keeper.state(OWNER) == {"lessons": 1}
    keeper.close()


def test_changes_of_a_visit_that_is_not_in_memory_do_not_stand_for_the_whole(keeper: Keeper, visits: Visits):
    visits.save({OWNER: {"predicted": {"a": 1}}}, {OWNER: ""})
    keeper.hand(OWNER, {"predicted": {"b": 2}})
    assert keeper.state(OWNER) in (None, {"predicted": {"a": 1, "b": 2}})
    until(lambda: keeper.state(OWNER) == {"predicted": {"a": 1, "b": 2}})
