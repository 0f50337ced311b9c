"""Sweeps and the atlas on the command line, with real trainings of a second."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digitdemo.cli import main
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.owners import NOBODY
from digitdemo.runs.store import default_store
from digitdemo.sweeps.atlas import load_atlas
from digitdemo.system import PROJECT

# Nothing of these takes more than a moment.
SMALL = ["--architecture", "linear", "--train-size", "100", "--epochs", "1"]
SWEEP = ["sweep", "--knob", "learning-rate", "--values", "0.01,0.1"]


@pytest.fixture(autouse=True)
def _own_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))


def kept() -> list[TrainConfig]:
    store = default_store()
    ids = [one.id for one in store.of(NOBODY).listed()]
    runs = store.load_all(ids)
    store.close()
    return [runs[run_id].config for run_id in ids]


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def rows(text: str) -> list[str]:
    return re.findall(r"0\.\d+ 2/2 \S+ \([^)]+\) \S+ \([^)]+\)", text)


def test_a_sweep_is_kept_whole_and_says_the_same_numbers_twice(capsys: pytest.CaptureFixture[str]):
    command = [*SWEEP, "--seeds", "2", *SMALL]
    assert main(command) == 0
    first = printed(capsys)
    assert first.startswith("0 of 4 trainings are done. 4 to train: ")
    assert len(rows(first)) == 2
    assert "Best on validation: learning rate 0." in first
    assert "Believe its test accuracy" in first
    assert [(config.seed, config.learning_rate) for config in kept()] == [(0, 0.01), (0, 0.1), (1, 0.01), (1, 0.1)]
    assert main([*command, "--again"]) == 0
    again = printed(capsys)
    assert "Trained once more: 4 of 4 have the same numbers." in again
    assert rows(again) == rows(first)
    assert len(kept()) == 4  # nothing is there twice


def test_a_second_knob_trains_only_what_is_missing(capsys: pytest.CaptureFixture[str]):
    assert main([*SWEEP, "--seeds", "1", *SMALL]) == 0
    capsys.readouterr()
    assert main([*SWEEP, "--knob2", "epochs", "--values2", "1,2", "--seeds", "1", *SMALL[:-2]]) == 0
    text = printed(capsys)
    assert text.startswith("2 of 4 trainings are done. 2 to train: ")
    assert "Gap (train minus validation, points)" in text
    assert "One seed: how much another one would change is not known." in text


def test_a_sweep_that_cannot_be_says_why(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    for options, why in (
        (["--knob", "colour"], "sweep: 'colour' is not allowed; give one of architecture"),
        (["--knob", "width", "--values", "1,2"], "width: '1' is not allowed; give a whole number from 2 to 1,024"),
        (["--knob", "rare-digits"], "rare_digits: has no values by default; give --values"),
        (["--knob", "width", "--values2", "1"], "values2: not allowed without --knob2"),
        (["--knob", "width", "--seeds", "99"], "seeds: 99 is not allowed; give 1 to 10"),
        (["--knob", "width", "--architecture", "linear"], "width: 2 is not allowed with architecture linear"),
    ):
        assert main(["sweep", *options]) == 2
        assert why in capsys.readouterr().err
    monkeypatch.setenv("DIGITDEMO_RUNS_MB", "1")
    assert main(["sweep", "--knob", "width"]) == 2
    assert "1 MB can be kept" in capsys.readouterr().err


def test_interrupted_it_keeps_what_is_done_and_goes_on_from_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    long = ["sweep", "--knob", "epochs", "--values", "1,50", "--seeds", "1", *SMALL[:2], "--train-size", "5000"]
    command = [sys.executable, "-m", "digitdemo", *long]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # A shell has what it starts in the background ignore Ctrl-C, and so would these tests' children.
    heeding: dict[str, Any] = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, env=unbuffered, **heeding
    ) as process:
        assert process.stdout is not None
        first = next(line for line in process.stdout if "seed 0: validation" in line)
        assert first.startswith("epochs 1,")
        process.send_signal(signal.SIGINT)
        rest = " ".join(process.stdout.read().split())
    assert process.returncode == 130
    assert "Interrupted. What is done is kept; the same command goes on from here." in rest
    assert [config.epochs for config in kept()] == [1]
    assert main([*long[:4], "1,2", *long[5:]]) == 0
    assert printed(capsys).startswith("1 of 2 trainings are done. 1 to train: ")


def test_the_atlas_is_trained_in_parts_and_written_with_its_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    plan = [TrainConfig(architecture="linear", train_size=100, epochs=1, seed=seed) for seed in (0, 1)]
    monkeypatch.setattr("digitdemo.cli.atlas.atlas_trainings", lambda: plan)
    path = tmp_path / "atlas.json.gz"
    assert main(["atlas", "--most", "0", "--output", str(path)]) == 1
    assert main(["atlas", "--most", "1", "--output", str(path)]) == 1
    assert list(load_atlas(path).charted) == plan[:1]
    capsys.readouterr()
    assert main(["atlas", "--output", str(path)]) == 0
    assert printed(capsys).startswith("1 of 2 are recorded. 1 to train: ")
    assert list(load_atlas(path).charted) == plan
    assert path.name in (tmp_path / "SHA256SUMS").read_text(encoding="ascii")
