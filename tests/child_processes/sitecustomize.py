"""On the import path of the processes that tests start: notes who imports TensorFlow, and lets no trainer step back.

They also write down what their threads are doing when they get SIGUSR1, where there is that signal.

Python imports a module of this name at start. A trainer that gives way to all else makes no headway on a busy machine.
Where `DIGITDEMO_WRITE_LOG` names a file, it gets every path that Python writes to. Where `DIGITDEMO_STAND_IN` names a
module, that runs in place of every trainer.
"""

import faulthandler
import os
import runpy
import signal
import sys
from pathlib import Path


class _Log:
    """Writes down which process imports TensorFlow or Keras, and what it runs; it finds nothing itself."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in ("tensorflow", "keras"):
            with Path(os.environ["DIGITDEMO_IMPORT_LOG"]).open("a", encoding="utf-8") as log:
                log.write(f"{os.getpid()} {' '.join(sys.orig_argv[1:])}\n")


def _note_writing(event: str, arguments: tuple[object, ...]) -> None:
    """Note what is opened to be written, or made (docs.python.org/3/library/audit_events.html)."""
    match event, arguments:
        case ("open", (str(path), _, int(flags))) if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(_WRITES, f"{path}\n".encode())
        case ("os.mkdir", (str(path), *_)):
            os.write(_WRITES, f"{path}\n".encode())


if "DIGITDEMO_IMPORT_LOG" in os.environ:
    sys.meta_path.insert(0, _Log())  # type: ignore[arg-type]
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1)
if "DIGITDEMO_WRITE_LOG" in os.environ:
    _WRITES = os.open(os.environ["DIGITDEMO_WRITE_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.addaudithook(_note_writing)
if hasattr(os, "nice"):
    del os.nice
if "DIGITDEMO_STAND_IN" in os.environ and sys.orig_argv[1:] == ["-m", "digitdemo.training"]:
    sys.path.insert(0, str(Path.cwd()))  # which Python adds only after this
    runpy.run_module(os.environ["DIGITDEMO_STAND_IN"], run_name="__main__")
    signal.raise_signal(signal.SIGTERM)  # and no trainer
