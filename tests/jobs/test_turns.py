"""Whose turn it is: by tables, and by hours of a class, of floods and of outsiders, played through in a moment."""

from __future__ import annotations

import itertools

import pytest

from digitdemo.bench.harness.simulated_queue import SimulatedQueue
from digitdemo.jobs.job import Job
from digitdemo.jobs.line import Line
from tests.conftest import Clock
from tests.jobs.conftest import QUICK

QUICKLY, LONG = 24.0, 1800.0  # seconds: a fast CNN on one core, the best CNN
_numbers = itertools.count()


def asked(owner: str, address: str = "", seconds: float = QUICKLY, *, count: int = 1, at: float = 0.0) -> list[Job]:
    return [
        Job(
            id=f"{owner}-{next(_numbers)}",
            owner=owner,
            address=address,
            config=QUICK,
            seconds=seconds,
            turn=turn,
            together=count,
            asked=at,
        )
        for turn in range(count)
    ]


def order(line: Line) -> list[str]:
    return [f"{job.owner}{job.turn}" for job in line.waiting()]


@pytest.fixture
def line(clock: Clock) -> Line:
    return Line(clock)


def test_everybody_has_a_first_turn_before_anybody_has_a_second(line: Line):
    for owner, count in (("a", 3), ("b", 2), ("c", 1)):
        line.add(asked(owner, count=count))
    assert order(line) == ["a0", "b0", "c0", "a1", "b1", "a2"]


def test_who_comes_while_ones_first_is_under_way_comes_before_ones_second(line: Line):
    first, *_ = batch = asked("a", count=3)
    line.add(batch)
    line.begin(first.id, later=0)
    line.add(asked("b", count=2, at=1))
    assert order(line) == ["b0", "a1", "b1", "a2"]


def test_who_has_waited_for_longer_since_the_last_one_comes_first(line: Line, clock: Clock):
    first, second = asked("a", count=2, at=clock.now)
    line.add([first, second])
    line.begin(first.id, later=0)
    clock.now += QUICKLY
    line.add(asked("b", at=clock.now - 1))
    line.set(first.id, state="ended", ended=clock.now)
    line.add(asked("c", at=clock.now + 1))
    assert order(line) == ["b0", "a1", "c0"]  # nobody's second waits for all who will ever come


def test_short_ones_come_before_long_ones_until_they_have_had_as_much_time(line: Line):
    line.add(asked("a", seconds=LONG))
    for number in range(100):
        line.add(asked(f"b{number}-"))
    assert order(line).index("a0") == LONG / QUICKLY


def test_a_place_says_how_many_are_before_it_and_how_long_these_take(line: Line, clock: Clock):
    jobs = [*asked("a", seconds=100), *asked("b", seconds=30), *asked("c", seconds=50)]
    line.add(jobs)
    assert [(one.place, one.wait) for one in map(line.placed, jobs)] == [(2, 80), (0, 0), (1, 30)]
    line.begin(jobs[0].id, later=20)
    clock.now += 40
    assert [(one.place, one.wait) for one in map(line.placed, jobs[1:])] == [(1, 80), (2, 110)]
    clock.now += 1000  # it takes longer than foretold
    assert line.placed(jobs[1]).wait == 1
    new = asked("d", seconds=5)
    assert line.seconds_until(new) == 81


def test_with_several_trainers_one_waits_until_the_first_of_them_is_free(clock: Clock):
    line = Line(clock, lambda: 2)
    jobs = [*asked("a", seconds=100), *asked("b", seconds=30), *asked("c", seconds=50), *asked("d", seconds=15)]
    line.add(jobs)
    b, c, d, a = (line.placed(job) for job in (jobs[1], jobs[2], jobs[3], jobs[0]))  # short ones come first
    assert [(one.place, one.wait) for one in (b, c, d, a)] == [(0, 0), (0, 0), (1, 30), (2, 45)]
    for job in (b, c):
        line.begin(job.id, later=0)
    clock.now += 10
    assert [(one.place, one.wait) for one in map(line.placed, (d, a))] == [(1, 20), (2, 35)]
    assert line.seconds_until(asked("e", seconds=10)) == 40


def test_when_there_are_fewer_trainers_than_trainings_under_way_one_waits_for_all_but_these(clock: Clock):
    there = [3]
    line = Line(clock, lambda: there[0])
    jobs = [job for owner, seconds in (("a", 100), ("b", 30), ("c", 50)) for job in asked(owner, seconds=seconds)]
    line.add(jobs)
    for job in jobs:
        line.begin(job.id, later=0)
    there[0] = 1  # two were lost
    waiting = asked("d")
    line.add(waiting)
    assert (line.placed(waiting[0]).place, line.placed(waiting[0]).wait) == (3, 100)


