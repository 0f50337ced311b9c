"""Visits in a database of either kind: whose a key is, what is kept, how it is moved, forgotten, cleared away."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, insert, select

from digitdemo.runs.owners import owner_of
from digitdemo.runs.schema import metadata, runs
from digitdemo.runs.store import RunStore
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.drawings import OwnDrawings
from digitdemo.visitors.handovers import Handovers
from digitdemo.visitors.keys import KEPT_DAYS, is_key, new_key
from digitdemo.visitors.room import DAYS
from digitdemo.visitors.visits import MOST_BYTES, Visits
from tests.conftest import MLP, SEVEN, Clock, run_of

KEY, OTHER_KEY = new_key(), new_key()
OWNER, OTHER = owner_of(KEY), owner_of(OTHER_KEY)
DAY = 86_400


@pytest.fixture
def visits(store: RunStore, clock: Clock) -> Visits:
    return Visits(store.database, clock)


def has_everything(store: RunStore, visits: Visits, clock: Clock, owner: str, name: str) -> None:
    """Let an owner have something of all that there is."""
    visits.save({owner: {"lessons": 1}}, {owner: ""})
    store.save(run_of(MLP, id=f"{name}-run"), None, owner)
    store.of(owner).share(f"{name}-run")
    visits.give_key(owner, new_key())
    visits.owner_of_account(f"account:{name}", KEY if owner == OWNER else OTHER_KEY)
    Handovers(store.database, clock).give(owner)
    OwnDrawings(store.database, owner).add(7, [np.array(SEVEN)])
    classes = Classes(store.database, clock)
    code = classes.rooms.open(owner, "9b").room.code
    classes.members.join(code, owner, name)
    classes.board.show(code, owner, f"{name}-run")
    classes.drawings.add(code, owner, 7, [np.array(SEVEN)])


def rows(store: RunStore) -> dict[str, set[str]]:
    """Return the owners that each table with owners names."""
    with store.database.read() as connection:
        return {
            table.name: set(connection.execute(select(table.c.owner)).scalars())
            for table in metadata.sorted_tables
            if "owner" in table.c
        }


def counts(store: RunStore) -> dict[str, int]:
    with store.database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_a_key_opens_its_own_visit_until_it_is_given_for_another(visits: Visits):
    assert visits.owner_of_key(KEY) == OWNER
    visits.give_key(OTHER, KEY)
    assert visits.owner_of_key(KEY) == OTHER
    assert visits.owner_of_key(OTHER_KEY) == OTHER


def test_a_visit_is_kept_with_what_changes_in_it(visits: Visits):
    assert visits.load(OWNER) is None
    assert visits.save({OWNER: {"predicted": {"a": 1}}}, {OWNER: ""}) == {OWNER: {"predicted": {"a": 1}}}
    visits.save({OWNER: {"predicted": {"b": 2}, "shown": ["mlp"]}}, {})
    assert visits.load(OWNER) == {"predicted": {"a": 1, "b": 2}, "shown": ["mlp"]}


def test_a_visit_that_was_forgotten_does_not_come_back_from_a_tab_that_knows_nothing_of_that(visits: Visits):
    visits.save({OWNER: {"lessons": 1}}, {OWNER: ""})
    visits.forget(OWNER)
    assert visits.save({OWNER: {"lessons": 2}}, {}) == {OWNER: None}
    assert visits.load(OWNER) is None


def test_a_drawing_that_is_too_large_is_left_out(visits: Visits):
    visits.save({OWNER: {"lessons": 1, "objects": ["x" * MOST_BYTES]}}, {OWNER: ""})
    assert visits.load(OWNER) == {"lessons": 1, "objects": []}


def test_to_forget_leaves_nothing_in_any_table_and_takes_nothing_from_others(
    visits: Visits, store: RunStore, clock: Clock
):
    has_everything(store, visits, clock, OTHER, "other")
    before = counts(store)
    has_everything(store, visits, clock, OWNER, "own")
    named = rows(store)
    assert {table for table, owners in named.items() if OWNER not in owners} == {"drafts"}
    with store.draft(OWNER):  # a training that is being stopped
        visits.forget(OWNER)
        assert [table for table, owners in rows(store).items() if OWNER in owners] == []
    after = counts(store)
    assert after == before
    assert visits.owner_of_key(KEY) == OWNER


def test_a_room_that_another_teaches_too_stays_when_one_is_forgotten(visits: Visits, store: RunStore, clock: Clock):
    rooms = Classes(store.database, clock).rooms
    opened = rooms.open(OWNER, "9b")
    rooms.teach(opened.secret, OTHER)
    visits.forget(OWNER)
    assert [room.code for room in rooms.of(OTHER)] == [opened.room.code]


def test_what_is_brought_along_is_all_the_other_s_and_every_key_opens_that(
    visits: Visits, store: RunStore, clock: Clock
):
    has_everything(store, visits, clock, OWNER, "own")
    has_everything(store, visits, clock, OTHER, "other")
    classes = Classes(store.database, clock)
    (both_in,) = [room.code for room in classes.rooms.of(OTHER)]
    classes.members.join(both_in, OWNER, "own too")
    visits.bring_along(OWNER, OTHER)
    assert {kept.id for kept in store.of(OTHER).listed()} == {"own-run", "other-run"}
    assert all(OWNER not in owners for owners in rows(store).values())
    assert visits.owner_of_key(KEY) == OTHER
    assert [one.digit for one in OwnDrawings(store.database, OTHER).listed()] == [7, 7]
    assert classes.members.find(both_in, OTHER).nickname == "other"
    assert visits.load(OTHER) == {"lessons": 1}


def test_an_account_opens_the_visit_in_which_somebody_first_signed_in(visits: Visits):
    assert visits.owner_of_account("account:ada", KEY) == OWNER
    assert visits.owner_of_account("account:ada", OTHER_KEY) == OWNER  # on another device
    assert visits.owner_of_key(OTHER_KEY) == OTHER  # which has its own again when she signs out


def test_who_signs_in_on_somebody_else_s_device_does_not_get_that_one_s_visit(visits: Visits):
    visits.owner_of_account("account:ada", KEY)
    somebody = visits.owner_of_account("account:bob", KEY)
    assert somebody not in (OWNER, OTHER)
    assert visits.owner_of_account("account:bob", OTHER_KEY) == somebody


def test_old_visits_go_with_all_that_nobody_can_reach_any_more(visits: Visits, store: RunStore, clock: Clock):
    for owner, name in ((OWNER, "own"), (OTHER, "other")):
        visits.save({owner: {"lessons": 1}}, {owner: ""})
        visits.give_key(owner, new_key())
        store.save(run_of(MLP, id=f"{name}-run"), None, owner)
        store.of(owner).pin(f"{name}-run")
        OwnDrawings(store.database, owner).add(7, [np.array(SEVEN)])
    store.save(run_of(MLP, id="nobodys"), None)
    clock.now += KEPT_DAYS * DAY
    assert visits.clear_away() == 0
    visits.load(OTHER)
    clock.now += 2
    assert visits.clear_away() == 1
    left = rows(store)
    assert left["visits"] == left["keys"] == left["drawings"] == {OTHER}
    assert store.ids() == ["other-run", "nobodys"]


def test_an_old_visit_stays_if_an_account_opens_it(visits: Visits, store: RunStore, clock: Clock):
    has_everything(store, visits, clock, OWNER, "own")
    before = counts(store)
    clock.now += KEPT_DAYS * DAY + 2
    assert visits.clear_away() == 0
    after = counts(store)
    assert all(after[name] == before[name] for name in ("visits", "keys", "runs", "drawings"))
    assert visits.load(visits.owner_of_account("account:own", OTHER_KEY)) == {"lessons": 1}


def test_rooms_that_have_ended_go_with_all_that_is_in_them(visits: Visits, store: RunStore, clock: Clock):
    has_everything(store, visits, clock, OWNER, "own")
    clock.now += DAYS * DAY - 1
    visits.clear_away()
    assert counts(store)["room_drawings"] == 1
    clock.now += 2
    visits.clear_away()
    after = counts(store)
    assert after["rooms"] == after["members"] == after["entries"] == after["room_drawings"] == after["teachers"] == 0
    assert after["runs"] == 1


def test_who_comes_back_is_seen(visits: Visits, clock: Clock):
    visits.save({OWNER: {"lessons": 1}}, {OWNER: ""})
    clock.now += KEPT_DAYS * DAY
    visits.load(OWNER)
    clock.now += KEPT_DAYS * DAY
    assert visits.clear_away() == 0


def test_no_file_of_the_database_has_a_key(store: RunStore, clock: Clock, tmp_path: Path, url: str):
    visits, keys = Visits(store.database, clock), [new_key(), new_key()]
    for key in keys:
        has_everything(store, visits, clock, owner_of(key), f"{key[:3]}-x".lower().replace("_", "a").replace("-", "b"))
        visits.give_key(OWNER, key)
    found = [
        file for file in tmp_path.rglob("*") if file.is_file() for key in keys if key.encode() in file.read_bytes()
    ]
    assert found == []
    with store.database.read() as connection:
        for table in metadata.sorted_tables:
            text = str(connection.execute(select(table)).all())
            assert not any(key in text for key in keys)


def test_a_key_has_its_form():
    assert is_key(new_key())
    assert not any(map(is_key, ["", "x" * 42, "x" * 44, "x" * 42 + " ", "x" * 42 + "é", "x" * 43 + "\n", None, 5]))


def test_the_database_can_hold_a_run_of_the_past_without_owner(store: RunStore, visits: Visits):
    with store.database.write() as connection:
        connection.execute(insert(runs).values(id="old", owner="", name="", pinned=False, deleted=False, bytes=1))
    visits.forget(OWNER)
    assert store.ids() == ["old"]
