"""Real apps on one store, a script for a trainer: reloads, lost connections, a second app, a kill, no TensorFlow."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from digitdemo.bench.harness.server import App, running_app
from digitdemo.runs.owners import owner_of
from digitdemo.runs.store import RunStore
from digitdemo.visitors.visits import Visits
from tests.conftest import until
from tests.faults.conftest import Guest

RELOADS = 100
Come = Callable[..., Guest]


@dataclass
class Apps:
    """Two apps on one folder; that of `one` trains for as long as `hold` is there, the other has no TensorFlow."""

    one: App
    other: App
    runs: Path
    hold: Path
    start: Callable[[], App]


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    folder = tmp_path_factory.mktemp("apps")
    stub = folder / "stub"
    stub.mkdir()
    (stub / "tensorflow.py").write_text("raise ModuleNotFoundError('no TensorFlow', name='tensorflow')")
    here = {"DIGITDEMO_RUNS": str(folder / "runs")}
    held = {**here, "DIGITDEMO_STAND_IN": "held_trainer", "DIGITDEMO_HOLD": str(folder / "hold")}
    without = {**here, "PYTHONPATH": os.pathsep.join([str(stub), os.environ["PYTHONPATH"]])}
    with ExitStack() as stack:
        one, other = (stack.enter_context(running_app(**environment)) for environment in (held, without))
        yield Apps(one, other, folder / "runs", folder / "hold", lambda: stack.enter_context(running_app(**held)))


def train(apps: Apps, guest: Guest) -> None:
    apps.hold.touch()
    guest.open()
    guest.open("lab")
    guest.press("Train")
    until(lambda: "Epoch 2 of 9" in guest.open("lab"))


def test_a_training_goes_on_through_a_hundred_reloads_and_the_app_stays_as_large_as_it_is(apps: Apps, guests: Come):
    first = guests(apps.one.port)
    train(apps, first)
    key = first.key
    process = psutil.Process(apps.one.process.pid)
    sizes, threads = [], []
    for number in range(RELOADS):
        guest = guests(apps.one.port, key=key)
        words = guest.open(asks_for="lab")
        assert guest.faults == []
        assert "Epoch 2 of 9" in words
        guest.leave()
        if number in (RELOADS // 4, RELOADS - 1):
            sizes.append(process.memory_info().rss / 1e6)
            threads.append(process.num_threads())
    assert threads[1] <= threads[0] + 10
    assert sizes[1] - sizes[0] < 50  # some 10: what a session takes until Streamlit lets it go
    apps.hold.unlink()
    last = guests(apps.one.port, key=key)
    last.open()
    until(lambda: "1. CNN" in last.open("lab"))
    assert len(RunStore(apps.runs).ids()) == 1


def test_a_connection_that_is_lost_resumes_its_session_and_after_that_has_gone_the_visit(apps: Apps, guests: Come):
    guest = guests(apps.one.port)
    train(apps, guest)
    session, key = guest.session, guest.key
    guest.cut()
    again = guests(apps.one.port, key=key, session=session)
    assert "Epoch 2 of 9" in again.open(asks_for="lab")
    assert again.session == session
    again.leave()
    anew = guests(apps.one.port, key=key, session="of-another-server")
    assert "Epoch 2 of 9" in anew.open(asks_for="lab")
    assert anew.session not in (session, "of-another-server")
    assert again.faults == anew.faults == []
    apps.hold.unlink()
    until(lambda: "Epoch 2 of 9" not in anew.open("lab"))


def test_another_app_on_the_store_lists_the_runs_and_leaves_the_drafts_alone(apps: Apps, guests: Come):
    guest = guests(apps.one.port)
    train(apps, guest)
    elsewhere = guests(apps.other.port, key=guest.key)
    elsewhere.open()
    words = elsewhere.open("lab")
    assert "another" not in words
    elsewhere.press("Train")
    told = until(lambda: "cannot train" in (words := elsewhere.open("lab")) and words)
    assert "Cut short: this server cannot train (the package tensorflow is missing)." in told
    assert "Drawing and all models that are there work without TensorFlow." in told
    assert "Draw a digit. Watch machines read it" in elsewhere.open("")
    assert elsewhere.faults == []
    assert len(list(apps.runs.glob("drafts/*/*"))) == 1  # the other's
    apps.hold.unlink()
    mine = until(lambda: "1. CNN" in (words := guest.open("lab")) and words)
    assert "Epoch 2 of 9" not in mine
    until(lambda: "1. CNN" in elsewhere.open("lab"))


def test_play_by_its_name_and_an_address_of_nothing_lead_somewhere(apps: Apps, guests: Come):
    guest = guests(apps.other.port)
    guest.open(asks_for="play")
    assert guest.faults == []
    lost = guests(apps.other.port)
    words = lost.open(asks_for="nothing-here")
    assert lost.faults == []
    assert "There is no such page" in words
    assert "nothing-here" in words


def test_an_app_that_is_killed_goes_on_where_it_was_when_it_is_started_again(apps: Apps, guests: Come):
    guest = guests(apps.one.port)
    train(apps, guest)
    apps.hold.unlink()
    until(lambda: "1. CNN" in guest.open("lab"))
    store = RunStore(apps.runs)
    visits = Visits(store.database)

    def not_ended() -> set[str]:
        return visits.load(owner_of(guest.key)).get("under_way", {}).keys() - set(store.ids())

    train(apps, guest)
    trainer = psutil.Process(apps.one.process.pid).children()
    until(not_ended)  # what a page has taken note of is written some time later
    apps.one.process.kill()
    apps.one.process.wait()
    psutil.wait_procs(trainer, timeout=30)
    assert not [child for child in trainer if child.is_running()]
    assert not_ended()
    apps.one = apps.start()
    back = guests(apps.one.port, key=guest.key)
    words = back.open()
    assert back.faults == []
    assert "The app was started anew, and your training ended with it" in words
    assert "1. CNN" in back.open("lab")
