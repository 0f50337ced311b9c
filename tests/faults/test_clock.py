"""A clock that is set back two hours and ahead a day: nothing is deleted or lost, and no order changes."""

import re
import time
from pathlib import Path

import pytest

from digitdemo.runs.quota import Quota
from digitdemo.runs.store import RunStore
from digitdemo.system import PROJECT
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.codes import HANDOVER_MINUTES
from digitdemo.visitors.handovers import Handovers
from digitdemo.visitors.keeper import Keeper
from digitdemo.visitors.keys import KEPT_DAYS
from digitdemo.visitors.room import DAYS, RoomGone
from digitdemo.visitors.visits import Visits
from tests.conftest import MLP, Clock, run_of

HOUR, DAY = 3600.0, 86_400.0
RUNS, OWNERS = 300, ("a", "b", "c")


class WallClock(Clock):
    """The time of day, which somebody sets."""

    def __init__(self) -> None:
        self.now = time.time()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    wall = WallClock()
    monkeypatch.setattr(time, "time", wall)
    return wall


@pytest.fixture
def store(tmp_path: Path):
    store = RunStore(tmp_path, quota=Quota())
    yield store
    store.close()


def test_three_hundred_runs_visits_shares_and_drafts_outlast_a_clock_that_is_set(store: RunStore, wall: WallClock):
    visits = Visits(store.database, wall)
    with store.draft("a") as draft:
        for number in range(RUNS):
            wall.now += {100: -2 * HOUR, 200: DAY}.get(number, 1.0)  # set back, set ahead, and else a second later
            store.save(run_of(MLP, id=f"run-{number:03}"), None, OWNERS[number % 3])
            if number % 100 == 50:
                assert visits.clear_away() == 0
                store.clear_drafts()
        assert store.ids() == [f"run-{number:03}" for number in range(RUNS)]
        token = store.of("b").share("run-001")
        assert [len(store.of(owner).listed()) for owner in OWNERS] == [100, 100, 100]
        for moved in (-2 * HOUR, DAY):
            wall.now += moved
            store.tidy()
            visits.clear_away()
            assert store.shared(token) == "run-001"
            assert draft.is_dir()
        assert len(store.ids()) == RUNS


def test_a_visit_is_not_forgotten_before_its_time_by_a_clock_that_is_ahead(store: RunStore, wall: WallClock):
    visits = Visits(store.database, wall)
    visits.save({"a": {"lessons": 1}}, {"a": ""})
    wall.now += (KEPT_DAYS - 0.5) * DAY
    wall.now += DAY  # set ahead
    assert visits.clear_away() == 0
    wall.now -= DAY
    assert visits.load("a") == {"lessons": 1}


def test_a_room_that_a_wrong_clock_has_closed_is_there_when_it_is_right(store: RunStore, wall: WallClock):
    classes, visits = Classes(store.database, wall), Visits(store.database, wall)
    code = classes.rooms.open("teacher", "").room.code
    classes.members.join(code, "learner", "Ada")
    wall.now += (DAYS - 0.5) * DAY
    wall.now += DAY  # set ahead
    with pytest.raises(RoomGone):
        classes.rooms.find(code)
    visits.clear_away()
    classes.rooms.open("another", "")
    wall.now -= DAY
    assert classes.here(code, "learner").member.nickname == "Ada"
    wall.now -= 2 * HOUR
    assert classes.rooms.find(code)


@pytest.mark.parametrize("moved", [-2 * HOUR, DAY])
def test_a_code_for_another_device_is_good_for_ten_minutes_whatever_the_clock_says(
    store: RunStore, wall: WallClock, moved: float
):
    timer = Clock()
    codes, visits = Handovers(store.database, wall, timer=timer), Visits(store.database, wall)
    code = codes.give("owner")
    wall.now += moved
    visits.clear_away()
    timer.now += 60 * HANDOVER_MINUTES - 1
    assert codes.look(code) == "owner"
    timer.now += 2
    assert codes.look(code) is None


def test_visits_are_written_while_the_clock_is_set(store: RunStore, wall: WallClock):
    visits = Visits(store.database, wall)
    keeper = Keeper(lambda: visits, pause=0.001)
    keeper.begin("a", {"lessons": 1})
    for lessons, moved in enumerate((-2 * HOUR, DAY), start=2):
        wall.now += moved
        keeper.hand("a", {"lessons": lessons})
    keeper.close()
    assert visits.load("a") == {"lessons": 3}


# Who goes by the time of day, and what a wrong one costs; all else counts seconds that never go back.
BY_THE_CLOCK = {
    "runs/files.py": "a run's name, which orders nothing",
    "runs/store.py": "who has been away for 30 days, asked where all is full",
    "takehome/package.py": "the date in a file of events",
    "visitors/board.py": "whether a room is open",
    "visitors/classes.py": "the same",
    "visitors/drawings.py": "when an owner was seen",
    "visitors/handovers.py": "codes that another process gave",
    "visitors/members.py": "whether a room is open",
    "visitors/room_drawings.py": "the same",
    "visitors/rooms.py": "the same; ended ones go two days late",
    "visitors/visits.py": "when an owner was seen; old visits go two days late",
}


def test_nothing_else_goes_by_the_time_of_day():
    package = PROJECT / "digitdemo"
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if "bench" not in path.parts and re.search(r"\btime\.time\b|\.now\(|utcnow", path.read_text(encoding="utf-8"))
    }
    assert found == BY_THE_CLOCK.keys()
