"""TensorFlow that is missing or broken, and memory that runs out within it: what the real trainer process says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import Ended, Fatal, Ready, Train, decode_event, encode
from digitdemo.jobs.trainer_process import TrainerDied, TrainerProcess
from digitdemo.runs.reasons import reason_in_words, way_out
from digitdemo.system import PROJECT
from tests.conftest import PATIENCE

BROKEN = {
    "raise ModuleNotFoundError(name='tensorflow')": "the package tensorflow is missing",
    "import no_such_package_at_all": "the package no_such_package_at_all is missing",
    "raise ImportError('/secret/libtensorflow.so: undefined symbol')": "TensorFlow cannot be loaded",
    "raise OSError('/secret/libtensorflow.so: invalid ELF header')": "TensorFlow cannot be loaded",
}


def stub(folder: Path, script: str) -> str:
    """Return an import path on which TensorFlow is that."""
    (folder / "tensorflow.py").write_text(script)
    return os.pathsep.join([str(folder), os.environ["PYTHONPATH"]])


@pytest.mark.parametrize("script", BROKEN)
def test_a_trainer_without_tensorflow_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
):
    monkeypatch.setenv("PYTHONPATH", stub(tmp_path, script))
    trainer = TrainerProcess()
    assert trainer.receive(PATIENCE) == Fatal(reason=BROKEN[script])
    with pytest.raises(TrainerDied):
        trainer.receive(PATIENCE)
    trainer.end()
    assert "Drawing and all models that are there work" in way_out(f"this server cannot train ({BROKEN[script]})")


def test_memory_that_runs_out_within_tensorflow_ends_the_training_and_not_the_trainer(tmp_path: Path):
    script = """
import sys, types
training = types.ModuleType("digitdemo.training.session")
class ResourceExhaustedError(Exception): pass
errors = iter([ResourceExhaustedError("OOM when allocating tensor with shape [60000,784]"), MemoryError()])
def train_and_export(*_, **__): raise next(errors)
training.train_and_export = train_and_export
sys.modules["digitdemo.training.session"] = training
loop = types.ModuleType("digitdemo.training.loop"); loop.forget = lambda: None
sys.modules["digitdemo.training.loop"] = loop
import digitdemo.training; digitdemo.training.loop = loop
from digitdemo.training.__main__ import main; main()
"""
    config = TrainConfig(architecture="linear")
    commands = b"".join(encode(Train(job=job, config=config, folder=str(tmp_path))) for job in "ab")
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write(commands)
        process.stdin.flush()
        events = [decode_event(process.stdout.readline()) for _ in range(3)]
        process.communicate(timeout=PATIENCE)
    assert [type(event) for event in events] == [Ready, Ended, Ended]
    assert [event.ending.reason for event in events[1:]] == ["there was not enough memory"] * 2
    assert "fewer images or a smaller network" in way_out(events[1].ending.reason)
    assert reason_in_words(events[1].ending.reason) == events[1].ending.reason
