from collections.abc import Callable

import pytest

from digitdemo.runs.quota import Quota, StoreFull, default_quota
from digitdemo.runs.store import RunStore
from tests.runs.conftest import put

MODEL = bytes(1_000_000)  # beside it a run has a kilobyte
A, B, C = "key a", "key b", "key c"


@pytest.fixture
def small(make_store: Callable[..., RunStore]) -> RunStore:
    """A store with room for three runs of a visitor and six of all."""
    return make_store(quota=Quota(visitor=3_100_000, everybody=6_100_000))


def keep(store: RunStore, owner: str, *run_ids: str) -> tuple[str, ...]:
    """Keep runs that fill a million bytes each, and return which ones had to go."""
    return tuple(gone for run_id in run_ids for gone in put(store, run_id, owner, model=MODEL))


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
    with pytest.raises(StoreFull, match=r"^pinned runs take 3 of your 3 MB$"):
        keep(small, A, "a4")
    assert small.ids() == ["a1", "a2", "a3"]


def test_one_that_is_too_large_by_itself_is_refused(small: RunStore):
    with pytest.raises(StoreFull, match=r"^it needs 4 MB, and you may keep 3 MB$"):
        put(small, "a1", A, model=bytes(4_000_000))


def test_a_strangers_training_never_costs_a_run_of_who_has_no_more_than_a_fair_share(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    keep(small, B, "b1", "b2")
    keep(small, C, "c1")
    assert keep(small, C, "c2") == ("a1",)  # a has three of six, and a share is two
    assert keep(small, C, "c3") == ("c1",)
    assert keep(small, B, "b3") == ("b1",)
    assert small.ids() == ["a2", "a3", "b2", "c2", "c3", "b3"]


def test_who_has_pinned_more_than_a_share_keeps_it_while_others_can_give_way(small: RunStore):
    keep(small, A, "a1", "a2", "a3")
    keep(small, B, "b1", "b2", "b3")
    for run_id in ("a1", "a2", "a3"):
        small.of(A).pin(run_id)
    assert keep(small, C, "c1") == ("b1",)
    for run_id in ("b2", "b3"):
        small.of(B).pin(run_id)
    assert keep(small, C, "c2", "c3") == ("c1", "c2")  # a share would be two, but nobody else can give way


def test_runs_without_an_owner_have_no_limit_but_that_of_all(small: RunStore):
    assert keep(small, "", "n1", "n2", "n3", "n4", "n5", "n6") == ()
    assert keep(small, A, "a1") == ("n1",)


def test_the_environment_moves_the_limits(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_VISITOR_MB", "7")
    monkeypatch.setenv("DIGITDEMO_RUNS_MB", "much")  # no number: as without it
    assert default_quota() == Quota(visitor=7_000_000, everybody=Quota().everybody)
