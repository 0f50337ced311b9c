"""TensorFlow that is missing or broken, and memory that runs out within it: what the real trainer process says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.jobs.protocol import Ended, Fatal, Ready, Train, decode_event, encode
from digitdemo.jobs.trainer_process import TrainerDied, TrainerProcess
from digitdemo.runs.reasons import way_out
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


def test_a_trainer_that_can_write_no_temporary_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = """
import tempfile
def gettempdir(): raise FileNotFoundError(2, "No usable temporary directory found")
tempfile.gettempdir = gettempdir
gettempdir()
"""
    monkeypatch.setenv("PYTHONPATH", stub(tmp_path, script))
    trainer = TrainerProcess()
    why = "the folder for temporary files cannot be written to"
    assert trainer.receive(PATIENCE) == Fatal(reason=why)
    trainer.end()
    assert "has to let it write to that folder" in way_out(f"this server cannot train ({why})")


@pytest.mark.parametrize("error", ["ResourceExhaustedError('OOM when allocating tensor')", "MemoryError()"])
def test_memory_that_runs_out_within_tensorflow_is_called_so(tmp_path: Path, error: str):
    script = f"""
import sys, types
class ResourceExhaustedError(Exception): pass
def train_and_export(*_, **__): raise {error}
session, loop = types.ModuleType("digitdemo.training.session"), types.ModuleType("digitdemo.training.loop")
session.train_and_export, loop.forget = train_and_export, lambda: None
sys.modules |= {{one.__name__: one for one in (session, loop)}}
import digitdemo.training
digitdemo.training.loop = loop
from digitdemo.training.__main__ import main
main()
"""
    train = encode(Train(job="a", config=TrainConfig(architecture="linear"), folder=str(tmp_path)))
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.stdin.write(train)
        process.stdin.flush()
        ready, end = (decode_event(process.stdout.readline()) for _ in range(2))
        process.communicate(timeout=PATIENCE)
    assert (type(ready), type(end)) == (Ready, Ended)
    assert "MB of memory; a smaller network or smaller batches need less" in end.ending.reason
