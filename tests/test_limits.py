import dataclasses
import logging

import pytest

from digitdemo import limits as module
from digitdemo.cli import main
from digitdemo.limits import TRAINER_MB, Limits, limits, variable


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0.5", 0.5), ("0.001", 10), ("", 10), ("much", 10), ("-1", 10), ("inf", 10), ("nan", 10)],
)
def test_a_variable_sets_a_limit_unless_it_cannot_be_that(text: str, number: float):
    assert limits({"DIGITDEMO_GRACE_MINUTES": text}).grace_minutes == number


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3.5", 100), ("0", 100)])
def test_what_is_counted_is_a_whole_number(text: str, number: int):
    rooms = limits({"DIGITDEMO_ROOMS": text}).rooms
    assert rooms == number
    assert isinstance(rooms, int)


def test_whoever_runs_the_app_reads_which_variable_is_wrong(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        limits({"DIGITDEMO_RUNS_MB": "plenty"})
    assert "DIGITDEMO_RUNS_MB: 'plenty' is no number from 0; 4000 is used instead" in caplog.text


@pytest.mark.parametrize(("memory", "size"), [(1e9, "small"), (8e9, "large")])
def test_a_trainer_may_be_as_large_as_suits_the_machine(memory: float, size: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "memory_limit", lambda: int(memory))
    assert Limits().trainer_mb == TRAINER_MB[size]


@pytest.mark.parametrize(
    ("cores", "memory", "trainers"),
    [(0.5, 1e9, 1), (2, 24e9, 1), (4, 24e9, 2), (5, 24e9, 2), (16, 64e9, 8), (16, 16e9, 6), (4, 4e9, 1), (4, 0.5e9, 1)],
)
def test_a_trainer_is_for_two_cores_where_there_is_the_memory(
    cores: float, memory: float, trainers: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "memory_limit", lambda: int(memory))
    monkeypatch.setattr(module, "usable_cores", lambda: cores)
    assert Limits().trainers == trainers


def test_the_command_prints_every_limit_with_its_variable_and_marks_what_is_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_WAITING", "7")
    assert main(["limits"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[: len(dataclasses.fields(Limits))]] == [
        variable(one.name) for one in dataclasses.fields(Limits)
    ]
    (waiting,) = (line for line in lines if line.startswith("DIGITDEMO_WAITING "))
    assert waiting.split()[1] == "7"
    assert waiting.endswith("(set here)")
    assert any(line.startswith("server.maxMessageSize") for line in lines)
