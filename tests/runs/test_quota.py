import time
from collections.abc import Callable

import pytest
from sqlalchemy import update

from digitdemo.runs.owners import AWAY_DAYS
from digitdemo.runs.quota import Quota, StoreFull, default_quota
from digitdemo.runs.schema import visits
from digitdemo.runs.store import RunStore
from tests.runs.conftest import put

MODEL = bytes(1_000_000)  # beside it a run has a kilobyte
A, B, C = "key a", "key b", "key c"
HERE, THERE = "203.0.113.9", "2001:db8::/64"


@pytest.fixture
def small(make_store: Callable[..., RunStore]) -> RunStore:
    """A store with room for three runs of a visitor, four of an address and six of all."""
    return make_store(quota=Quota(visitor=3_100_000, address=4_100_000, everybody=6_100_000))


def keep(store: RunStore, owner: str, *run_ids: str, address: str = "") -> tuple[str, ...]:
    """Keep runs that fill a million bytes each, and return which ones had to go."""
    return tuple(gone for run_id in run_ids for gone in put(store, run_id, owner, model=MODEL, address=address))


def seen(store: RunStore, owner: str, *, days_ago: float) -> None:
    """Let the last visit of an owner, who has runs, be so long ago."""
    with store.database.write() as connection:
        at = int(time.time() - days_ago * 86_400)
        assert connection.execute(update(visits).where(visits.c.owner == owner).values(seen=at)).rowcount == 1


def test_a_visitor_who_has_too_much_loses_the_own_oldest_that_is_not_pinned(small: RunStore):
    keep(small, B, "b1")
    assert keep(small, A, "a1", "a2", "a3") == ()
    small.of(A).pin("a1")
    assert keep(small, A, "a4") == ("a2",)
    assert small.ids() == ["b1", "a1", "a3", "a4"]


