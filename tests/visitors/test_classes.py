"""What learners do in a room: join under a nickname, show runs, draw digits."""

import numpy as np
import pytest

from digitdemo.data.pictures import PictureError
from digitdemo.limits import Limits
from digitdemo.runs.store import RunStore
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.names import MOST_NICKNAME, checked_nickname
from digitdemo.visitors.room import RoomRefused, next_digit
from tests.conftest import MLP, ONE, run_of

TEACHER, ADA, BOB = "teacher", "ada's", "bob's"
STROKES = [np.array(ONE)]


@pytest.fixture
def code(classes: Classes) -> str:
    return classes.rooms.open(TEACHER, "").room.code


def shown(classes: Classes, code: str) -> list[tuple[str, str]]:
    return [(entry.nickname, entry.run_id) for entry in classes.board.entries(code)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada   L. ", "Ada L."),
        ("Jürgen", "Jürgen"),
        ("\uff21da", "Ada"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("x" * 20,) * 2,
        *((name,) * 2 for name in ("Zoë", "Nguyễn", "กี่", "अर्जुन", "عائشة", "李")),
    ],
)
def test_nicknames_are_kept_as_they_are_read(typed: str, kept: str):
    assert checked_nickname(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least one letter"),
        ("  ", "at least one letter"),
        ("?!", "at least one letter"),
        ("x" * 21, f"21 characters are not allowed; give at most {MOST_NICKNAME}"),
        ("x" * 1_000_000, "1,000,000 characters"),
        ("a\0b", "cannot be printed"),
        ("a\u202eb", "cannot be printed"),  # turns what follows around
        ("a\u200bb", "cannot be printed"),  # is not seen
        ("a\ud800b", "cannot be printed"),  # half a character, which no browser can be sent
        ("a" + "\u0335\u0336\u0337" * 3, "cannot be printed"),  # a tower of accents
        ("a" + "\u0e47" * 18, "cannot be printed"),  # one of marks that combine with nothing, says Unicode
        ("a" + "\u20dd" * 3, "cannot be printed"),
        *((f"An{unseen}na", "cannot be printed") for unseen in "\ufe0f\u034f\u1160\u3164\u17b4\u2800\U000e0101"),
        ("\u3164", "cannot be printed"),
    ],
)
def test_nicknames_that_are_none_are_refused_in_words(typed: str, why: str):
    with pytest.raises(RoomRefused, match=why):
        checked_nickname(typed)


def test_a_nickname_is_the_only_one_of_its_kind_in_a_room(classes: Classes, code: str):
    ada = classes.members.join(code, ADA, "Ada")
    with pytest.raises(RoomRefused, match="ADA is taken in this room"):
        classes.members.join(code, BOB, "ADA")
    bob = classes.members.join(code, BOB, "Bob")
    assert classes.members.join(code, ADA, "Lady A.").number == ada.number
    assert [one.nickname for one in classes.members.listed(code)] == ["Lady A.", "Bob"]
    other = classes.rooms.open(TEACHER, "").room.code
    assert classes.members.join(other, BOB, "Lady A.").number > bob.number
    assert classes.members.find(code, "a stranger's") is None


