import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from digitdemo.ui.resources.by_bytes import ByBytes


@dataclass
class Thing:
    name: str
    size: int


def never() -> Thing:
    raise AssertionError("it is kept")


def test_what_was_used_last_stays_as_long_as_all_fits():
    kept = ByBytes[Thing](100)
    for name, size in (("a", 40), ("b", 40), ("c", 20)):
        kept.get(name, lambda name=name, size=size: Thing(name, size))
    assert kept.get("a", never).name == "a"
    kept.get("d", lambda: Thing("d", 30))  # b, which was used least lately, makes room
    assert [kept.get(name, never).name for name in ("a", "c", "d")] == ["a", "c", "d"]
    assert kept.get("b", lambda: Thing("b anew", 1)).name == "b anew"


def test_what_nobody_has_used_for_long_goes_when_it_is_asked_to():
    now = [0.0]
    kept = ByBytes[Thing](100, clock=lambda: now[0])
    for name in ("old", "used", "another's"):
        kept.get(name, lambda name=name: Thing(name, 1))
    now[0] = 8.0
    kept.get("used", never)
    now[0] = 11.0
    kept.let_go(10.0, lambda key: key != "another's")
    assert [kept.get(name, never).name for name in ("used", "another's")] == ["used", "another's"]
    assert kept.get("old", lambda: Thing("anew", 1)).name == "anew"


def test_what_nobody_has_used_for_long_goes_when_something_comes():
    now = [0.0]
    kept = ByBytes[Thing](100, 10.0, lambda: now[0])
    for name in ("a", "b"):
        kept.get(name, lambda name=name: Thing(name, 1))
    now[0] = 8.0
    kept.get("a", never)
    now[0] = 11.0
    kept.get("c", lambda: Thing("c", 1))
    assert [kept.get(name, never).name for name in ("a", "c")] == ["a", "c"]
    assert kept.get("b", lambda: Thing("b anew", 1)).name == "b anew"


def test_one_that_is_larger_than_all_may_be_is_kept_alone():
    kept = ByBytes[Thing](100)
    kept.get("a", lambda: Thing("a", 40))
    kept.get("huge", lambda: Thing("huge", 1000))
    assert kept.get("huge", never).name == "huge"
    assert kept.get("a", lambda: Thing("a anew", 40)).name == "a anew"


def test_what_cannot_be_made_is_tried_again():
    kept = ByBytes[Thing](100)
    with pytest.raises(KeyError):
        kept.get("a", lambda: {}["a"])
    assert kept.get("a", lambda: Thing("a", 1)).name == "a"


def test_whoever_asks_for_the_same_at_once_shares_one():
    kept, barrier, made = ByBytes[Thing](100), threading.Barrier(8), []

    def make() -> Thing:
        made.append(Thing("a", 1))
        return made[-1]

    def ask(_: int) -> Thing:
        barrier.wait()
        return kept.get("a", make)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len(made) == 1
    assert all(one is made[0] for one in found)
