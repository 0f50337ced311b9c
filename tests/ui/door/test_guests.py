import pytest

from digitdemo.ui.door.guests import Guests


@pytest.fixture
def guests(monkeypatch: pytest.MonkeyPatch) -> Guests:
    monkeypatch.setenv("DIGITDEMO_SESSIONS", "4")
    monkeypatch.setenv("DIGITDEMO_ADDRESS_SHARE", "0.5")
    return Guests()


def test_one_address_does_not_take_all_places(guests: Guests):
    assert [guests.enter("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert guests.enter("192.0.2.2")


def test_who_leaves_makes_room(guests: Guests):
    assert [guests.enter("") for _ in range(5)] == [True] * 4 + [False]
    guests.leave("")
    assert guests.enter("192.0.2.1")
