"""The process that reads hostile input, apart from whoever makes it: `python -m digitdemo.bench.hostile.target KIND`.

So its memory is that of reading alone, and a case that ends it, or keeps it for good, ends nothing else. Standard input
has one pickled case after the other, standard output gets a line of JSON for each.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import subprocess
import sys
import threading
import time
from typing import Any

import msgspec

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.memory import Memory
from digitdemo.bench.hostile.outcome import Outcome, at_best
from digitdemo.system import PROJECT, give_memory_back

_MOST_BYTES = 4_000_000_000  # of addresses, so that a bomb ends with a MemoryError, and not the machine
_PATIENCE = 60.0  # seconds


class Target:
    """The process of one kind; started anew when a case has ended it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._start()

    def send(self, case: Any) -> Outcome:
        """Have a case read, and return what came of it."""
        timer = threading.Timer(_PATIENCE, self._process.kill)
        timer.start()
        try:
            assert self._process.stdin
            assert self._process.stdout
            pickle.dump(case, self._process.stdin)
            self._process.stdin.flush()
            if line := self._process.stdout.readline():
                return msgspec.json.decode(line, type=Outcome)
        except BrokenPipeError:
            pass
        finally:
            timer.cancel()
        code = self._process.wait()
        self._start()
        return Outcome(error=f"the process ended (exit code {code})", seconds=_PATIENCE)

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.target", self._name],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def kind_of(name: str) -> Kind:
    """Return the kind that the module of that name has."""
    kind: Kind = importlib.import_module(f"{__package__}.{name}").KIND
    return kind


def read_case(kind: Kind, case: Any) -> Outcome:
    """Read a case, and say what came of it, what it took, and what is left of that."""
    gc.collect()
    memory = Memory()
    before, begin, error, taken = memory.forget_peak(), time.process_time(), "", False
    try:
        kind.read(case)
        taken = True
    except kind.refusals:
        pass
    except Exception as escaped:  # whatever it is: that is what is looked for
        error = f"{type(escaped).__name__}: {str(escaped)[:200]}"
    seconds, peak = time.process_time() - begin, memory.peak()
    return Outcome(error=error, taken=taken, seconds=seconds, mb=max(0.0, peak - before), rest_mb=memory.now())


def main() -> None:
    """Read cases until there are no more."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints prints elsewhere
    give_memory_back()
    kind = kind_of(sys.argv[1])
    read_case(kind, kind.ordinary())
    gc.collect()
    gc.freeze()
    while True:
        try:
            case = pickle.load(sys.stdin.buffer)  # of the process that started this one
        except EOFError:
            return
        out.write(msgspec.json.encode(at_best(lambda: read_case(kind, case))) + b"\n")  # noqa: B023
        out.flush()


if __name__ == "__main__":
    main()
