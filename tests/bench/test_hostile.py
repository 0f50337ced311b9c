"""The benchmark of hostile input: a few of its cases of each kind, and that it sees what it looks for."""

import gc
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from digitdemo.bench.hostile import READ
from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.outcome import BARS, Found, Outcome, at_best
from digitdemo.bench.hostile.search import generate
from digitdemo.bench.hostile.target import Target, kind_of, read_case
from digitdemo.bench.hostile.zips import is_whole_run, taken_home

FEW = 12  # generated cases of a kind


@pytest.fixture(scope="module", autouse=True)
def frozen() -> Iterator[None]:
    """Leave what other tests have in memory alone when garbage is collected before each case, as its process does."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("name", READ)
def test_a_few_cases_of_each_kind_are_taken_or_refused(name: str):
    kind, escaped = kind_of(name), dict[str, str]()

    def send(case: Any) -> Outcome:
        outcome = read_case(kind, case)
        if outcome.error:
            escaped[outcome.error] = repr(case)[:500]
        return Outcome()  # so that the same cases come everywhere

    assert send(kind.ordinary()) == Outcome()
    assert escaped == {}
    generate(kind.generated(), FEW, 0, send)
    assert escaped == {}


@pytest.mark.parametrize("name", READ)
def test_what_is_as_large_as_is_allowed_is_taken(name: str):
    kind = kind_of(name)
    largest = {which: case for which, case in kind.hand_made().items() if which.startswith("as many")}
    assert largest or name != "canvas"
    assert [which for which, case in largest.items() if not read_case(kind, case).taken] == []


def test_what_escapes_is_told_from_what_is_refused_and_what_is_taken():
    def read(case: Exception | None) -> None:
        if case:
            raise case

    kind = Kind(read=read, refusals=(KeyError,), ordinary=dict, hand_made=dict, generated=dict, weight=1)
    outcomes = [read_case(kind, case) for case in (None, KeyError("no"), ValueError("no"))]
    assert [outcome.taken for outcome in outcomes] == [True, False, False]
    assert [outcome.error for outcome in outcomes] == ["", "", "ValueError: no"]
    found = Found()
    for outcome in outcomes:
        found.note(outcome, "a case")
    assert (found.cases, found.taken, found.refused, found.escaped) == (3, 1, 1, 1)
    assert found.escapes == {"ValueError: no": "a case"}
    assert found.failed


@pytest.mark.parametrize("name", BARS)
def test_a_case_counts_as_costly_if_it_is_so_each_time(name: str):
    def sent(*values: float) -> Iterator[Outcome]:
        return (Outcome(**{name: BARS[name] * value}) for value in values)

    for values, failed in (((2.0, 0.5, 2.0), False), ((2.0, 3.0, 4.0), True), ((0.9,), False)):
        outcomes, found = sent(*values), Found()
        found.note(at_best(lambda outcomes=outcomes: next(outcomes)), "a case")
        assert found.failed == failed


def test_memory_that_a_case_takes_and_gives_back_is_seen():
    kind = Kind(read=bytearray, refusals=(), ordinary=dict, hand_made=dict, generated=dict, weight=1)
    assert read_case(kind, 200_000_000).mb > 150
    assert read_case(kind, 1_000).mb < 50


def test_a_process_reads_cases_one_after_the_other():
    target = Target("names")
    try:
        assert [target.send(text).taken for text in ("Ada", "x" * 1000, "Bob")] == [True, False, True]
    finally:
        target.end()


def test_only_the_run_that_was_taken_home_is_a_whole_one():
    file = taken_home()
    assert is_whole_run(file)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        model = archive.read("model.tflite")
    assert is_whole_run(model)  # it has the record
    assert not is_whole_run(model[:-1])
    assert not is_whole_run(file[: len(file) // 2])
    assert not is_whole_run(b"PK")
