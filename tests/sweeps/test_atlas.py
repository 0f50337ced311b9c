import dataclasses
import gzip
import itertools
import json
from pathlib import Path

import pytest

from digitdemo.analysis.studies.width import NOISE
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.checksums import record_checksums
from digitdemo.runs.run import Run, RunError
from digitdemo.sweeps.atlas import MOST_BYTES, entry_of, load_atlas, read_atlas, write_atlas
from digitdemo.sweeps.atlas_plan import CAPACITY, DESCENT, PLATES, atlas_trainings, graph_of
from tests.sweeps.conftest import diverged, trained


def charted_run(number: int) -> Run:
    return dataclasses.replace(trained(atlas_trainings()[number], 0.9), parameters=1000 + number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "atlas.json.gz"
    write_atlas([entry_of(charted_run(number)) for number in range(3)], "a machine", path)
    return path


def test_the_plan_has_at_least_300_trainings_on_small_subsets_each_once():
    plan = atlas_trainings()
    assert len(plan) == len(set(plan)) >= 300
    assert {config.architecture for config in plan} >= {"linear", "mlp", "cnn", "lenet"}
    assert all(100 <= config.train_size <= 2000 for config in plan)
    assert len({config.seed for config in plan}) >= 2
    assert all(TrainConfig.from_texts(config.to_texts()) == (config, []) for config in plan)  # as the file has them
    assert {config.label_noise for sweep in PLATES[DESCENT] for config in sweep.trainings} == {NOISE}


def test_trainings_that_share_a_graph_come_one_after_the_other():
    graphs = [graph_of(config) for config in atlas_trainings()]
    changes = sum(one != other for one, other in itertools.pairwise(graphs))
    assert changes + 1 == len(set(graphs))


def test_what_is_written_is_read_by_config(path: Path):
    atlas = load_atlas(path)
    assert atlas.problem == ""
    assert list(atlas.charted) == atlas_trainings()[:3]
    one = atlas.charted[atlas_trainings()[2]].entry
    assert (one.validation_accuracy, one.parameters, one.train_accuracy) == (0.9, 1002, 0.99)
    assert path.stat().st_size < MOST_BYTES
    of_plates = [one.config for plate in PLATES for one in atlas.of_plate(plate)]
    assert set(of_plates) == set(atlas.charted)
    assert all(one.config.architecture in ("mlp", "cnn") for one in atlas.of_plate(CAPACITY))


def test_what_was_not_trained_to_its_end_is_not_recorded():
    assert entry_of(diverged(atlas_trainings()[0])) is None
    assert entry_of(trained(atlas_trainings()[0], 0.9)) is None  # nobody counted its weights


def test_where_none_was_ever_made_nothing_is_said(tmp_path: Path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  mnist.npz\n", encoding="ascii")
    atlas = load_atlas(tmp_path / "atlas.json.gz")
    assert (atlas.charted, atlas.problem) == ({}, "")


def damage(record: dict, **entry) -> bytes:
    record = {**record, "entries": [{**record["entries"][0], **entry}]}
    return gzip.compress(json.dumps(record).encode())


DAMAGE = {
    "half of it": lambda data, record: data[: len(data) // 2],
    "no gzip": lambda data, record: b"{}",
    "no JSON": lambda data, record: gzip.compress(b"{"),
    "an accuracy beyond 1": lambda data, record: damage(record, test_accuracy=1.5),
    "no number": lambda data, record: damage(record, test_accuracy="many"),
    "a knob that cannot be": lambda data, record: damage(record, knobs={"architecture": "cnn", "epochs": "0"}),
    "more than there is memory for": lambda data, record: gzip.compress(b" " * 30_000_000),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_one_is_left_out_and_said(path: Path, what: str):
    data = path.read_bytes()
    path.write_bytes(DAMAGE[what](data, json.loads(gzip.decompress(data))))
    with pytest.raises(RunError, match="differs from what SHA256SUMS says"):
        read_atlas(path)
    record_checksums(path.name, path.parent)  # whoever damages it may write the sum, too
    with pytest.raises(RunError, match="cannot be read"):
        read_atlas(path)
    problem = load_atlas(path).problem
    assert problem == "The atlas is missing or damaged and left out: restore assets/atlas.json.gz."


def test_one_that_is_too_large_to_be_shipped_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("digitdemo.sweeps.atlas.MOST_BYTES", 100)
    with pytest.raises(ValueError, match="at most 100 are shipped"):
        write_atlas([entry_of(charted_run(0))], "a machine", tmp_path / "atlas.json.gz")
    assert list(tmp_path.iterdir()) == []
