"""Rooms of classes: who may do what in them, how many there may be, and when they are gone."""

import pytest
from sqlalchemy import text

from digitdemo.runs.store import RunStore
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.codes import ROOM_CODES
from digitdemo.visitors.room import DAYS, RoomGone, RoomRefused
from tests.conftest import Clock

TEACHER, OTHER, LEARNER = "teacher", "other", "learner"


def test_who_opens_a_room_teaches_it_and_hands_that_on_by_a_secret_that_is_kept_nowhere(
    classes: Classes, store: RunStore
):
    opened = classes.rooms.open(TEACHER, "  7b ")
    room = opened.room
    assert classes.rooms.find(room.code) == room
    assert (room.title, room.uncovered, len(room.code)) == ("7b", False, 8)
    assert ROOM_CODES.typed(room.code) == room.code
    with store.database.read() as connection:
        row = connection.execute(text("SELECT * FROM rooms")).one()
    assert opened.secret not in map(str, row)
    assert not classes.rooms.is_teacher(room.code, OTHER)
    assert classes.rooms.teach(opened.secret, OTHER) == classes.rooms.teach(opened.secret, OTHER) == room
    assert classes.rooms.is_teacher(room.code, OTHER)
    anew = classes.rooms.new_secret(room.code, TEACHER)
    with pytest.raises(RoomGone):
        classes.rooms.teach(opened.secret, LEARNER)
    assert not classes.rooms.is_teacher(room.code, OTHER)  # who may have passed the old one on
    assert classes.rooms.teach(anew, LEARNER).code == room.code


def test_only_a_teacher_changes_a_room(classes: Classes):
    code = classes.rooms.open(TEACHER, "").room.code
    member = classes.members.join(code, LEARNER, "Ada")
    for refused in (
        lambda: classes.rooms.uncover(code, LEARNER),
        lambda: classes.rooms.new_secret(code, LEARNER),
        lambda: classes.rooms.close(code, LEARNER),
        lambda: classes.members.remove(code, LEARNER, member.number),
        lambda: classes.board.remove(code, LEARNER, member.number, "run"),
        lambda: classes.drawings.remove(code, LEARNER, 1),
    ):
        with pytest.raises(RoomRefused, match="Only the room's teacher"):
            refused()
    classes.rooms.uncover(code, TEACHER)
    assert classes.rooms.find(code).uncovered
    classes.rooms.uncover(code, TEACHER, False)
    assert not classes.rooms.find(code).uncovered


def test_a_room_ends_by_itself_and_its_rows_go_with_the_next_that_is_opened(
    classes: Classes, store: RunStore, clock: Clock
):
    code = classes.rooms.open(TEACHER, "").room.code
    classes.members.join(code, LEARNER, "Ada")
    assert [room.code for room in classes.rooms.of(LEARNER)] == [code]
    clock.now += DAYS * 86_400 - 1
    assert classes.rooms.find(code).ends == 1000 + DAYS * 86_400
    clock.now += 1
    assert classes.rooms.of(LEARNER) == classes.rooms.of(TEACHER) == []
    for gone in (classes.rooms.find, classes.rooms.pulse, lambda code: classes.members.join(code, OTHER, "Bob")):
        with pytest.raises(RoomGone):
            gone(code)
    classes.rooms.open(OTHER, "")
    with store.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM members")).scalar() == 0


def test_a_closed_room_is_gone_with_all_that_is_in_it_and_its_runs_stay(classes: Classes):
    code = classes.rooms.open(TEACHER, "").room.code
    classes.members.join(code, LEARNER, "Ada")
    classes.rooms.close(code, TEACHER)
    assert classes.rooms.of(LEARNER) == []
    with pytest.raises(RoomGone):
        classes.here(code, LEARNER)


def test_one_visitor_opens_no_more_rooms_than_a_few_and_all_no_more_than_fit(
    classes: Classes, monkeypatch: pytest.MonkeyPatch
):
    codes = [classes.rooms.open(TEACHER, "").room.code for _ in range(5)]
    with pytest.raises(RoomRefused, match="You have 5 rooms already"):
        classes.rooms.open(TEACHER, "")
    monkeypatch.setenv("DIGITDEMO_ROOMS", "5")
    with pytest.raises(RoomRefused, match="no more fit"):
        classes.rooms.open(OTHER, "")
    classes.rooms.close(codes[0], TEACHER)
    classes.rooms.open(OTHER, "")


def test_one_address_opens_no_more_rooms_than_its_share_whoever_opens_them(
    classes: Classes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_ROOMS", "4")
    here, there = "203.0.113.9", "203.0.113.10"
    code = classes.rooms.open("one cookie", "", here).room.code
    classes.rooms.open("another", "", here)
    with pytest.raises(RoomRefused, match="There are 2 rooms from your network already"):
        classes.rooms.open("a third", "", here)
    classes.rooms.open("elsewhere", "", there)
    classes.rooms.close(code, "one cookie")
    classes.rooms.open("a third", "", here)
