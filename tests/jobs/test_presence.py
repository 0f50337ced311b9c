import pytest

from digitdemo.jobs.presence import Presence, grace_seconds
from tests.conftest import Clock

GRACE = grace_seconds()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    presence = Presence(clock)
    presence.see("a")
    return presence


def test_who_was_seen_is_there_for_some_minutes(presence: Presence, clock: Clock):
    clock.now += GRACE
    assert not presence.absent("a")
    clock.now += 1
    assert presence.absent("a")
    presence.see("a")
    assert not presence.absent("a")


def test_of_two_pages_one_that_is_closed_takes_nobody_away(presence: Presence, clock: Clock):
    for _ in range(20):  # the other one asks
        clock.now += GRACE / 2
        presence.see("a")
    assert not presence.absent("a")


def test_who_was_never_seen_or_is_forgotten_is_not_there(presence: Presence):
    assert presence.absent("b")
    presence.see("b")
    assert not presence.absent("b")
    presence.forget_all_but({"b"})
    assert presence.absent("a")
    assert not presence.absent("b")


@pytest.mark.parametrize(("said", "minutes"), [("3", 3), ("", 10), ("soon", 10), ("0", 10), ("-5", 10)])
def test_whoever_runs_the_app_says_for_how_long_one_may_be_away(
    monkeypatch: pytest.MonkeyPatch, said: str, minutes: int
):
    monkeypatch.setenv("DIGITDEMO_GRACE_MINUTES", said)
    assert grace_seconds() == 60 * minutes
