import dataclasses
import re

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import OwnImages
from digitdemo.jobs.admission import (
    QueueRefused,
    TooLong,
    refuse_too_late,
    refuse_too_long,
    refuse_too_many,
    refuse_without_room,
)
from digitdemo.jobs.job import Job
from digitdemo.jobs.pace import Pace
from digitdemo.limits import Limits
from digitdemo.runs.quota import Quota
from digitdemo.runs.store import RunStore
from tests.conftest import MLP, run_of
from tests.jobs.conftest import QUICK

BEST = TrainConfig(architecture="best")


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("TRAINING_MINUTES", "30"),
        ("WAIT_MINUTES", "60"),
        ("WAITING", "6"),
        ("WAITING_PER_VISITOR", "3"),
        ("ADDRESS_SHARE", "0.5"),
    ):
        monkeypatch.setenv(f"DIGITDEMO_{name}", value)


def jobs(*whence: str, state: str = "waiting") -> list[Job]:
    return [
        Job(id=str(number), owner=f"owner {number}", address=address, config=QUICK, state=state)
        for number, address in enumerate(whence)
    ]


@pytest.mark.parametrize(
    ("changes", "way_out"),
    [
        (
            {"epochs": 50},
            r"^It would take about \d+ minutes; at most 30 minutes are allowed here\. With (\d+) epochs ",
        ),
        ({"epochs": 20, "batch_size": 8}, r"With (\d+) epochs? it would fit\.$"),
        ({"epochs": 1}, r"With 1 epoch of ([\d,]+) images it would fit\.$"),
    ],
)
def test_a_training_that_takes_too_long_is_refused_with_what_would_not(changes: dict, way_out: str):
    config = dataclasses.replace(BEST, **changes)
    pace = Pace(cores=1 if config.epochs > 1 else 0.03)
    with pytest.raises(TooLong) as refused:
        refuse_too_long([config], [pace.work(config)])
    found = re.search(way_out, str(refused.value))
    assert found
    number = int(found[1].replace(",", ""))
    fits = {"epochs": number} if config.epochs > 1 else {"train_size": number}
    less = dataclasses.replace(config, **fits)
    refuse_too_long([less], [pace.work(less)])


def test_where_no_number_of_images_fits_the_network_is_too_large():
    config = TrainConfig(architecture="gru", width=1024)
    with pytest.raises(TooLong, match=r"Take a smaller network, or larger batches\.$"):
        refuse_too_long([config], [Pace(cores=0.0001).work(config)])


def test_one_that_is_too_long_refuses_all_that_were_asked_for_together():
    pace, long = Pace(cores=1), dataclasses.replace(BEST, epochs=50)
    with pytest.raises(TooLong):
        refuse_too_long([QUICK, long], [pace.work(QUICK), pace.work(long)])


@pytest.mark.parametrize(
    ("count", "owner", "address", "queued", "why"),
    [
        (1, "owner 0", "a", ["b"], "has not ended yet"),
        (4, "x", "a", [], "These are 4 trainings; at most 3 at once"),
        (2, "x", "a", ["b", "c", "d", "e", "f", "g"], "No more than 6 trainings can wait"),
        (2, "x", "a", ["a", "a", "a"], "No more than 3 trainings from your network can wait"),
        (1, "x", "a", ["a", "a", "a", "a"], "No more than 3 trainings from your network can wait"),
    ],
)
def test_too_many_are_refused(count: int, owner: str, address: str, queued: list[str], why: str):
    with pytest.raises(QueueRefused, match=why):
        refuse_too_many(count, owner, address, jobs(*queued))


@pytest.mark.parametrize(
    ("count", "address", "queued"),
    [
        (3, "a", ["b", "c", "d", "e"]),  # one of seven is under way
        (2, "b", ["a", "a", "a"]),
        (3, "", ["", "", ""]),  # unknown addresses are no network
    ],
)
def test_what_there_is_room_for_is_not(count: int, address: str, queued: list[str]):
    refuse_too_many(count, "x", address, jobs(*queued))


def test_those_that_train_at_once_do_not_wait():
    for count in (1, 3):
        refuse_too_many(count, "x", "a", jobs(*["b"] * (9 - count)), at_once=3)
    with pytest.raises(QueueRefused, match="No more than 6 trainings can wait"):
        refuse_too_many(1, "x", "a", jobs(*["b"] * 9), at_once=3)


def test_drawings_that_wait_to_be_learned_from_have_their_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_WAITING_DRAWINGS_MB", "1")
    own = OwnImages(drawings=500, pixels=bytes(784 * 500), labels=bytes(500), times=1)
    waiting = [dataclasses.replace(job, own=own) for job in jobs("a", "b")]
    with pytest.raises(QueueRefused, match="Too many trainings with drawings wait"):
        refuse_too_many(1, "x", "", waiting, own)
    refuse_too_many(1, "x", "", waiting)
    refuse_too_many(1, "x", "", waiting[1:], own)


def test_what_has_ended_counts_no_more():
    ended = jobs(*["a"] * 20, state="ended")
    refuse_too_many(3, ended[0].owner, "a", ended)


def test_who_would_wait_for_too_long_is_told_for_how_long():
    refuse_too_late(3600)
    with pytest.raises(QueueRefused, match="Your turn would come after about 2 hours, which is too long"):
        refuse_too_late(7000)


@pytest.mark.parametrize("name", ["fast", "mlp"])
@pytest.mark.parametrize("address", ["", "school"])
def test_by_default_a_class_of_50_starts_all_at_once_on_one_core(
    name: str, address: str, monkeypatch: pytest.MonkeyPatch
):
    for variable in ("TRAINING_MINUTES", "WAIT_MINUTES", "WAITING", "WAITING_PER_VISITOR", "ADDRESS_SHARE"):
        monkeypatch.delenv(f"DIGITDEMO_{variable}")
    refuse_too_many(1, "x", address, jobs(*[address] * 49))
    config = TrainConfig(architecture=name)
    refuse_too_late(49 * Pace(cores=1).work(config).seconds)
    assert Limits().waiting_per_visitor >= 10  # two models from five seeds


def test_a_run_that_would_not_be_kept_is_not_trained(tmp_path):
    store = RunStore(tmp_path, quota=Quota(visitor=12_000_000, everybody=10**9))
    refuse_without_room(store, [MLP], "a", "")  # there is no database yet
    store.save(run_of(MLP, id="pinned"), None, "a")
    refuse_without_room(store, [MLP], "a", "")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "model.keras").write_bytes(bytes(5_000_000))
    store.save(run_of(MLP, id="large"), tmp_path / "files", "a")
    refuse_without_room(store, [MLP], "a", "")  # the large one would make room
    assert store.ids() == ["pinned", "large"]
    store.of("a").pin("large")
    with pytest.raises(QueueRefused, match=r"could not be kept: pinned runs take 5 of your 12 MB; unpin one first\.$"):
        refuse_without_room(store, [QUICK, MLP], "a", "")
    refuse_without_room(store, [QUICK], "a", "")  # a small one has room
    refuse_without_room(store, [MLP], "b", "")
    assert store.ids() == ["pinned", "large"]
    store.close()