def test_what_was_deleted_goes_first(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    small.of(A).delete("a3")
    assert keep(small, A, "a4") == ("a3",)
    assert small.ids() == ["a1", "a2", "a4"]


def test_where_all_is_pinned_the_new_one_is_refused_and_nothing_goes(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    for run_id in ("a1", "a2", "a3"):
        small.of(A).pin(run_id)
    with pytest.raises(StoreFull, match=r"^pinned runs take 3 of your 3 MB; unpin one first$"):
        keep(small, A, "a4")
    assert small.ids() == ["a1", "a2", "a3"]


def test_what_would_be_refused_is_known_before_and_asking_changes_nothing(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    small.check_room(1_000_000, A)  # a1 would go
    small.check_room(3_000_000, B)
    with pytest.raises(StoreFull, match=r"^it needs 4 MB, and you may keep 3 MB$"):
        small.check_room(4_000_000, A)
    for run_id in ("a1", "a2", "a3"):
        small.of(A).pin(run_id)
    with pytest.raises(StoreFull, match=r"^pinned runs take 3 of your 3 MB"):
        small.check_room(1_000_000, A)
    assert small.ids() == ["a1", "a2", "a3"]
    assert keep(small, B, "b1") == ()


def test_one_that_is_too_large_by_itself_is_refused(small: RunStore):
    with pytest.raises(StoreFull, match=r"^it needs 4 MB, and you may keep 3 MB$"):
        put(small, "a1", A, model=bytes(4_000_000))


def test_a_strangers_training_never_costs_a_run_of_who_is_within_the_own_quota(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    keep(small, B, "b1", "b2", "b3")
    seen(small, A, days_ago=AWAY_DAYS - 1)
    for stranger in (C, "key d", "key e"):
        with pytest.raises(StoreFull, match=r"^runs of all visitors fill the 6 MB that there are; "):
            keep(small, stranger, f"{stranger[-1]}1")
    assert small.ids() == ["a1", "a2", "a3", "b1", "b2", "b3"]


def test_when_all_is_full_the_saver_loses_the_own_oldest_that_is_not_pinned(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    keep(small, C, "c1", "c2")
    keep(small, B, "b1")
    small.of(C).pin("c1")
    assert keep(small, C, "c3") == ("c2",)
    small.of(C).pin("c3")
    with pytest.raises(StoreFull):
        keep(small, C, "c4")
    assert small.ids() == ["a1", "a2", "a3", "c1", "b1", "c3"]


def test_when_all_is_full_runs_go_that_nobody_misses_and_the_savers_own_only_after_them(small: RunStore):
    keep(small, B, "b1", "b2")
    keep(small, A, "a1", "a2")
    keep(small, "", "n1", "n2")
    seen(small, A, days_ago=AWAY_DAYS + 1)
    seen(small, B, days_ago=AWAY_DAYS + 2)
    small.of("").pin("n2")
    small.of(A).delete("a2")
    small.of(B).pin("b1")
    assert keep(small, C, "c1") == ("a2",)  # deleted by whoever has it
    assert keep(small, C, "c2") == ("n1",)  # nobody's
    assert keep(small, C, "c3") == ("b2",)  # of who is away for longest
    assert keep(small, "key d", "d1") == ("a1",)
    assert keep(small, "key d", "d2") == ("b1",)  # pinned, but of who is away
    assert keep(small, "key d", "d3") == ("d1",)  # only now an own one
    assert small.ids() == ["n2", "c1", "c2", "c3", "d2", "d3"]


def test_one_address_has_no_more_than_its_share_with_however_many_cookies(small: RunStore):
    keep(small, A, "a1", "a2", address=HERE)
    assert keep(small, B, "b1", "b2", address=HERE) == ()
    for number in range(3):
        with pytest.raises(StoreFull, match=r"^runs from your network fill the 4 MB that one network may have; "):
            keep(small, f"fresh {number}", f"f{number}", address=HERE)
    assert keep(small, C, "c1", address=THERE) == ()
    assert keep(small, "key d", "d1") == ()  # from this machine
    assert keep(small, A, "a3", address=HERE) == ("a1",)  # costs an own one
    assert small.ids() == ["a2", "b1", "b2", "c1", "d1", "a3"]


def test_where_an_address_has_its_share_what_was_deleted_there_and_who_is_away_make_room_first(small: RunStore):
    keep(small, C, "c1", address=THERE)
    keep(small, A, "a1", "a2", address=HERE)
    keep(small, B, "b1", "b2", address=HERE)
    for owner in (B, C):
        seen(small, owner, days_ago=AWAY_DAYS + 1)
    small.of(B).pin("b1")
    small.of(A).delete("a2")
    assert keep(small, A, "a3", "a4", address=HERE) == ("a2", "b2")
    assert keep(small, "key d", "d1", address=HERE) == ("b1",)  # pinned, but of who is away
    assert small.ids() == ["c1", "a1", "a3", "a4", "d1"]


def test_a_run_counts_for_the_address_from_which_its_owner_came_first(small: RunStore):
    keep(small, A, "a1")  # from where was not known
    keep(small, A, "a2", address=HERE)
    keep(small, A, "a3", address=THERE)
    keep(small, B, "b1", address=HERE)
    with pytest.raises(StoreFull, match="runs from your network"):
        keep(small, C, "c1", address=HERE)


def test_of_those_that_were_deleted_the_oldest_goes_first_whoever_has_it(small: RunStore):
    keep(small, B, "b1")
    keep(small, A, "a1", "a2", "a3")
    keep(small, B, "b2", "b3")
    small.of(B).delete("b2")
    small.of(A).delete("a3")
    assert keep(small, C, "c1", "c2") == ("a3", "b2")


def test_who_trains_is_here_whenever_that_was_last_written_down(small: RunStore):
    keep(small, A, "a1", "a2")
    keep(small, B, "b1", "b2", "b3")
    keep(small, C, "c1")
    seen(small, A, days_ago=AWAY_DAYS + 9)
    seen(small, B, days_ago=AWAY_DAYS + 1)
    assert keep(small, A, "a3") == ("b1",)


def test_one_run_may_need_the_room_of_several(small: RunStore):
    keep(small, "", "n1", "n2", "n3")
    keep(small, A, "a1", "a2", "a3")
    assert put(small, "c1", C, model=bytes(2_000_000)) == ("n1", "n2")


def test_runs_without_an_owner_have_no_limit_but_that_of_all(small: RunStore):
    assert keep(small, "", "n1", "n2", "n3", "n4", "n5", "n6") == ()
    assert keep(small, A, "a1") == ("n1",)


def test_the_environment_moves_the_limits(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_VISITOR_MB", "7")
    monkeypatch.setenv("DIGITDEMO_RUNS_MB", "much")  # no number: as without it
    monkeypatch.setenv("DIGITDEMO_ADDRESS_SHARE", "0.1")
    assert default_quota() == Quota(visitor=7_000_000, address=400_000_000, everybody=Quota().everybody)


def test_without_them_a_school_of_50_behind_one_address_keeps_20_mb_each():
    assert default_quota() == Quota()
    assert Quota().address >= 50 * 20_000_000