CLASS, FLOOD = 50, 101


def a_class(played: SimulatedQueue, address: str, *, at: float = 0.0, seconds: float = QUICKLY) -> None:
    for number in range(CLASS):
        played.comes(at + number, f"learner {number}", address, seconds)


def a_flood(played: SimulatedQueue, address: str, seconds: float) -> None:
    for number in range(FLOOD):
        played.comes(0, f"tab {number}", address, seconds)


@pytest.mark.parametrize("flood_from", ["flat", "school"])
def test_a_class_waits_for_one_training_of_101_private_tabs(flood_from: str):
    played = SimulatedQueue()
    a_flood(played, flood_from, LONG)
    a_class(played, "school", at=600)
    played.comes(1200, "outsider", "café", 12)
    played.play(6 * 3600)
    assert played.count("learner") == CLASS
    assert played.longest("learner") <= LONG + (CLASS + 1) * QUICKLY
    assert played.longest("outsider") <= LONG


def test_where_no_address_is_known_a_class_waits_for_one_training_of_them_too():
    played = SimulatedQueue()
    a_flood(played, "", LONG)
    a_class(played, "", at=600)
    played.play(6 * 3600)
    assert played.longest("learner") <= LONG + CLASS * QUICKLY


def test_101_tabs_of_short_trainings_take_half_of_the_time_from_a_class_and_none_from_an_outsider():
    played = SimulatedQueue()
    a_flood(played, "flat", QUICKLY)
    a_class(played, "school")
    for number in range(10):
        played.comes(200 * number, f"outsider {number}", "café", QUICKLY)
    played.play(3 * 3600)
    assert played.count("") == CLASS + FLOOD + 10
    assert played.longest("learner") <= 2.3 * CLASS * QUICKLY
    assert (
        played.longest("outsider") <= 12 * QUICKLY
    )  # five of each and the one under way: it counts as one, they as five


def test_a_class_is_not_held_up_by_one_outsider_who_never_stops():
    played = SimulatedQueue()
    a_class(played, "school")
    played.comes(0, "outsider", "café", QUICKLY)
    played.again = lambda job: 0.0 if job.owner == "outsider" else None
    played.play(3600)
    assert played.longest("learner") <= 1.3 * CLASS * QUICKLY
    assert played.longest("outsider") <= 7 * QUICKLY


@pytest.mark.parametrize(("address", "bound"), [("school", LONG), ("café", 5 * LONG)])
def test_a_long_training_has_its_turn_beside_a_class_that_never_stops(address: str, bound: float):
    played = SimulatedQueue()
    a_class(played, "school")
    played.comes(60, "long", address, LONG)
    played.again = lambda job: 10.0 if job.owner != "long" else None
    played.play(10 * 3600)
    assert played.count("long") == 1
    assert played.longest("long") <= bound + 2 * QUICKLY
    # A round of the class, and the long one once.
    assert played.longest("learner") <= (CLASS + 1) * QUICKLY + LONG


def test_a_batch_that_was_started_first_holds_up_nobody_for_more_than_one_of_it():
    played = SimulatedQueue()
    played.comes(0, "batch", "school", QUICKLY, count=10)
    a_class(played, "school", at=1)
    played.play(3600)
    assert played.longest("learner") <= (CLASS + 1) * QUICKLY
    assert played.longest("batch") <= (CLASS + 10) * QUICKLY


def test_everybody_alone_takes_turns_with_everybody_else():
    played = SimulatedQueue()
    for number in range(20):
        played.comes(0, f"alone {number}", f"address {number}", QUICKLY, count=5)
    played.play(3600)
    for number in range(20):
        waits = played.waited[f"alone {number}"]
        assert all(turn * 20 * QUICKLY <= wait <= (turn * 20 + 19) * QUICKLY for turn, wait in enumerate(waits))


@pytest.mark.parametrize("trainers", [2, 4, 16])
def test_with_more_trainers_a_class_waits_for_as_much_less_and_for_no_flood_either(trainers: int):
    played = SimulatedQueue(trainers)
    a_flood(played, "flat", LONG)
    a_class(played, "school", at=600)
    played.comes(1200, "outsider", "café", 12)
    played.play(6 * 3600)
    assert played.count("learner") == CLASS
    assert played.longest("learner") <= LONG + (CLASS / trainers + 1) * QUICKLY
    assert played.longest("outsider") <= LONG


def test_with_several_trainers_everybody_alone_still_takes_turns():
    played = SimulatedQueue(4)
    for number in range(20):
        played.comes(0, f"alone {number}", f"address {number}", QUICKLY, count=5)
    played.play(3600)
    for number in range(20):
        waits = played.waited[f"alone {number}"]
        assert waits == [(5 * turn + number // 4) * QUICKLY for turn in range(5)]
