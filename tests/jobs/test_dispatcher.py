"""Who of the workers at rest begins what waits."""

from __future__ import annotations

from digitdemo.jobs.dispatcher import Dispatcher
from digitdemo.jobs.job import new_jobs
from digitdemo.jobs.pace import Pace
from tests.conftest import Clock
from tests.jobs.conftest import QUICK


class Resting:
    """A worker that counts how often it is asked whether its trainer is there."""

    def __init__(self, number: int, *, warm: bool) -> None:
        self.number, self.asked = number, 0
        self._warm = warm

    @property
    def warm(self) -> bool:
        self.asked += 1
        return self._warm

    def stop(self, job_id: str, why: str) -> None:
        raise AssertionError


def resting(clock: Clock, *warm: bool) -> tuple[Dispatcher, list[Resting]]:
    dispatcher = Dispatcher(clock, lambda: len(warm), Pace())
    workers = [Resting(number, warm=one) for number, one in enumerate(warm)]
    for worker in workers:
        dispatcher.rest(worker)
    return dispatcher, workers


def test_while_nothing_waits_nobody_who_is_woken_asks_the_others(clock: Clock):
    dispatcher, workers = resting(clock, *[True] * 20)
    for worker in workers:
        assert dispatcher.next_job(worker) is None
        assert dispatcher.take_expected(worker) == ()
    assert sum(worker.asked for worker in workers) == 0


def test_of_those_at_rest_whose_trainer_is_there_begins_first(clock: Clock):
    dispatcher, (cold, warm, other) = resting(clock, False, True, True)
    about = dict(owner="a", address="", watched=False, name="", own=None, asked=clock())
    with dispatcher.changed:
        dispatcher.presence.see("a")
        dispatcher.line.add(new_jobs([QUICK] * 3, [1.0] * 3, **about))
        assert (dispatcher.next_job(cold), dispatcher.next_job(other)) == (None, None)
        begun = [dispatcher.next_job(worker) for worker in (warm, other, cold)]
    assert len({job.id for job in begun}) == 3
