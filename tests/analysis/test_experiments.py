import logging
import shutil
from pathlib import Path

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS, RECORDED, RECORDED_SEEDS, load_recorded, recorded_runs
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
        (name, cured, seed) for name in EXPERIMENTS for cured in (False, True) for seed in RECORDED_SEEDS
    }
    assert found.problems == ()


def test_damage_that_json_does_not_notice_is_noticed_said_and_logged_once(
    recorded: Path, caplog: pytest.LogCaptureFixture
):
    recorded.write_text(recorded.read_text().replace('"test_accuracy": 0.9', '"test_accuracy": 0.8', 1))
    for _ in range(2):
        found = load_recorded(recorded)
        assert found.runs == {}
        assert found.problems == (
            "The recorded experiments are missing or damaged and left out: restore assets/experiments.json.",
        )
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "differs" in record.getMessage()


@pytest.mark.parametrize("text", ["", "3", "{}", '{"a": 1}', "[3]", "[{}]", "[" * 100_000, '["x"]'])
def test_what_is_no_record_is_refused(recorded: Path, text: str):
    recorded.write_text(text)
    record_checksums(recorded.name, recorded.parent)
    with pytest.raises(RunError, match=r"experiments\.json: cannot be read"):
        recorded_runs(recorded)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(RunError, match=r"experiments\.json: cannot be read"):
        recorded_runs(tmp_path / "experiments.json")
    shutil.copy(RECORDED.parent / FILE, tmp_path)
    assert len(load_recorded(tmp_path / "experiments.json").problems) == 1


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
