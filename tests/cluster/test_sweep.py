"""Sweeps of the command line whose trainings are on workers of a real scheduler."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from digitdemo.bench.harness.cluster_processes import ClusterProcesses, cluster_processes
from digitdemo.cli import main
from digitdemo.runs.store import default_store
from tests.conftest import until

SWEEP = ["sweep", "--knob", "learning-rate", "--values", "0.01,0.1", "--architecture", "linear"]
SMALL = ["--train-size", "100", "--epochs", "1"]


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture(autouse=True)
def _own_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path / "runs"))


def test_it_outlives_a_worker_and_each_run_is_there_once(
    processes: ClusterProcesses, hold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from digitdemo.cluster.place import Place

    workers = [processes.start_worker() for _ in range(2)]
    for name, value in processes.environment.items():
        monkeypatch.setenv(name, value)
    found = Place(processes.access)
    until(lambda: found.on_workers() == 2)
    found.close()
    hold.touch()
    codes: list[int] = []
    sweeping = threading.Thread(target=lambda: codes.append(main([*SWEEP, *SMALL, "--seeds", "2"])))
    sweeping.start()
    drafts = default_store().root / "drafts"
    until(lambda: len(list(drafts.glob("*/*"))) == 2)
    processes.kill(workers[0])
    hold.unlink()
    sweeping.join()
    assert codes == [1]  # those that stand in for trainers do not validate
    text = printed(capsys)
    assert "4 to train, 2 at once: " in text
    ended = re.findall(r"learning_rate (\S+), seed (\d): finished", text)
    assert sorted(ended) == [("0.01", "0"), ("0.01", "1"), ("0.1", "0"), ("0.1", "1")]
    assert list(drafts.glob("*/*")) == []


def test_it_says_the_same_numbers_as_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("distributed")
    assert main([*SWEEP, *SMALL, "--seeds", "1"]) == 0
    folder = tmp_path / "cluster"
    folder.mkdir()
    with cluster_processes(folder) as processes:
        processes.start_worker()
        for name, value in processes.environment.items():
            monkeypatch.setenv(name, value)
        assert main([*SWEEP, *SMALL, "--seeds", "1", "--again"]) == 0
    assert "Trained once more: 2 of 2 have the same numbers." in printed(capsys)
