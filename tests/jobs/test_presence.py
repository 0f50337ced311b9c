import pytest

from digitdemo.jobs.presence import ABSENT_SECONDS, GRACE_SECONDS, Presence
from tests.conftest import Clock


@pytest.fixture
def presence(clock: Clock) -> Presence:
    presence = Presence(clock)
    presence.see("a")
    return presence


def test_who_was_seen_is_there_for_three_minutes(presence: Presence, clock: Clock):
    clock.now += ABSENT_SECONDS
    assert not presence.absent("a")
    clock.now += 1
    assert presence.absent("a")
    presence.see("a")
    assert not presence.absent("a")


def test_who_leaves_is_there_for_seconds_and_may_come_back(presence: Presence, clock: Clock):
    presence.leave("a")
    clock.now += GRACE_SECONDS
    assert not presence.absent("a")
    clock.now += 1
    assert presence.absent("a")
    presence.see("a")
    assert not presence.absent("a")


def test_leaving_late_lengthens_nothing(presence: Presence, clock: Clock):
    clock.now += ABSENT_SECONDS - 1
    presence.leave("a")
    clock.now += 2
    assert presence.absent("a")


def test_who_was_never_seen_or_is_forgotten_is_not_there(presence: Presence):
    assert presence.absent("b")
    presence.leave("b")
    assert presence.absent("b")
    presence.see("b")
    presence.forget_all_but({"b"})
    assert presence.long_gone("a")
    assert not presence.long_gone("b")


def test_long_gone_is_an_hour(presence: Presence, clock: Clock):
    clock.now += 3600
    assert not presence.long_gone("a")
    clock.now += 1
    assert presence.long_gone("a")
