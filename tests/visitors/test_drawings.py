from collections.abc import Callable, Iterator

import numpy as np
import pytest

from digitdemo.data.pictures import PictureError
from digitdemo.data.stroke_files import StrokeDrawing
from digitdemo.data.strokes import Strokes
from digitdemo.runs.database import Database
from digitdemo.visitors.drawings import DrawingsFull, OwnDrawings
from tests.conftest import SEVEN

A, B = "owner a", "owner b"
HERE, THERE = "203.0.113.9", "2001:db8::/64"
STROKES = (np.array(SEVEN),)


def moved(by: float) -> Strokes:
    return [stroke + by for stroke in STROKES]


@pytest.fixture
def of(url: str) -> Iterator[Callable[..., OwnDrawings]]:
    """Gives the drawings of an owner, in one database."""
    database = Database(url)
    yield lambda owner=A, address="": OwnDrawings(database, owner, address)
    database.close()


def test_a_drawing_is_kept_with_its_digit_for_its_owner_alone(of: Callable[..., OwnDrawings]):
    number = of(A).add(7, STROKES)
    (kept,) = of(A).listed()
    assert (kept.number, kept.digit) == (number, 7)
    assert [stroke.tolist() for stroke in kept.strokes] == [[list(point) for point in SEVEN]]
    assert of(B).listed() == []
    assert not of(B).delete(number)
    assert of(B).forget_all() == 0
    assert len(of(A).listed()) == 1


def test_the_same_drawing_twice_is_one_and_has_the_digit_that_was_said_last(of: Callable[..., OwnDrawings]):
    assert of(A).add(7, STROKES) == of(A).add(1, STROKES)
    assert [kept.digit for kept in of(A).listed()] == [1]
    of(B).add(7, STROKES)
    assert len(of(B).listed()) == 1


def test_each_digit_is_held_out_every_other_time_and_so_are_all(of: Callable[..., OwnDrawings]):
    for turn in range(2):
        for digit in range(10):
            of(A).add(digit, moved(10 * turn + digit))
    sides = {digit: [kept.held_out for kept in of(A).listed() if kept.digit == digit] for digit in range(10)}
    assert all(sorted(side) == [False, True] for side in sides.values())
    assert sum(sides[digit][0] for digit in range(10)) == 5


def test_a_drawing_keeps_its_side_whatever_becomes_of_the_others(of: Callable[..., OwnDrawings]):
    numbers = [of(A).add(7, moved(by)) for by in range(6)]
    before = {kept.number: kept.held_out for kept in of(A).listed()}
    assert of(A).delete(numbers[0])
    of(A).add(7, moved(9))
    after = {kept.number: kept.held_out for kept in of(A).listed()}
    assert all(after[number] == before[number] for number in numbers[1:])


def test_the_version_changes_with_every_change(of: Callable[..., OwnDrawings]):
    versions = [of(A).version()]
    number = of(A).add(7, STROKES)
    versions.append(of(A).version())
    of(A).add(1, STROKES)
    versions.append(of(A).version())
    of(A).delete(number)
    of(A).add(1, STROKES)
    versions.append(of(A).version())
    assert len(set(versions)) == 4
    of(B).add(7, STROKES)
    assert of(A).version() == versions[-1]


def test_who_has_kept_enough_is_told_so_and_nothing_is_lost(
    of: Callable[..., OwnDrawings], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_DRAWINGS_PER_VISITOR", "2")
    for by in range(2):
        of(A).add(7, moved(by))
    with pytest.raises(DrawingsFull, match="You have kept 2 drawings"):
        of(A).add(7, moved(5))
    of(A).add(1, moved(1))  # it is there: that is no new one
    assert [kept.digit for kept in of(A).listed()] == [7, 1]
    monkeypatch.setenv("DIGITDEMO_DRAWINGS", "2")
    with pytest.raises(DrawingsFull, match="2 drawings are kept of all visitors"):
        of(B).add(7, STROKES)


def test_one_address_keeps_no_more_than_its_share_whoever_draws_there(
    of: Callable[..., OwnDrawings], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_DRAWINGS", "4")
    of("one cookie", HERE).add(7, STROKES)
    of("another", HERE).add(7, STROKES)
    with pytest.raises(DrawingsFull, match="2 drawings are kept from your network, and no more may be"):
        of("a third", HERE).add(7, STROKES)
    assert of("a third", HERE).add_all([StrokeDrawing(7, "", STROKES)]).refusal.startswith("2 drawings are kept from")
    of("elsewhere", THERE).add(7, STROKES)
    of("on this machine").add(7, STROKES)


def test_of_a_file_what_is_new_is_kept_as_far_as_there_is_room(
    of: Callable[..., OwnDrawings], monkeypatch: pytest.MonkeyPatch
):
    of(A).add(7, moved(0))
    given = [StrokeDrawing(7, "", tuple(moved(by)), held_out=by == 3) for by in (0, 1, 2, 2, 3, 4)]
    monkeypatch.setenv("DIGITDEMO_DRAWINGS_PER_VISITOR", "4")
    added = of(A).add_all(given)
    assert (added.new, added.known, added.left_out) == (3, 2, 1)
    assert added.refusal.startswith("You have kept 4 drawings")
    assert [kept.held_out for kept in of(A).listed()][1:] == [False, False, True]


def test_what_is_too_much_or_nothing_is_refused(of: Callable[..., OwnDrawings]):
    scribble = np.random.default_rng(1).uniform(0, 280, (2000, 2))
    with pytest.raises(PictureError, match=r"It has too much in it to be kept \(\d+ kB, at most 8 kB\): draw it"):
        of(A).add(7, [scribble])
    with pytest.raises(PictureError, match="101 strokes are too many to be kept; at most 100"):
        of(A).add(7, [np.array([[by, by]]) for by in range(101)])
    with pytest.raises(PictureError, match="there are no strokes"):
        of(A).add(7, [])
    assert of(A).version() == ""
