"""The machines of a cluster as an app sees them, by schedulers that are not to be trusted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="pip install -r requirements-cluster.txt")

from distributed.core import Server
from distributed.protocol import ToPickle

from digitdemo.cluster import place as place_module
from digitdemo.cluster.access import Access
from digitdemo.cluster.members import Members
from digitdemo.cluster.messages import Unreachable
from digitdemo.jobs.trainer_process import NoneFree
from tests.conftest import PATIENCE, until
from tests.jobs.conftest import ScriptedTrainer

TOKEN = "sixteen letters, or more"
WORKER = "tcp://127.0.0.1:1"


class Scheduler:
    """Whoever is at the scheduler's address: says `workers`, whatever these are, to who asks."""

    def __init__(self) -> None:
        self.workers: Any = {WORKER: 2}
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server = self._do(self._serve())
        self.access = Access(self.server.address, TOKEN)

    def close(self) -> None:
        self._do(self.server.close())
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _do(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    async def _serve(self) -> Server:
        server = Server({"ncores_running": lambda: self.workers})
        await server.listen("tcp://127.0.0.1:0")
        return server


@pytest.fixture
def scheduler() -> Iterator[Scheduler]:
    scheduler = Scheduler()
    yield scheduler
    scheduler.close()


@pytest.fixture
def join(scheduler: Scheduler) -> Iterator[Callable[[], Members]]:
    made = []

    def join() -> Members:
        made.append(Members(scheduler.access))
        made[-1].wait_for_first_look()
        return made[-1]

    yield join
    for members in made:
        members.close()


class Code:
    """What is run where it is unpickled: it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.mkdir, (self._folder,)


def test_who_is_there_is_what_the_scheduler_says(join: Callable[[], Members]):
    assert join().offered == {WORKER: 2}


def test_what_comes_from_the_clusters_addresses_runs_no_code_in_the_app(
    scheduler: Scheduler, join: Callable[[], Members], tmp_path: Path
):
    scheduler.workers = {WORKER: 2, "object": ToPickle(Code(tmp_path / "run"))}
    assert join().offered == {WORKER: 2}
    assert not (tmp_path / "run").exists()


def test_the_cluster_goes_on_where_the_app_cannot_take_note_of_it(
    scheduler: Scheduler, join: Callable[[], Members], caplog: pytest.LogCaptureFixture
):
    def no_threads() -> None:
        raise RuntimeError("can't start new thread")

    members = join()
    members.on_look = no_threads
    scheduler.workers = {WORKER: 3}
    assert members.wait_for(members.scheduler_answers())
    assert members.offered == {WORKER: 3}
    assert "can't start new thread" in caplog.text


def test_nobody_waits_for_a_cluster_that_has_been_left(join: Callable[[], Members]):
    members = join()
    waiting = members.start(asyncio.sleep(PATIENCE))
    members.close()
    with pytest.raises(CancelledError):
        waiting.result(PATIENCE)
    with pytest.raises(Unreachable, match="has been left"):
        members.wait_for(members.scheduler_answers())


def test_the_app_hears_of_trainers_that_are_not_fit_and_that_they_may_be_again(
    scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_TRAINERS", "2")
    monkeypatch.setattr(place_module, "UNFIT_SECONDS", 1.5)
    scheduler.workers = {scheduler.access.address: 3}  # where nobody answers as a worker of ours
    told: list[int] = []
    place = place_module.Place(scheduler.access, lambda *told: ScriptedTrainer())
    place.on_change = lambda: told.append(place.trainers())
    place.start()
    until(lambda: told == [2, 3])
    place.close()


def test_this_machine_trains_only_where_the_cluster_has_no_worker(
    scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(place_module, "RemoteTrainer", no_trainer(place_module.Busy))
    monkeypatch.setattr(place_module, "PATIENCE_SECONDS", 1.5)
    outdated: list[Callable[[], bool]] = []

    def start_local(on_end: Callable[[], None], now_outdated: Callable[[], bool]) -> ScriptedTrainer:
        outdated.append(now_outdated)
        return ScriptedTrainer()

    place = place_module.Place(scheduler.access, start_local)
    with pytest.raises(NoneFree):  # all are busy with what others train
        place.start()
    scheduler.workers = {}
    until(lambda: place.on_workers() == 0)
    place.start()
    assert not outdated[0]()
    scheduler.workers = {WORKER: 1}
    until(outdated[0])
    place.close()


def no_trainer(error: type[Exception]) -> Callable[..., None]:
    def refuse(*about: object) -> None:
        raise error

    return refuse
