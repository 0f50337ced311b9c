"""Whenever the process is killed, a run in the store is whole or not there."""

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
from digitdemo.runs.store import RunStore
from tests.conftest import RECORD

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir"}
store = RunStore(Path(sys.argv[1]))

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


def kills(tmp_path: Path, script: str) -> list[int]:
    """Return how many kills each `every_kill` of `script` went through; its assertions fail the test."""
    command = [sys.executable, "-c", KILLED + script, str(tmp_path / "runs")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [int(line) for line in done.stdout.split()]


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def test_a_process_that_dies_in_mid_prune_leaves_no_half_run(tmp_path: Path):
    script = """
IDS = [f"2026010{day}-120000-linear-abcdef" for day in range(1, 6)]

def check():
    for visible in [entry for entry in store.root.iterdir() if not entry.name.startswith(".")]:
        assert len(list(visible.iterdir())) == 4, visible
    store.prune(keep=1)  # what was left behind goes now
    assert [entry.name for entry in store.root.iterdir()] == IDS[-1:]

every_kill(lambda: [save(run_id, "") for run_id in IDS], lambda: store.prune(keep=1), check)
"""
    assert min(kills(tmp_path, script)) >= 20


def test_a_process_that_dies_while_it_replaces_a_run_leaves_the_old_or_the_new_one(tmp_path: Path):
    script = """
def check():
    reason = store.load("a-run").reason
    assert reason in ("old", "new", "newer")
    assert store.model_path("a-run").read_text() == reason
    save("a-run", "last")
    assert store.load("a-run").reason == "last"
    store.prune()
    assert [entry.name for entry in store.root.iterdir() if not entry.name.startswith(".draft-")] == ["a-run"]

every_kill(lambda: save("a-run", "old"), lambda: save("a-run", "new"), check)

def killed_before(step):
    save("a-run", "old")
    killed_at(step, lambda: save("a-run", "new"))

for step in range(40):  # and where the process before was killed, too
    shutil.rmtree(store.root)
    killed_before(step)
    if any(entry.name.startswith(".replaced-") for entry in store.root.iterdir()):
        every_kill(lambda: killed_before(step), lambda: save("a-run", "newer"), check)
"""
    assert all(steps >= 10 for steps in kills(tmp_path, script))
