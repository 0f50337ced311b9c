"""What `bench load` makes of what it hears: waits, errors, the queue's order, and what is beyond a limit."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from digitdemo.bench.harness.figures import percentiles, tracebacks
from digitdemo.bench.harness.load_limits import LIMITS, beyond_limits
from digitdemo.bench.harness.processes import free_port
from digitdemo.bench.harness.queueing import in_fair_turns, problems_of_turns
from digitdemo.bench.harness.visitor import Visitor
from digitdemo.bench.harness.walk import Found, in_session
from digitdemo.inference.shipped import SHIPPED
from digitdemo.runs.store import RunStore
from tests.conftest import run_async


def measured(words: float = 0.1, in_browsers: float = 0.2, problems: tuple[str, ...] = (), kept: float = 5.0) -> Any:
    drawing = {
        "sessions": {"words": {"count": 9, "95%": words}},
        "in_browsers": {"words": {"count": 9, "95%": in_browsers}},
    }
    coming = {"before_mb": 240.0, "after_mb": 240.0 + kept, "problems": []}
    return {"limits": LIMITS, "drawing": {**drawing, "problems": list(problems)}, "coming_and_going": coming}


@pytest.mark.parametrize(
    ("results", "beyond"),
    [
        (measured(), False),
        (measured(words=0.31), True),
        (measured(in_browsers=0.31), True),
        (measured(problems=("KeyError",)), True),
        (measured(kept=20.1), True),
        (measured(kept=-3.0), False),
        ({"limits": LIMITS, "drawing": {"sessions": {"words": percentiles([])}, "problems": []}}, True),
        ({"limits": LIMITS}, False),
    ],
)
def test_a_wait_an_error_and_memory_that_stays_are_beyond_the_limits(results: Any, beyond: bool):
    assert beyond_limits(results) is beyond


def test_percentiles_are_of_all_waits():
    found = percentiles([number / 100 for number in range(101)])
    assert found == {"count": 101, "50%": 0.5, "95%": 0.95, "99%": 0.99, "worst": 1.0}


def test_a_traceback_in_the_log_is_a_problem_and_is_told_by_its_exception(tmp_path: Path):
    log = tmp_path / "log"
    log.write_text(
        "a warning\nTraceback (most recent call last):\n  File x\n    raise\nValueError: no\nmore\n"
        "Traceback (most recent call last):\n  File",
        encoding="utf-8",
    )
    assert tracebacks(log) == ["ValueError: no", "cut off"]


@pytest.mark.parametrize(
    ("owners", "fair"),
    [
        ("abcabc", True),
        ("abccba", True),
        ("abcacb", True),
        ("aabbcc", False),
        ("abacbc", False),
        ("aaaa", True),
        ("", True),
    ],
)
def test_nobodys_second_training_comes_before_everybodys_first(owners: str, fair: bool):
    assert in_fair_turns(owners) is fair


@pytest.mark.parametrize(
    ("order", "problems"),
    [
        ("ababababab", []),
        ("abaabbabab", ["somebody's second training came before everybody's first"]),
        ("ababababa", ["9 of 10 short trainings are kept"]),
    ],
)
def test_the_queues_order_is_read_from_the_runs_that_are_kept(order: str, problems: list[str], tmp_path: Path):
    store = RunStore(tmp_path)
    run = SHIPPED.load("linear")
    store.save(dataclasses.replace(SHIPPED.load("cnn"), id="long"), None, "somebody")
    for number, owner in enumerate(order):
        store.save(dataclasses.replace(run, id=f"run-{number}"), None, owner)
    store.close()
    assert problems_of_turns(tmp_path, owners=2) == problems


def test_a_visit_that_fails_is_a_problem_and_ends_no_other():
    found = Found()

    async def act(visitor: Visitor) -> None:
        raise AssertionError("nobody is there to visit")

    run_async(in_session(free_port(), act, found))
    (problem,) = found.problems
    assert "AssertionError" not in problem
