"""The real trainer process: TensorFlow starts, so these take some seconds each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.inside import Inside
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import TrainerDied, TrainerProcess
from digitdemo.runs.store import RunStore
from digitdemo.system import PROJECT
from tests.conftest import until

SMALL = TrainConfig(architecture="linear", epochs=2, train_size=500)
LONG = TrainConfig(architecture="mlp", epochs=50)


@pytest.fixture(scope="module")
def jobs_(tmp_path_factory):
    queue = JobQueue(RunStore(tmp_path_factory.mktemp("runs")))
    yield queue
    queue.close()


def test_a_training_ends_with_a_whole_run(jobs_: JobQueue):
    (job,) = jobs_.submit([SMALL], "a")
    run = until(lambda: jobs_.job(job.id).run, 60)
    assert run.outcome == "finished"
    assert [record.epoch for record in run.history] == [0, 1, 2]
    assert jobs_._store.load(run.id) == run
    files = {path.name for path in (jobs_._store.root / run.id).iterdir()}
    assert files == {"config.json", "history.json", "model.keras", "model.tflite", "inside.tflite", "snapshots.npz"}
    assert Inside(jobs_._store.inside_path(run.id)).epochs == (0, 1, 2)
    assert Classifier(jobs_._store.model_path(run.id))
    assert run.temperature is not None
    assert 0.3 < run.temperature < 3


def test_the_trainer_is_warm_and_nice_and_stop_is_quick(jobs_: JobQueue):
    (job,) = jobs_.submit([LONG], "a")
    until(lambda: jobs_.job(job.id).progress, 60)
    process = psutil.Process(jobs_._trainer.trainer.pid)
    if hasattr(os, "nice"):
        assert process.nice() > psutil.Process().nice()
    until(lambda: len(jobs_.job(job.id).history) > 1, 60)
    jobs_.stop(job.id)
    until(lambda: jobs_.job(job.id).state in ("saving", "ended"), 3)
    run = until(lambda: jobs_.job(job.id).run, 20)
    assert run.outcome == "stopped"
    assert jobs_._store.model_path(run.id)  # the model of the last whole epoch
    (again,) = jobs_.submit([SMALL], "b")
    assert until(lambda: jobs_.job(again.id).run, 20).outcome == "finished"
    assert jobs_._trainer.trainer.pid == process.pid


def test_a_trainer_that_has_grown_too_large_makes_room_after_a_whole_training(tmp_path: Path):
    script = "from digitdemo.training import __main__ as trainer; trainer._MOST_BYTES = 0; trainer.main()"
    options = dict(cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", script], **options) as process:
        command = {"command": "train", "job": "x", "config": SMALL.to_dict(), "folder": str(tmp_path)}
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()
        events = [json.loads(line) for line in process.stdout]  # until it ends, though its standard input is open
    assert (events[-1]["event"], events[-1]["outcome"]) == ("ended", "finished")
    assert process.returncode == 0


def test_a_killed_trainer_is_noticed_and_replaced(jobs_: JobQueue):
    (job,) = jobs_.submit([LONG], "a")
    until(lambda: jobs_.job(job.id).progress, 60)
    psutil.Process(jobs_._trainer.trainer.pid).kill()
    run = until(lambda: jobs_.job(job.id).run)
    assert run.outcome == "failed"
    assert "ended unexpectedly" in run.reason
    assert run.history
    (again,) = jobs_.submit([SMALL], "b")
    assert until(lambda: jobs_.job(again.id).run, 60).outcome == "finished"


def test_a_silent_trainer_is_ended():
    trainer = TrainerProcess()
    with pytest.raises(TrainerDied, match=r"no sign of life"):
        trainer.receive(timeout=0.01)
    trainer.end()
    with pytest.raises(TrainerDied, match=r"signal 9|exit code"):
        trainer.send({"command": "train"})


def test_the_trainer_goes_when_its_parent_is_killed(tmp_path: Path):
    script = (
        "from digitdemo.jobs.trainer_process import TrainerProcess\n"
        "trainer = TrainerProcess()\n"
        "print(trainer.pid, flush=True)\n"
        "print(trainer.receive(60), flush=True)\n"
        "trainer.receive(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=PROJECT) as parent:
        trainer = psutil.Process(int(parent.stdout.readline()))
        assert "ready" in parent.stdout.readline()
        parent.kill()
    trainer.wait(timeout=5)
    assert not trainer.is_running()
