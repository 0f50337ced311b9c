from types import SimpleNamespace

import pytest

from digitdemo.training import pacing
from digitdemo.training.pacing import CALL_SECONDS, Pacer
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def own_time(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(pacing, "time", SimpleNamespace(perf_counter=clock))


@pytest.mark.parametrize("total", [1, 2, 7, 430])
def test_the_calls_cover_the_work_once_and_in_order(total: int, clock: Clock):
    pacer, done = Pacer(), []
    for first, last in pacer.calls(total):
        done.extend(range(first, last))
        clock.now += 0.01
    assert done == list(range(total))


def test_calls_grow_until_they_last_as_long_as_they_may_and_shrink_again(clock: Clock):
    pacer, sizes = Pacer(), []
    for first, last in pacer.calls(60):
        sizes.append(last - first)
        clock.now += (last - first) * CALL_SECONDS / (8.5 if first < 39 else 2.5)
    assert sizes == [1, 2, 4, 8, 8, 8, 8, 8, 2, 2, 2, 2, 2, 2, 1]


def test_a_short_rest_does_not_shorten_the_next_calls(clock: Clock):
    pacer = Pacer()
    for _ in pacer.calls(100):
        clock.now += CALL_SECONDS / 100
    for first, last in pacer.calls(3):
        clock.now += CALL_SECONDS / 100
        assert (first, last) == (0, 3)
    assert next(iter(pacer.calls(1000)))[1] >= 32
