"""A trainer elsewhere, and a worker's side of it, with nothing between them but a way that loses and changes things."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from digitdemo.cluster import session as session_module
from digitdemo.cluster.messages import (
    Answer,
    Begin,
    Begun,
    End,
    File,
    Hear,
    Heard,
    Listed,
    Part,
    Question,
    Refused,
    Say,
    Unreachable,
)
from digitdemo.cluster.offering import Offering
from digitdemo.cluster.remote_trainer import Busy, RemoteTrainer
from digitdemo.cluster.version import version
from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import Began, Ended, Stop, Train, encode
from digitdemo.jobs.trainer_process import AllLost, TrainerDied, TrainerLost
from digitdemo.runs.files import MODEL_FILE
from tests.conftest import PATIENCE, until

LINEAR = TrainConfig(architecture="linear", epochs=1)
# Says which commands it gets, writes a file for what it is to train, and ends a training when it is told to stop.
PROGRAM = f"""
import json, os, sys
from pathlib import Path
for line in sys.stdin:
    command = json.loads(line)
    if command["command"] == "train":
        (Path(command["folder"]) / "{MODEL_FILE}").write_bytes(b"a model" * 700_000)
        print(json.dumps(dict(event="began", job=command["job"], doing="training")), flush=True)
    elif command["why"] == "die":
        os._exit(7)
    else:
        print(json.dumps(dict(event="ended", job=command["job"], ending=dict(temperature=1.0))), flush=True)
