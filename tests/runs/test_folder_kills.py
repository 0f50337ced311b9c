"""Whenever the process is killed, a run's folder is whole or not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.system import PROJECT

# Runs `action` again and again in a child of its own, which is killed before its first, second ... operation on files,
# until one comes through, and looks after each with `check`.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.run import Run
from digitdemo.runs.folders import RunFolders
from tests.conftest import RECORD

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir"}
store = RunFolders(Path(sys.argv[1]))

def save(run_id, reason):
    run = Run(id=run_id, config=TrainConfig(architecture="linear"), history=(RECORD,), reason=reason)
    with store.draft() as draft:
        for name in ("model.tflite", "snapshots.npz"):
            (draft / name).write_text(reason)
        store.save(run, draft)

def killed_at(step, action):
    child = os.fork()
    if not child:
        left = step
        def count(event, arguments):
            nonlocal left
            if event in STEPS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        try:
            action()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or not status
    return os.WIFSIGNALED(status)

def every_kill(prepare, action, check):
    step = 0
    while True:
        shutil.rmtree(store.root, ignore_errors=True)
        prepare()
        killed = killed_at(step, action)
        check()
        if not killed:
            break
        step += 1
    print(step)
"""


def kills(tmp_path: Path, script: str) -> int:
    """Return how many kills the `every_kill` of `script` went through; its assertions fail the test."""
    command = [sys.executable, "-c", KILLED + script, str(tmp_path / "runs")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def test_a_process_that_dies_while_it_replaces_a_run_leaves_the_old_or_the_new_one(tmp_path: Path):
    script = """
def check():
    reason = store.load("a-run").reason
    assert reason in ("old", "new", "newer")
    assert store.read("a-run", "model.tflite").decode() == reason
    save("a-run", "last")
    assert store.load("a-run").reason == "last"
    assert [entry.name for entry in store.root.iterdir() if not entry.name.startswith(".draft-")] == ["a-run"]

every_kill(lambda: save("a-run", "old"), lambda: save("a-run", "new"), check)
"""
    assert kills(tmp_path, script) >= 10
