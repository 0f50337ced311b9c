import argparse
import dataclasses
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS, GROUPS
from digitdemo.analysis.recorded import RECORDED, RECORDED_SEEDS, RunKey, recorded_runs, write_recorded
from digitdemo.bench import experiments
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.checksums import FILE, record_checksums
from digitdemo.runs.run import Run
from tests.conftest import shipped_recording

NAME = "little-data"
KEPT = ("few-layers", NAME, "no-dropout")
CONFIGS = [EXPERIMENTS[NAME].config(arm, seed=seed) for arm in EXPERIMENTS[NAME].arms for seed in RECORDED_SEEDS]
SHIPPED = {key: run for key, run in shipped_recording().items() if key[0] in KEPT}
RUNS = {run.config: run for run in SHIPPED.values()}


@pytest.fixture(autouse=True)
def few_experiments() -> Iterator[None]:
    """Three experiments in place of all, which take seconds to write and read; afterwards all in their order."""
    tables = [EXPERIMENTS, *GROUPS.values()]
    whole = [dict(table) for table in tables]
    for table in tables:
        for name in table.keys() - set(KEPT):
            del table[name]
    yield
    for table, before in zip(tables, whole, strict=True):
        table.clear()
        table.update(before)


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[TrainConfig]:
    """What is trained, for a record of its own that lacks one experiment."""
    shutil.copy(RECORDED.parent / FILE, tmp_path)
    file = tmp_path / RECORDED.name
    write_recorded([run for config, run in RUNS.items() if config not in CONFIGS], file)
    record_checksums(file.name, tmp_path)
    configs: list[TrainConfig] = []

    def train(config: TrainConfig) -> Run:
        configs.append(config)
        return RUNS[config]

    monkeypatch.setattr(experiments, "RECORDED", file)
    monkeypatch.setattr(experiments, "PAGE", tmp_path / "experiments.md")
    monkeypatch.setattr(experiments, "train_run", train)
    return configs


def without_ids(runs: Mapping[RunKey, Run]) -> dict[RunKey, Run]:
    """Return runs without their ids, which count the records of a file."""
    return {key: dataclasses.replace(run, id="") for key, run in runs.items()}


def measure(**options: object) -> dict:
    return experiments.measure(argparse.Namespace(**{"only": [], "again": False, "take": [], **options}))


@pytest.mark.parametrize("only", [[NAME], []])
def test_what_is_recorded_stays_and_only_what_is_missing_is_trained(only: list[str], trained: list[TrainConfig]):
    found = measure(only=only)["experiments"]
    assert trained == CONFIGS
    assert list(found) == list(EXPERIMENTS)
    assert without_ids(recorded_runs(experiments.RECORDED)) == without_ids(SHIPPED)
    assert experiments.PAGE.read_text(encoding="utf-8").startswith("# The experiments")


def test_what_another_file_has_recorded_is_taken_over(trained: list[TrainConfig]):
    measure(take=[RECORDED])
    assert trained == []
    assert without_ids(recorded_runs(experiments.RECORDED)) == without_ids(SHIPPED)


def test_one_that_is_not_whole_yet_is_left_out_and_the_page_waits_for_it(
    trained: list[TrainConfig], capsys: pytest.CaptureFixture[str]
):
    found = measure(only=["no-dropout"])["experiments"]
    assert trained == []
    assert list(found) == [name for name in EXPERIMENTS if name != NAME]
    assert not experiments.PAGE.exists()
    assert f"not recorded are {NAME}" in capsys.readouterr().out


def test_one_that_is_recorded_is_trained_again_if_that_is_asked_for(trained: list[TrainConfig]):
    measure(only=["few-layers"], again=True)
    assert {config.hidden_layers for config in trained} == {0, 1, 2}
    assert len(trained) == 15
