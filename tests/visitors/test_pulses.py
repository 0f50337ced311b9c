"""A class that looks at a board costs one query, and nobody finds a room by trying codes."""

import pytest

from digitdemo.visitors.attempts import Attempts
from digitdemo.visitors.pulses import FRESH_SECONDS, Pulses
from digitdemo.visitors.room import Pulse, RoomGone
from tests.conftest import Clock


class Counted:
    """Rooms that count how often they are asked."""

    def __init__(self) -> None:
        self.asked = 0

    def pulse(self, code: str) -> Pulse:
        self.asked += 1
        if code == "GONE":
            raise RoomGone
        return Pulse(self.asked, 0)


def test_a_pulse_is_read_once_for_all_who_ask_within_a_moment(clock: Clock):
    rooms = Counted()
    pulses = Pulses(rooms, clock)
    assert {pulses.of("ROOM").version for _ in range(50)} == {1}
    for _ in range(2):
        with pytest.raises(RoomGone):
            pulses.of("GONE")
    assert rooms.asked == 2
    clock.now += FRESH_SECONDS
    assert pulses.of("ROOM").version == 3
    pulses.forget("ROOM")
    assert pulses.of("ROOM").version == 4


def test_wrong_tries_are_few_and_allowed_again_later(clock: Clock):
    attempts = Attempts(2, 60, clock)
    for _ in range(2):
        assert attempts.allowed()
        attempts.note_wrong()
    assert not attempts.allowed()
    clock.now += 60
    assert attempts.allowed()
