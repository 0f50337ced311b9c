"""The trainer process, `python -m digitdemo.training`: the only process of the app that imports TensorFlow.

It reads commands from standard input and writes events to standard output, a line each: `digitdemo.jobs.protocol`.

The end of standard input is the end of the app, however it died: the process then exits at once, with code 0. After a
command that it cannot read it exits with `digitdemo.training.conversation.BAD_COMMAND`.
"""

import contextlib
import itertools
import os
import queue
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from digitdemo.config.knob import ConfigError
from digitdemo.data.mnist import DataError, load_mnist
from digitdemo.jobs.protocol import (
    Began,
    Ended,
    Epoch,
    Fatal,
    Live,
    Looked,
    Prepare,
    Prepared,
    Probed,
    Progressed,
    ProtocolError,
    Ready,
    Train,
)
from digitdemo.limits import limits
from digitdemo.runs.metrics import Doing, EpochMetrics, Progress
from digitdemo.runs.run import Ending
from digitdemo.system import quiet, trim_memory, why_not
from digitdemo.training import memory
from digitdemo.training.conversation import Commands, Events

_ROOM_TO_TRAIN = 100_000_000  # bytes that are left when the process prepares no more
_NICE = 19  # far below the web process, which must answer while a training uses every core


def main(most_bytes: int | None = None) -> None:
    """Serve commands until standard input ends, or the process is larger than `most_bytes` after a training.

    None: than the limit that holds here. What XLA compiles is never let go: after very many different kinds of
    trainings the process makes room for a new one.
    """
    if most_bytes is None:
        most_bytes = int(1e6 * limits().trainer_mb)
    events = Events(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever a library prints must not end up between the events
    # On Windows a library that looks at standard input while a thread reads it hangs (numpy issue 24290).
    commands = Commands(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(2), "w"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _step_back()
    memory.go_first()
    memory.hold_to(int(1e6 * limits().trainer_most_mb))
    try:
        with quiet():
            from digitdemo.training import loop  # slow: TensorFlow, which announces itself at length
    except Exception as error:  # whatever a package that is missing or broken raises
        traceback.print_exc()
        events.send(Fatal(reason=_missing(error)))
        return
    try:
        load_mnist()
    except DataError as error:
        print(error, file=sys.stderr)
        events.send(Fatal(reason="the file assets/mnist.npz is missing or damaged"))
        return
    events.send(Ready())
    preparation: Iterator[None] = iter(())
    idle, parts = True, 0  # whether there is nothing to prepare, and how much was
    while True:
        try:
            command = commands.work.get(block=idle)
        except queue.Empty:
            idle = not _go_on(preparation) or memory.size() > most_bytes - _ROOM_TO_TRAIN
            parts += not idle
            if idle and parts:
                events.send(Prepared())
                trim_memory()
            continue
        match command:
            case Prepare(configs=configs):
                preparation, idle, parts = itertools.chain.from_iterable(map(loop.prepare, configs)), False, 0
            case Train():
                ending = _ending(command, commands, events)
                events.send(Ended(job=command.job, ending=ending))
                loop.forget()
                trim_memory()
                if memory.size() > most_bytes or ending.reason == _out_of_memory():
                    os._exit(0)  # the app starts another one when it needs it; a thread still reads standard input


def _out_of_memory() -> str:
    return (
        f"the trainer needed more than {limits().trainer_most_mb:.0f} MB of memory; "
        "a smaller network or smaller batches need less"
    )


def _reason(error: Exception) -> str:
    if memory.ran_out(error):
        return _out_of_memory()
    if isinstance(error, ProtocolError | ConfigError):
        return str(error)
    if isinstance(error, OSError):
        return f"its files could not be written ({why_not(error)})"
    return type(error).__name__


def _missing(error: Exception) -> str:
    """Return what of TensorFlow is missing or broken, for visitors."""
    if memory.ran_out(error):
        return _out_of_memory()
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"the package {error.name.partition('.')[0]} is missing"
    if isinstance(error, FileNotFoundError) and not _has_temporary_folder():
        return "the folder for temporary files cannot be written to"
    return "TensorFlow cannot be loaded"


def _has_temporary_folder() -> bool:
    try:
        return bool(tempfile.gettempdir())  # which tries to write there
    except FileNotFoundError:
        return False


def _step_back() -> None:
    """Give way to the web process and to whatever else runs on this machine."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
        # Linux weighs whole sessions against each other, and the trainer has a session of its own: without this its
        # niceness would count among its own threads only (man 7 sched, "The autogroup feature").
        with contextlib.suppress(OSError):  # another system, or a kernel without it
            Path("/proc/self/autogroup").write_text(str(_NICE))


def _go_on(preparation: Iterator[None]) -> bool:
    """Do the next part, which takes a moment; return whether there may be another."""
    try:
        next(preparation)
        return True
    except StopIteration:
        return False
    except Exception:  # the training itself will say what is wrong
        traceback.print_exc()
        return False


def _ending(command: Train, commands: Commands, events: Events) -> Ending:
    try:
        return _train(command, commands, events)
    except Exception as error:  # the process must outlive whatever one training does wrong
        traceback.print_exc()  # for the operator; visitors must not see the server's paths
        return Ending(outcome="failed", reason=_reason(error))


def _train(command: Train, commands: Commands, events: Events) -> Ending:
    from digitdemo.training import loop
    from digitdemo.training.session import train_and_export

    job = command.job

    def stop_if_asked() -> None:
        if job in commands.stopped:
            raise loop.Stopped(commands.stopped[job])

    def on_doing(doing: Doing) -> None:
        if doing not in ("converting", "saving"):  # then there is nothing left to stop
            stop_if_asked()
        events.send(Began(job=job, doing=doing))

    def on_progress(progress: Progress) -> None:
        stop_if_asked()
        events.send(Progressed(job=job, progress=progress))

    def on_epoch(record: EpochMetrics) -> None:
        events.send(Epoch(job=job, record=record))
        if record.epoch < command.config.epochs:
            stop_if_asked()

    return train_and_export(
        command.config,
        Path(command.folder),
        own=command.own,
        on_epoch=on_epoch,
        on_doing=on_doing,
        on_progress=on_progress,
        on_probe=lambda probe: events.send(Probed(job=job, probe=probe)),
        on_look=lambda look: events.send(Looked(job=job, look=look)),
        on_live=(lambda live: events.send(Live(job=job, live=live))) if command.watched else None,
    )


if __name__ == "__main__":
    main()
