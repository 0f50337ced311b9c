"""The trainer process by itself, spoken to through its pipes."""

import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import (
    Began,
    Command,
    Ended,
    Event,
    Prepare,
    Prepared,
    Ready,
    Stop,
    Train,
    decode_event,
    encode,
)
from digitdemo.system import PROJECT
from digitdemo.training.conversation import BAD_COMMAND
from tests.conftest import PATIENCE

SMALL = TrainConfig(architecture="linear", epochs=2, train_size=500)
OTHER = TrainConfig(architecture="linear", batch_size=64, epochs=1, train_size=500, seed=3)


def process(*arguments: str) -> subprocess.Popen:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=pipe)


def test_it_says_why_it_stopped_and_makes_room_when_it_is_too_large_after_a_training(tmp_path: Path):
    script = "from digitdemo.training.__main__ import main; main(most_bytes=0)"
    with process("-c", script) as trainer:
        for command in (Train(job="x", config=SMALL, folder=str(tmp_path)), Stop(job="x", why="stopped by a test")):
            trainer.stdin.write(encode(command))
        trainer.stdin.flush()
        events = [decode_event(line) for line in trainer.stdout]  # until it ends, though its standard input is open
        trainer.stderr.read()
    assert trainer.returncode == 0
    assert [type(event) for event in events] == [Ready, Ended]
    assert (events[-1].job, events[-1].ending.outcome) == ("x", "stopped")
    assert events[-1].ending.reason == "stopped by a test after 0 of 2 epochs"


def test_what_was_prepared_is_not_compiled_again(tmp_path: Path):
    with process("-m", "digitdemo.training") as trainer:

        def hear(command: Command, last: type[Event]) -> list[Event]:
            trainer.stdin.write(encode(command))
            trainer.stdin.flush()
            heard = [decode_event(trainer.stdout.readline())]
            while not isinstance(heard[-1], last):
                heard.append(decode_event(trainer.stdout.readline()))
            return heard

        hear(Prepare(configs=(SMALL, OTHER)), Prepared)
        for config in (SMALL, OTHER):
            events = hear(Train(job="x", config=config, folder=str(tmp_path)), Ended)
            assert {event.doing for event in events if isinstance(event, Began)} == {"measuring", "training", "saving"}
            assert events[-1].ending.outcome == "finished"
        trainer.communicate(timeout=PATIENCE)


@pytest.mark.parametrize(
    "line", [b'{"command": "dance"}\n', b"{}\n", b"\xff\n", encode(Stop(job="x", why="y"))[:-9] + b"\n"]
)
def test_a_command_that_it_cannot_read_ends_it_with_a_code_and_a_reason(line: bytes):
    with process("-m", "digitdemo.training") as trainer:
        trainer.stdin.write(line)
        trainer.stdin.flush()
        trainer.wait(timeout=PATIENCE)
        assert b"ProtocolError" in trainer.stderr.read()
    assert trainer.returncode == BAD_COMMAND != 0


@pytest.mark.parametrize("line", [b"", encode(Stop(job="x", why="y"))[:-9]])
def test_the_end_of_its_input_even_within_a_line_ends_it_quietly(line: bytes):
    with process("-m", "digitdemo.training") as trainer:
        _, errors = trainer.communicate(line, timeout=PATIENCE)
    assert (trainer.returncode, errors) == (0, b"")
