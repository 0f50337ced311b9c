"""The codes for another device, in a database of either kind."""

import pytest
from sqlalchemy import select

from digitdemo.runs.schema import handovers
from digitdemo.runs.store import RunStore
from digitdemo.visitors.codes import HANDOVER_CODES, HANDOVER_MINUTES, MOST_WRONG
from digitdemo.visitors.handovers import Handovers
from tests.conftest import Clock


@pytest.fixture
def codes(store: RunStore, clock: Clock) -> Handovers:
    return Handovers(store.database, clock)


def test_a_code_opens_a_visit_once(codes: Handovers, store: RunStore):
    code = codes.give("owner")
    assert codes.look(code.lower().replace("-", " ")) == "owner"
    with store.database.read() as connection:
        assert HANDOVER_CODES.typed(code) not in str(connection.execute(select(handovers)).all())
    assert codes.use(code) == "owner"
    assert codes.look(code) is None
    assert codes.use(code) is None


def test_a_code_lasts_for_ten_minutes_and_a_new_one_takes_its_place(codes: Handovers, clock: Clock):
    first, second = codes.give("owner"), codes.give("owner")
    assert (codes.look(first), codes.look(second)) == (None, "owner")
    clock.now += 60 * HANDOVER_MINUTES
    assert codes.look(second) == "owner"
    clock.now += 1
    assert codes.look(second) is None
    assert codes.use(second) is None


def test_nobody_finds_a_code_by_trying(codes: Handovers):
    good = codes.give("owner")
    for _ in range(MOST_WRONG):
        assert codes.look(HANDOVER_CODES.new()) is None
    assert not codes.allowed()
    assert codes.look(good) is None


def test_whoever_only_tries_does_not_end_it_for_others(codes: Handovers):
    good = codes.give("owner")
    for _ in range(MOST_WRONG // 2):
        assert codes.allowed("203.0.113.9")
        codes.look(HANDOVER_CODES.new(), "203.0.113.9")
    assert codes.look(good, "203.0.113.9") is None
    assert codes.allowed("203.0.113.10")
    assert codes.allowed()
    assert codes.look(good, "203.0.113.10") == "owner"


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFG0", "ABCD-EFGHJ", "x" * 10_000, "ÄBCD-EFGH"])
def test_what_is_no_code_costs_nothing(codes: Handovers, text: str):
    assert HANDOVER_CODES.typed(text) == ""
    assert codes.look(text) is None
    assert codes.allowed()
