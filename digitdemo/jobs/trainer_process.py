"""The trainer as the app sees it: a child process behind two pipes."""

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from digitdemo.jobs.protocol import Command, Event, ProtocolError, decode_event, encode
from digitdemo.limits import limits
from digitdemo.system import PROJECT, usable_cores

COMMAND = (sys.executable, "-m", "digitdemo.training")
_GRACE_SECONDS = 5.0
_THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
_KILLED, _BROKEN_DOWN = 9, (6, 11)  # signals: C++ code ends itself by the first of these when it gets no memory

_LOG = logging.getLogger(__name__)


class TrainerDied(Exception):
    """The trainer process is gone, hangs and was ended, or could not be started."""


class TrainerLost(TrainerDied):
    """The machine that it was on is gone, or the way there; what was trained can be trained again elsewhere."""


class AllLost(TrainerLost):
    """So are all others: no training has done that, and there is another place to train."""


class NoneFree(TrainerLost):
    """There is none right now, as others have them all: nothing has begun, and nothing was lost."""


class CannotTrain(TrainerDied):
    """The trainer has said why it cannot train at all, and is gone."""


class TrainerProcess:
    """Starts `python -m digitdemo.training`, or another `command`, and exchanges `digitdemo.jobs.protocol` with it.

    A plain child with its own interpreter: fork with TensorFlow can deadlock, and `multiprocessing`'s spawn would run
    the Streamlit script again. The child ends by itself when this process ends, by whatever signal, because its
    standard input then ends.

    Raises:
        TrainerDied: it cannot be started.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        options: dict[str, Any] = {}
        if sys.platform == "win32":
            options["creationflags"] = subprocess.BELOW_NORMAL_PRIORITY_CLASS
        else:
            options["start_new_session"] = True  # Ctrl-C in a terminal is for the app; the child follows by itself
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=PROJECT,
                env={**_usual_environment(), **os.environ},
                **options,
            )
        except OSError as error:  # its text would show a path of the server
            raise TrainerDied(f"it cannot be started: {error.strerror}") from error
        self._events: queue.Queue[Event | ProtocolError | None] = queue.Queue()  # None: there is no more
        self._sending = threading.Lock()
        threading.Thread(target=self._read, name="trainer events", daemon=True).start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Send a command.

        Raises:
            ProtocolError: it cannot be sent.
            TrainerDied: the child is gone.
        """
        assert self._process.stdin is not None
        line = encode(command)
        try:
            with self._sending:
                self._process.stdin.write(line)
                self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise TrainerDied(self._how_it_ended()) from error

    def receive(self, timeout: float) -> Event:
        """Return the next event.

        Raises:
            TrainerDied: the child is gone, said nothing for `timeout` seconds, or what is no event; it is then ended.
        """
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            self._process.kill()
            raise TrainerDied(f"no sign of life for {timeout:.0f} s") from None
        if isinstance(event, ProtocolError):
            raise TrainerDied("it said something that is no event") from event
        if event is None:
            raise TrainerDied(self._how_it_ended())
        return event

    def end(self) -> None:
        """End the child and wait for it."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # gone already: the pipe is broken
            self._process.stdin.close()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            with self._process.stdout as lines:
                for line in lines:
                    if line.endswith(b"\n"):  # else cut short by its death
                        self._events.put(decode_event(line))
        except ProtocolError as error:
            _LOG.error("the trainer said something that is no event, and is ended: %s", error)
            self._process.kill()
            self._events.put(error)
        finally:
            self._events.put(None)

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        return death_in_words(code)


def _usual_environment() -> dict[str, str]:
    """Return what holds for a child unless this process' own environment says otherwise."""
    usual = {"MALLOC_ARENA_MAX": "2"}  # glibc: 15 MB less than with one arena a thread, as fast
    if (trainers := limits().trainers) > 1:  # else TensorFlow takes all cores, and those of all trainers would quarrel
        usual |= dict.fromkeys(_THREADS, str(max(1, int(usable_cores() / trainers))))
    return usual


def death_in_words(code: int) -> str:
    """Return how a trainer ended, by what the system says of it: a signal's number below 0, or an exit code."""
    if -code == _KILLED:
        return "signal 9: the system ended it, probably because memory was short"
    if -code in _BROKEN_DOWN and (most := limits().trainer_most_mb):
        return f"signal {-code}: it broke down, probably because it needed more than {most:.0f} MB of memory"
    return f"signal {-code}" if code < 0 else f"exit code {code}"