def test_a_room_takes_no_more_than_a_class(classes: Classes, code: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_ROOM_LEARNERS", "1")
    classes.members.join(code, ADA, "Ada")
    with pytest.raises(RoomRefused, match="This room is full: 1 are in it"):
        classes.members.join(code, BOB, "Bob")
    classes.members.join(code, ADA, "A.")


def test_a_member_shows_own_runs_and_takes_them_off(classes: Classes, store: RunStore, code: str):
    store.save(run_of(MLP, id="a"), None, ADA)
    store.save(run_of(MLP, id="b"), None, BOB)
    with pytest.raises(RoomRefused, match="not in this room"):
        classes.board.show(code, ADA, "a")
    classes.members.join(code, ADA, "Ada")
    for other in ("b", "none"):
        with pytest.raises(RoomRefused, match="not kept"):
            classes.board.show(code, ADA, other)
    before = classes.rooms.pulse(code)
    classes.board.show(code, ADA, "a")
    after = classes.rooms.pulse(code)
    classes.board.show(code, ADA, "a")
    assert classes.rooms.pulse(code) == after != before
    assert shown(classes, code) == [("Ada", "a")]
    classes.board.take_off(code, ADA, "a")
    assert shown(classes, code) == []


def test_a_run_that_is_deleted_leaves_the_board_and_comes_back_with_it(classes: Classes, store: RunStore, code: str):
    store.save(run_of(MLP, id="a"), None, ADA)
    classes.members.join(code, ADA, "Ada")
    classes.board.show(code, ADA, "a")
    before = classes.rooms.pulse(code)
    store.of(ADA).delete("a")
    assert shown(classes, code) == []
    assert classes.rooms.pulse(code) != before
    store.of(ADA).restore("a")
    assert shown(classes, code) == [("Ada", "a")]
    store.save(run_of(MLP, id="b"), None, ADA)
    classes.board.show(code, ADA, "b")
    store.of(ADA).delete("a")
    without_a = classes.rooms.pulse(code)
    store.of(ADA).restore("a")
    store.of(ADA).delete("b")
    assert classes.rooms.pulse(code) != without_a  # as many are shown, but others
    store.of(ADA).forget_all()
    assert shown(classes, code) == []


def test_a_member_shows_a_few_runs(classes: Classes, store: RunStore, code: str):
    classes.members.join(code, ADA, "Ada")
    for number in range(Limits().room_runs + 1):
        store.save(run_of(MLP, id=str(number)), None, ADA)
    for number in range(Limits().room_runs):
        classes.board.show(code, ADA, str(number))
    last = str(Limits().room_runs)
    with pytest.raises(RoomRefused, match="You show 10 runs already"):
        classes.board.show(code, ADA, last)
    store.of(ADA).delete("0")
    classes.board.show(code, ADA, last)
    assert len(shown(classes, code)) == Limits().room_runs


def test_a_member_draws_each_digit_in_turn_until_there_is_no_more_room(classes: Classes, code: str):
    classes.members.join(code, ADA, "Ada")
    asked = []
    for _ in range(Limits().room_drawings):
        asked.append(next_digit(classes.drawings.counts(code, ADA)))
        classes.drawings.add(code, ADA, asked[-1], STROKES)
    assert asked == [*range(10)] * 3
    with pytest.raises(RoomRefused, match="You have drawn 30 digits"):
        classes.drawings.add(code, ADA, 0, STROKES)
    first, *_ = listed = classes.drawings.listed(code)
    assert (len(listed), first.nickname, first.digit) == (30, "Ada", 0)
    [(_, [stroke])] = classes.drawings.strokes(code, [first.number]).items()
    assert np.allclose(stroke[[0, -1]], STROKES[0], atol=2)
    classes.drawings.remove(code, TEACHER, first.number)
    assert classes.drawings.listed(code) == listed[1:]
    assert classes.drawings.strokes(code, [first.number]) == {}
    assert next_digit(classes.drawings.counts(code, ADA)) == 0


def test_what_is_no_drawing_is_not_kept(classes: Classes, code: str):
    classes.members.join(code, ADA, "Ada")
    with pytest.raises(PictureError):
        classes.drawings.add(code, ADA, 0, [])
    with pytest.raises(RoomRefused, match="not in this room"):
        classes.drawings.add(code, BOB, 0, STROKES)
    assert classes.drawings.listed(code) == []


def test_a_member_goes_with_all_that_is_theirs_there(classes: Classes, store: RunStore, code: str):
    for owner, nickname in ((ADA, "Ada"), (BOB, "Bob")):
        classes.members.join(code, owner, nickname)
        store.save(run_of(MLP, id=nickname.lower()), None, owner)
        classes.board.show(code, owner, nickname.lower())
        classes.drawings.add(code, owner, 0, STROKES)
    ada, bob = classes.members.listed(code)
    classes.board.remove(code, TEACHER, bob.number, "ada")
    assert len(shown(classes, code)) == 2
    classes.members.remove(code, TEACHER, ada.number)
    classes.board.remove(code, TEACHER, bob.number, "bob")
    assert shown(classes, code) == []
    assert [drawing.nickname for drawing in classes.drawings.listed(code)] == ["Bob"]
    classes.members.leave(code, BOB)
    assert classes.members.listed(code) == classes.drawings.listed(code) == []
    assert [kept.id for kept in store.of(ADA).listed()] == ["ada"]
