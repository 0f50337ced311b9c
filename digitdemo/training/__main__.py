"""The trainer process, `python -m digitdemo.training`: the only process of the app that imports TensorFlow.

It reads one JSON command a line from standard input and writes one JSON event a line to standard output:

    {"command": "train", "job": ID, "config": {...}, "folder": PATH}    {"command": "stop", "job": ID}

    {"event": "ready"}
    {"event": "epoch" | "progress", "job": ID, "record": {...}}     fields of EpochMetrics or Progress
    {"event": "saving", "job": ID}
    {"event": "ended", "job": ID, "outcome": ..., "reason": TEXT, "temperature": NUMBER or null, "parameters": NUMBER}
                                        the last two are missing if it failed; if a model was saved, its files are in
                                        `folder` (digitdemo/training/session.py)
    {"event": "fatal", "reason": TEXT}                              the data cannot be used; the process ends

The end of standard input is the end of the app, however it died: the process then exits at once.
"""

import contextlib
import ctypes
import dataclasses
import json
import os
import queue
import sys
import threading
import traceback
from pathlib import Path
from typing import IO, Any

import psutil

from digitdemo.system import quiet

# What XLA compiles is never let go. After very many different kinds of trainings the process makes room for a new one.
_MOST_BYTES = 950_000_000
_NICE = 19  # far below the web process, which must answer while a training uses every core


class Commands:
    """Reads standard input in a thread, so that "stop" and the end of the app are seen during a training."""

    def __init__(self, stream: IO[str]) -> None:
        self.trainings: queue.Queue[dict[str, Any]] = queue.Queue()
        self.stopped: set[str] = set()
        self._stream = stream
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self._stream:
                command = json.loads(line)
                if command["command"] == "stop":
                    self.stopped.add(command["job"])
                else:
                    self.trainings.put(command)
        finally:
            os._exit(0)  # the end of the stream, or a line cut short by the app's death


class Events:
    """Writes events to the stream that was standard output; the app's death shows here as a broken pipe."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def send(self, event: str, **fields: Any) -> None:
        try:
            self._stream.write(json.dumps({"event": event, **fields}) + "\n")
            self._stream.flush()
        except OSError:
            os._exit(0)


def main() -> None:
    """Serve commands until standard input ends."""
    events = Events(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)  # whatever a library prints must not end up between the events
    # On Windows a library that looks at standard input while a thread reads it hangs (numpy issue 24290).
    commands = Commands(os.fdopen(os.dup(0), "r", encoding="utf-8"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _step_back()
    with quiet():
        from digitdemo.data import mnist  # slow: TensorFlow, which announces itself at length
        from digitdemo.training import loop  # slow: TensorFlow, which announces itself at length

    try:
        mnist.load_mnist()
    except mnist.DataError as error:
        print(error, file=sys.stderr)
        events.send("fatal", reason="the file assets/mnist.npz is missing or damaged")
        return
    events.send("ready")
    while True:
        command = commands.trainings.get()
        try:
            ended = _train(command, commands, events)
        except Exception as error:  # the process must outlive whatever one training does wrong
            traceback.print_exc()  # for the operator; visitors must not see the server's paths
            ended = {"outcome": "failed", "reason": getattr(error, "strerror", None) or type(error).__name__}
        events.send("ended", job=command["job"], **ended)
        loop.forget()
        _return_memory()
        if psutil.Process().memory_info().rss > _MOST_BYTES:
            os._exit(0)  # the app starts another one when it needs it; a thread still reads standard input


def _step_back() -> None:
    """Give way to the web process and to whatever else runs on this machine."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
        # Linux weighs whole sessions against each other, and the trainer has a session of its own: without this its
        # niceness would count among its own threads only (man 7 sched, "The autogroup feature").
        with contextlib.suppress(OSError):  # another system, or a kernel without it
            Path("/proc/self/autogroup").write_text(str(_NICE))


def _return_memory() -> None:
    """Give back to the system what the C library keeps of memory that was freed: up to 30 MB after a training."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)


def _train(command: dict[str, Any], commands: Commands, events: Events) -> dict[str, Any]:
    """Run one training and return what "ended" says of it."""
    from digitdemo.config.train_config import TrainConfig
    from digitdemo.runs.metrics import EpochMetrics, Progress
    from digitdemo.training import loop
    from digitdemo.training.session import whole_training

    job = command["job"]
    config = TrainConfig.from_dict(command["config"])

    def on_progress(progress: Progress) -> None:
        if job in commands.stopped:
            raise loop.Stopped
        events.send("progress", job=job, record=dataclasses.asdict(progress))

    def on_epoch(record: EpochMetrics) -> None:
        events.send("epoch", job=job, record=dataclasses.asdict(record))
        if job in commands.stopped and record.epoch < config.epochs:
            raise loop.Stopped

    ending = whole_training(
        config,
        Path(command["folder"]),
        on_epoch=on_epoch,
        on_progress=on_progress,
        on_saving=lambda: events.send("saving", job=job),
    )
    return dataclasses.asdict(ending)


if __name__ == "__main__":
    main()