"""
COMMAND = (sys.executable, "-c", PROGRAM)


class Way:
    """In place of `Members`: a loop in a thread, in which an `Offering` answers what arrives by `on_the_way`."""

    def __init__(self) -> None:
        self.on_the_way: Callable[[Question, Answer], Answer] = lambda question, answer: answer
        self.scheduler_is_there = True
        self.asked: list[Question] = []
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.offering = self.wait_for(self._make())

    async def _make(self) -> Offering:
        return Offering(1, COMMAND)

    def start(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def wait_for(self, coroutine):
        return self.start(coroutine).result(PATIENCE)

    async def ask(self, address: str, question: Question) -> Answer:
        self.asked.append(question)
        return self.on_the_way(question, await self.offering.answer(question))

    async def scheduler_answers(self) -> bool:
        return self.scheduler_is_there


@pytest.fixture
def way() -> Iterator[Way]:
    way = Way()
    yield way
    way.wait_for(way.offering.close())


@pytest.fixture
def trainer(way: Way) -> Iterator[RemoteTrainer]:
    trainer = RemoteTrainer(way, "tls://there", lambda: None)
    yield trainer
    trainer.end()


def train(trainer: RemoteTrainer, folder: Path, job: str = "a") -> None:
    trainer.send(Train(job=job, config=LINEAR, folder=str(folder)))
    assert trainer.receive(PATIENCE) == Began(job=job, doing="training")


def test_events_come_in_order_and_the_files_are_there_when_a_training_has_ended(
    trainer: RemoteTrainer, way: Way, tmp_path: Path
):
    for job in "ab":
        train(trainer, tmp_path, job)
        trainer.send(Stop(job=job, why="by hand"))
        assert isinstance(trainer.receive(PATIENCE), Ended)
        assert (tmp_path / MODEL_FILE).read_bytes() == b"a model" * 700_000
        (tmp_path / MODEL_FILE).unlink()
    assert "Python" in trainer.machine
    said = [msgspec.json.decode(one.line) for one in way.asked if isinstance(one, Say)]
    assert [one["command"] for one in said] == ["train", "stop", "train", "stop"]


def test_to_ask_the_same_twice_does_no_more_than_once(way: Way, tmp_path: Path):
    def ask(question: Question) -> Answer:
        return way.wait_for(way.offering.answer(question))

    begin = Begin(b"", "session", version())
    assert isinstance(ask(begin), Begun)
    assert isinstance(ask(begin), Begun)
    line = encode(Train(job="a", config=LINEAR, folder=str(tmp_path)))
    stop = encode(Stop(job="a", why="by hand"))
    for number, said in ((1, line), (1, line), (2, stop), (2, stop)):
        ask(Say(b"", "session", number, said))
    heard = until(lambda: len((answer := ask(Hear(b"", "session", 0))).lines) == 2 and answer)
    assert ask(Hear(b"", "session", 0)) == heard
    assert ask(Hear(b"", "session", 1)) == Heard(heard.lines[1:])
    assert ask(Say(b"", "session", 4, stop)) == Refused("command 4 after 2")
    assert list(tmp_path.iterdir()) == []  # the app's folder is not one of that machine


def test_a_worker_has_no_more_trainers_than_it_offers_and_of_no_other_version(way: Way):
    freed = []
    first = RemoteTrainer(way, "tls://there", lambda: freed.append(1))
    with pytest.raises(Busy):
        RemoteTrainer(way, "tls://there", lambda: None)
    for _ in range(2):
        first.end()
    assert freed == [1]
    RemoteTrainer(way, "tls://there", lambda: None).end()
    assert way.wait_for(way.offering.answer(Begin(b"", "s", "older"))) == Refused(
        "it has another version of this program"
    )


def test_a_trainer_that_dies_there_says_how_as_one_here_does(trainer: RemoteTrainer, tmp_path: Path):
    train(trainer, tmp_path)
    trainer.send(Stop(job="a", why="die"))
    for _ in range(2):
        with pytest.raises(TrainerDied, match=r"^exit code 7$") as death:
            trainer.receive(PATIENCE)
        assert not isinstance(death.value, TrainerLost)


@pytest.mark.parametrize(("scheduler_is_there", "loss"), [(True, TrainerLost), (False, AllLost)])
def test_a_worker_that_does_not_answer_is_lost_or_all_are(
    trainer: RemoteTrainer, way: Way, tmp_path: Path, scheduler_is_there: bool, loss: type[TrainerLost]
):
    def gone(question: Question, answer: Answer) -> Answer:
        raise Unreachable("gone")

    train(trainer, tmp_path)
    way.scheduler_is_there, way.on_the_way = scheduler_is_there, gone
    with pytest.raises(TrainerLost) as death:
        trainer.receive(PATIENCE)
    assert type(death.value) is loss
    with pytest.raises(loss):
        trainer.send(Stop(job="a", why="by hand"))


def changed(answer: Answer) -> Answer:
    return Part(answer.data[:-1] + b"X") if isinstance(answer, Part) and answer.data else answer


def begun_otherwise(answer: Answer) -> Answer:
    if not isinstance(answer, Listed):
        return answer
    return Listed(tuple(msgspec.structs.replace(file, start=file.start[:-1] + b"X") for file in answer.files))


def renamed(answer: Answer) -> Answer:
    return Listed((File("../model", 1, hashlib.sha256(b"1").hexdigest()),)) if isinstance(answer, Listed) else answer


def huge(answer: Answer) -> Answer:
    return Listed((File(MODEL_FILE, 10**12, ""),)) if isinstance(answer, Listed) else answer


@pytest.mark.parametrize("change", [changed, renamed, huge])
def test_files_that_are_not_what_they_should_be_make_the_training_begin_again(
    trainer: RemoteTrainer, way: Way, tmp_path: Path, change: Callable[[Answer], Answer]
):
    train(trainer, tmp_path)
    way.on_the_way = lambda question, answer: change(answer)
    trainer.send(Stop(job="a", why="by hand"))
    with pytest.raises(TrainerLost, match="did not arrive whole"):
        trainer.receive(PATIENCE)
    assert not (tmp_path.parent / "model").exists()


@pytest.mark.parametrize("start_too", [False, True])
def test_a_file_that_came_damaged_once_is_fetched_once_more(
    trainer: RemoteTrainer, way: Way, tmp_path: Path, start_too: bool
):
    damaged = [1] if start_too else []

    def once(question: Question, answer: Answer) -> Answer:
        if isinstance(answer, Part) and not damaged:
            damaged.append(1)
            return changed(Part(answer.data[:10]))
        return begun_otherwise(answer) if start_too else answer

    train(trainer, tmp_path)
    way.on_the_way = once
    trainer.send(Stop(job="a", why="by hand"))
    assert isinstance(trainer.receive(PATIENCE), Ended)
    assert (tmp_path / MODEL_FILE).read_bytes() == b"a model" * 700_000


def test_what_is_no_event_is_not_taken_for_one(trainer: RemoteTrainer, way: Way, tmp_path: Path):
    train(trainer, tmp_path)
    way.on_the_way = lambda question, answer: Heard((b'{"event": "run", "code": 1}\n',))
    with pytest.raises(TrainerDied, match="no event"):
        trainer.receive(PATIENCE)


def test_a_trainer_whose_app_is_gone_is_ended(way: Way, monkeypatch: pytest.MonkeyPatch):
    begun = way.wait_for(way.offering.answer(Begin(b"", "session", version())))
    assert isinstance(begun, Begun)
    children = [child for child in psutil.Process().children() if PROGRAM in child.cmdline()]
    assert len(children) == 1
    way.wait_for(way.offering.close_forgotten())
    assert way.wait_for(way.offering.answer(Hear(b"", "session", 0))) == Heard(())
    monkeypatch.setattr(session_module, "SILENT_SECONDS", -1.0)
    way.wait_for(way.offering.close_forgotten())
    assert isinstance(way.wait_for(way.offering.answer(Hear(b"", "session", 0))), Refused)
    assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []
    assert way.wait_for(way.offering.answer(End(b"", "session"))) != Refused("there is no such trainer")


def test_a_trainer_elsewhere_that_says_nothing_is_given_up(trainer: RemoteTrainer):
    with pytest.raises(TrainerDied, match="no sign of life for 0 s"):
        trainer.receive(0.01)


def test_where_a_trainer_cannot_be_started_nothing_of_it_stays(way: Way, tmp_path: Path, monkeypatch):
    def begin(offering: Offering) -> Answer:
        return way.wait_for(offering.answer(Begin(b"", "session", version())))

    refused = Refused("a trainer cannot be started there")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    assert begin(way.offering) == refused
    assert [child for child in psutil.Process().children() if PROGRAM in child.cmdline()] == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert begin(Offering(1, (str(tmp_path / "no program"),))) == refused
    assert list(tmp_path.iterdir()) == []
