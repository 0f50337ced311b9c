import dataclasses

import pytest

from digitdemo.jobs.job import Job
from digitdemo.jobs.oversight import STOP_SECONDS, check_that_it_stops, why_stop
from digitdemo.jobs.trainer_process import TrainerDied
from tests.jobs.conftest import QUICK

TRAINS = Job(id="a", owner="b", config=QUICK, state="training", began=1000.0)


@pytest.mark.parametrize(
    ("fields", "minutes", "absent", "why"),
    [
        ({}, 2, False, ""),
        ({}, 2.1, False, "stopped at the limit of 2 min"),
        ({"state": "starting"}, 2.1, False, "stopped at the limit of 2 min"),
        ({"state": "saving"}, 2.1, False, ""),
        ({"stopping": "stopped by hand"}, 2.1, False, ""),
        ({"state": "waiting", "began": None}, 2.1, True, ""),
        ({}, 0, True, "stopped because nobody was here any more"),
    ],
)
def test_a_training_is_stopped_that_takes_too_long_or_that_nobody_waits_for(
    fields: dict, minutes: float, absent: bool, why: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_WALL_MINUTES", "2")
    assert why_stop(dataclasses.replace(TRAINS, **fields), 1000 + 60 * minutes, absent=absent) == why


def test_who_was_told_to_stop_has_some_time_for_that():
    check_that_it_stops(TRAINS, 1e9)
    told = dataclasses.replace(TRAINS, stopping="stopped by hand", stopping_since=2000.0)
    check_that_it_stops(told, 2000 + STOP_SECONDS)
    with pytest.raises(TrainerDied, match="did not stop"):
        check_that_it_stops(told, 2001 + STOP_SECONDS)
