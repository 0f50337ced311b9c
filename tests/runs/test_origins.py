"""From where owners come: marks in place of addresses, and how many visits are kept that have nothing."""

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from digitdemo.runs.migrate import migrations
from digitdemo.runs.origins import from_same_address, note_owner
from digitdemo.runs.schema import visits
from digitdemo.runs.store import RunStore
from tests.runs.conftest import change, put

HERE, THERE = "203.0.113.9", "203.0.113.10"


def note(store: RunStore, owner: str, address: str = "", now: float = 0) -> None:
    with store.database.write() as connection:
        note_owner(connection, owner, address, now)


def beside(store: RunStore, owner: str) -> set[str]:
    with store.database.read() as connection:
        query = from_same_address(connection, owner)
        return set(connection.execute(query).scalars()) if query is not None else set()


def owners(store: RunStore) -> set[str]:
    with store.database.read() as connection:
        return set(connection.execute(visits.select().with_only_columns(visits.c.owner)).scalars())


def test_owners_from_one_address_are_known_to_be_together_in_every_app_on_the_database(make_store):
    one, other = make_store(), make_store()
    note(one, "a", HERE)
    note(other, "b", HERE)
    note(other, "c", THERE)
    note(other, "d")
    assert beside(one, "a") == beside(other, "b") == {"a", "b"}
    assert beside(one, "c") == {"c"}
    assert beside(one, "d") == beside(one, "nobody known") == set()


def test_whence_an_owner_came_first_stays(store: RunStore):
    note(store, "a")
    note(store, "a", HERE)
    note(store, "a", THERE)
    note(store, "b", THERE)
    assert beside(store, "a") == {"a"}


def test_the_database_has_no_address_and_another_one_has_other_marks(make_store, tmp_path, url: str):
    marks = []
    for store in (make_store(), RunStore(tmp_path / "other")):
        note(store, "a", HERE)
        note(store, "b", THERE)
        with store.database.read() as connection:
            marks.append(tuple(connection.execute(text("SELECT address FROM visits ORDER BY owner")).scalars()))
        store.close()
    assert all(len(mark) == 4 for both in marks for mark in both)
    assert marks[0] != marks[1]


def test_of_visits_that_have_nothing_those_unseen_for_longest_go_where_there_are_too_many(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_VISITS", "6")
    put(store, "a-run", "has a run", address=HERE)
    note(store, "elsewhere", THERE, now=0)
    for number in range(5):
        note(store, f"fresh {number}", HERE, now=10 + number)
    assert owners(store) == {"has a run", "elsewhere", "fresh 3", "fresh 4"}  # three from one address
    for number in range(3):
        note(store, f"unknown {number}", now=20 + number)
    assert owners(store) == {"has a run", "fresh 3", "fresh 4", "unknown 0", "unknown 1", "unknown 2"}


def test_visits_of_an_earlier_version_are_there_with_an_address_that_is_unknown(url: str, make_store):
    engine = create_engine(url)
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    change(url, "INSERT INTO visits (owner, state, seen) VALUES ('a', :state, 1)", state=b"{}")
    store = make_store()
    assert owners(store) == {"a"}
    assert beside(store, "a") == set()
    note(store, "a", HERE)
    assert beside(store, "a") == {"a"}
    store.close()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        assert "address" not in {column["name"] for column in inspect(connection).get_columns("visits")}
    engine.dispose()
    assert owners(make_store()) == {"a"}
