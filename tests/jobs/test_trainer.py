"""The process border: the real trainer, warm for all its tests, and small programs that misbehave in its place."""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.inference.classifier import load_classifier
from digitdemo.inference.inside import load_inside
from digitdemo.jobs.protocol import Began, Stop
from digitdemo.jobs.queue import JobQueue
from digitdemo.jobs.trainer_process import TrainerDied, TrainerProcess
from digitdemo.runs.files import MODEL_FILE
from digitdemo.runs.store import RunStore
from digitdemo.system import PROJECT
from tests.conftest import PATIENCE, until

SMALL = TrainConfig(architecture="linear", epochs=2, train_size=500)
LONG = TrainConfig(architecture="linear", epochs=50)  # half a minute: it is stopped or killed


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> RunStore:
    return RunStore(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def started() -> list[TrainerProcess]:
    return []


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with each path that a trainer writes to."""
    return tmp_path_factory.mktemp("written") / "paths.txt"


@pytest.fixture(scope="module")
def jobs_(store: RunStore, started: list[TrainerProcess], written: Path):
    """A queue whose trainers are those of a service: nothing can be written where their user is at home."""

    def start() -> TrainerProcess:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", os.devnull)
            patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
            patch.setenv("DIGITDEMO_WRITE_LOG", str(written))
            started.append(TrainerProcess())
        return started[-1]

    queue = JobQueue(store, start_trainer=start)
    yield queue
    queue.close()


def test_a_training_ends_with_a_whole_run(jobs_: JobQueue, store: RunStore):
    jobs_.prepare(SMALL)
    (job,) = jobs_.submit([SMALL], "a", watched=True)
    run = until(lambda: jobs_.job(job.id).run)
    assert run.outcome == "finished"
    assert {0, 1, 2} <= {epochs for epochs, _ in jobs_.job(job.id).climb}
    assert [record.epoch for record in run.history] == [0, 1, 2]
    assert store.load(run.id) == run
    for file in ("model.keras", "model.tflite", "inside.tflite", "snapshots.npz", "learning.json"):
        assert store.has(run.id, file)
    assert load_inside(store, run.id).epochs == (0, 1, 2)
    assert load_classifier(store, run.id)
    assert list(store.root.glob("drafts/*/*")) == []
    assert run.parameters == ARCHITECTURES["linear"].parameters
    assert run.temperature is not None
    assert 0.3 < run.temperature < 3


def test_a_trainer_writes_nowhere_but_to_the_runs_and_the_temporary_folder(
    jobs_: JobQueue, store: RunStore, written: Path
):
    (job,) = jobs_.submit([SMALL], "a")
    until(lambda: jobs_.job(job.id).run)
    paths = {Path(line) for line in written.read_text(encoding="utf-8").splitlines()}
    assert any(path.is_relative_to(store.root / "drafts") for path in paths)
    allowed = (store.root, Path(tempfile.gettempdir()), Path("/dev"), Path("/proc/self"))
    refused = {Path(os.devnull) / ".keras"}  # which it tries, and does without
    assert {path for path in paths - refused if not any(map(path.is_relative_to, allowed))} == set()


def test_the_trainer_is_warm_and_stop_keeps_what_it_has_learned(
    jobs_: JobQueue, store: RunStore, started: list[TrainerProcess]
):
    (job,) = jobs_.submit([LONG], "a")
    until(lambda: len(jobs_.job(job.id).history) > 1)
    jobs_.stop(job.id)
    run = until(lambda: jobs_.job(job.id).run)
    assert (run.outcome, run.reason) == ("stopped", f"stopped by hand after {len(run.history) - 1} of 50 epochs")
    assert store.has(run.id, MODEL_FILE)  # the model of the last whole epoch
    (again,) = jobs_.submit([SMALL], "b")
    assert until(lambda: jobs_.job(again.id).run).outcome == "finished"
    assert len(started) == 1


def test_a_killed_trainer_is_noticed_and_its_curve_kept(jobs_: JobQueue, started: list[TrainerProcess]):
    (job,) = jobs_.submit([LONG], "a")
    until(lambda: jobs_.job(job.id).progress)
    psutil.Process(started[-1].pid).kill()
    run = until(lambda: jobs_.job(job.id).run)
    assert run.outcome == "failed"
    assert "ended unexpectedly" in run.reason
    assert run.history


@pytest.mark.skipif(sys.platform != "linux", reason="another system holds no process to its memory")
def test_a_trainer_that_needs_more_memory_than_it_may_says_so_and_the_next_one_is_a_new_one(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_TRAINER_MOST_MB", "450")  # enough to start
    queue = JobQueue(store)
    (job,) = queue.submit([SMALL], "a")
    run = until(lambda: queue.job(job.id).run)
    assert run.outcome == "failed"
    assert "more than 450 MB of memory" in run.reason
    monkeypatch.delenv("DIGITDEMO_TRAINER_MOST_MB")
    (again,) = queue.submit([SMALL], "a")
    assert until(lambda: queue.job(again.id).run).outcome == "finished"
    queue.close()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has other priorities")
def test_the_trainer_steps_back_for_all_else(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PYTHONPATH")  # where tests/child_processes keeps it from stepping back
    trainer = TrainerProcess()
    until(lambda: psutil.Process(trainer.pid).nice() == 19)
    trainer.end()


def test_the_trainer_goes_when_its_parent_is_killed():
    script = (
        "from digitdemo.jobs.trainer_process import TrainerProcess\n"
        "trainer = TrainerProcess()\n"
        "print(trainer.pid, flush=True)\n"
        "trainer.receive(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=PROJECT) as parent:
        trainer = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    trainer.wait(timeout=PATIENCE)
    assert not trainer.is_running()


def program(script: str) -> TrainerProcess:
    return TrainerProcess([sys.executable, "-c", script])


def test_a_trainer_that_cannot_be_started_is_called_so():
    with pytest.raises(TrainerDied, match="cannot be started"):
        TrainerProcess(["/no/such/program"])


def test_a_silent_trainer_is_ended():
    trainer = program("import time; time.sleep(600)")
    with pytest.raises(TrainerDied, match=r"no sign of life"):
        trainer.receive(timeout=0.01)
    trainer.end()
    with pytest.raises(TrainerDied, match=r"signal 9|exit code"):
        trainer.send(Stop(job="a", why="stopped by hand"))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"event": "epoch", "job": "a", "record": {"epoch": 1, "train_accuracy": null}}', "got `null`"),
        ("Warning: something printed this", "malformed"),
    ],
)
def test_a_trainer_that_says_what_is_no_event_is_ended_and_the_log_has_it(
    line: str, complaint: str, caplog: pytest.LogCaptureFixture
):
    trainer = program(f"import time; print({line!r}, flush=True); time.sleep(600)")
    with caplog.at_level(logging.ERROR), pytest.raises(TrainerDied, match="said something that is no event"):
        trainer.receive(timeout=PATIENCE)
    assert complaint in caplog.text
    trainer.end()


@pytest.mark.parametrize(("trainers", "threads"), [("1", "None"), ("1000", "1")])
def test_trainers_side_by_side_share_the_cores(trainers: str, threads: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITDEMO_TRAINERS", trainers)
    said = (
        '\'{"event": "began", "job": "\' + str(os.environ.get(\'TF_NUM_INTRAOP_THREADS\')) + \'", "doing": "saving"}\''
    )
    trainer = program(f"import os; print({said})")
    assert trainer.receive(timeout=PATIENCE) == Began(job=threads, doing="saving")
    trainer.end()


def test_a_line_cut_short_is_no_event_and_the_exit_code_is_named():
    whole = '{"event": "began", "job": "a", "doing": "saving"}'
    script = f"""print('{whole}'); print('{whole[:12]}', end=""); raise SystemExit(3)"""
    trainer = program(script)
    assert trainer.receive(timeout=PATIENCE) == Began(job="a", doing="saving")
    with pytest.raises(TrainerDied, match=r"^exit code 3$"):
        trainer.receive(timeout=PATIENCE)
    trainer.end()
