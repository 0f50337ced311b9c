import dataclasses

import pytest

from digitdemo.jobs import turns
from digitdemo.jobs.job import Job
from digitdemo.jobs.turns import MOST_AT_ONCE, QueueRefused, jobs_in_turn, new_jobs, place_of
from tests.jobs.conftest import QUICK


def queued(*batches: tuple[str, int]) -> list[Job]:
    jobs: list[Job] = []
    for owner, count in batches:
        jobs += new_jobs([QUICK] * count, owner, jobs)
    return jobs


def order(jobs: list[Job]) -> list[tuple[str, int]]:
    return [(job.owner, job.turn) for job in jobs]


def test_everybody_has_a_first_turn_before_anybody_has_a_second():
    jobs = queued(("a", 3), ("b", 2), ("c", 1))
    assert order(jobs_in_turn(jobs)) == [("a", 0), ("b", 0), ("c", 0), ("a", 1), ("b", 1), ("a", 2)]
    assert [place_of(job, jobs) for job in jobs] == [0, 3, 5, 1, 4, 2]


def test_what_is_under_way_comes_first_and_what_has_ended_not_at_all():
    jobs = queued(("a", 2), ("b", 1))
    jobs[0] = dataclasses.replace(jobs[0], state="ended")
    jobs[1] = dataclasses.replace(jobs[1], state="saving")
    assert order(jobs_in_turn(jobs)) == [("a", 1), ("b", 0)]
    assert [place_of(job, jobs) for job in jobs] == [0, 0, 1]


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_a_batch_of_none_or_too_many_is_refused(count: int):
    with pytest.raises(ValueError, match=f"{count} trainings at once: need 1 to {MOST_AT_ONCE}"):
        queued(("a", count))


def test_who_has_one_that_has_not_ended_is_refused():
    jobs = queued(("a", 1))
    with pytest.raises(QueueRefused, match="has not ended yet"):
        new_jobs([QUICK], "a", jobs)
    assert new_jobs([QUICK], "a", [dataclasses.replace(jobs[0], state="ended")])


def test_a_batch_that_there_is_no_room_for_is_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 2)
    jobs = queued(("a", 1))
    with pytest.raises(QueueRefused, match="No more than 2 trainings can wait"):
        new_jobs([QUICK] * 3, "b", jobs)
    assert len(new_jobs([QUICK] * 2, "b", jobs)) == 2
