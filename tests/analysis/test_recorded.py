import gzip
import logging
import shutil
from pathlib import Path

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.recorded import (
    RECORDED,
    RECORDED_SEEDS,
    arm_runs,
    load_recorded,
    recorded_runs,
    write_recorded,
)
from digitdemo.runs.checksums import FILE, record_checksums
from digitdemo.runs.run import RunError


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A copy of what is recorded, to be damaged."""
    shutil.copy(RECORDED.parent / FILE, tmp_path)
    return Path(shutil.copy(RECORDED, tmp_path))


def test_every_experiment_is_recorded():
    found = load_recorded()
    assert set(found.runs) == {
        (name, arm, seed)
        for name, experiment in EXPERIMENTS.items()
        for arm in experiment.arms
        for seed in RECORDED_SEEDS
    }
    assert found.problems == ()


def test_the_file_is_small():
    assert RECORDED.stat().st_size < 1_000_000


def test_what_is_written_is_read_but_for_digits_that_nobody_sees(tmp_path: Path):
    runs = recorded_runs()
    once = {run.config: run for run in runs.values()}.values()
    write_recorded(once, tmp_path / RECORDED.name)
    assert recorded_runs(tmp_path / RECORDED.name) == runs
    # The clock is in neither file; which system packed them is, and Python versions say that differently.
    packed = [path.read_bytes() for path in (tmp_path / RECORDED.name, RECORDED)]
    assert packed[0][4:8] == packed[1][4:8] == bytes(4)
    assert gzip.decompress(packed[0]) == gzip.decompress(packed[1])


def test_an_experiment_has_its_runs_or_none():
    runs = recorded_runs()
    name, experiment = next(iter(EXPERIMENTS.items()))
    found = arm_runs(runs, name)
    assert found is not None
    assert list(found) == list(experiment.arms)
    for arm, each in found.items():
        assert [run.config for run in each] == [experiment.config(arm, seed=seed) for seed in RECORDED_SEEDS]
    del runs[name, "cure", 2]
    assert arm_runs(runs, name) is None


def test_damage_that_json_does_not_notice_is_noticed_said_and_logged_once(
    recorded: Path, caplog: pytest.LogCaptureFixture
):
    text = gzip.decompress(recorded.read_bytes()).replace(b'"test_accuracy":0.9', b'"test_accuracy":0.8', 1)
    recorded.write_bytes(gzip.compress(text))
    for _ in range(2):
        found = load_recorded(recorded)
        assert found.runs == {}
        assert found.problems == (
            "The recorded experiments are missing or damaged and left out: restore assets/experiments.json.gz.",
        )
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "differs" in record.getMessage()


@pytest.mark.parametrize("text", ["", "3", "{}", '{"a": 1}', "[3]", "[{}]", "[" * 100_000, '["x"]'])
def test_what_is_no_record_is_refused(recorded: Path, text: str):
    recorded.write_bytes(gzip.compress(text.encode()))
    record_checksums(recorded.name, recorded.parent)
    with pytest.raises(RunError, match=r"experiments\.json\.gz: cannot be read"):
        recorded_runs(recorded)


_PACKED = gzip.compress(b"[]", mtime=0)


# Named, because a test's name must be the same wherever it is collected: Python versions pack differently.
@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="not packed"),
        pytest.param(_PACKED[:-9], id="cut off"),
        pytest.param(_PACKED[:10] + b"?" * 9, id="garbage"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(recorded: Path, damaged: bytes):
    recorded.write_bytes(damaged)
    record_checksums(recorded.name, recorded.parent)
    with pytest.raises(RunError, match=r"experiments\.json\.gz: cannot be read"):
        recorded_runs(recorded)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(RunError, match=r"experiments\.json\.gz: cannot be read"):
        recorded_runs(tmp_path / RECORDED.name)
    shutil.copy(RECORDED.parent / FILE, tmp_path)
    assert len(load_recorded(tmp_path / RECORDED.name).problems) == 1


@pytest.mark.parametrize("damage", [Path.unlink, lambda sums: sums.write_text("3")])
def test_where_nothing_can_be_checked_the_runs_are_there_and_that_is_said(
    recorded: Path, damage, caplog: pytest.LogCaptureFixture
):
    damage(recorded.parent / FILE)
    found = load_recorded(recorded)
    assert found.runs == load_recorded().runs
    assert found.problems == ("The recorded experiments cannot be checked for damage: restore assets/SHA256SUMS.",)
    (record,) = caplog.records
    assert FILE in record.getMessage()
