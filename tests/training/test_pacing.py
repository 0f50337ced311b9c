import time

import pytest

from digitdemo.training.pacing import CALL_SECONDS, Pacer


@pytest.mark.parametrize("total", [1, 2, 7, 430])
def test_the_calls_cover_the_work_once_and_in_order(total: int):
    pacer, done = Pacer(), []
    for first, last in pacer.calls(total):
        done.extend(range(first, last))
    assert done == list(range(total))


def test_calls_grow_until_they_last_as_long_as_they_may():
    pacer, sizes = Pacer(), []
    for first, last in pacer.calls(60):
        sizes.append(last - first)
        time.sleep((last - first) * CALL_SECONDS / 8)
    assert sizes[:3] == [1, 2, 4]
    assert 4 <= max(sizes) <= 8


def test_a_short_rest_does_not_shorten_the_next_calls():
    pacer = Pacer()
    list(pacer.calls(100))
    ((first, last),) = pacer.calls(3)
    assert (first, last) == (0, 3)
    assert next(iter(pacer.calls(1000)))[1] >= 32
