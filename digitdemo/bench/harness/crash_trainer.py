"""A trainer that learns nothing, for `bench crash`: it takes a moment, and writes a shipped model's files bit by bit.

It speaks the trainer's protocol on standard input and output, without TensorFlow, so that it can be killed often.
"""

import sys
import time
from pathlib import Path

from digitdemo.jobs.protocol import Began, Ended, Epoch, Event, Ready, Train, decode_command, encode
from digitdemo.runs.files import INSIDE_FILE, KERAS_FILE, MODEL_FILE, SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.learning import FILE as LEARNING_FILE
from digitdemo.runs.run import Ending
from digitdemo.runs.snapshots import FILE as SNAPSHOTS_FILE

MODEL = "linear"
FILES = (KERAS_FILE, MODEL_FILE, INSIDE_FILE, SNAPSHOTS_FILE, LEARNING_FILE)

_PARTS = 4
_SECONDS = 0.01  # between two of them


def main() -> None:
    """Serve commands until standard input ends."""
    shipped = RunFolders(SHIPPED_MODELS)
    history = shipped.load(MODEL).history
    _send(Ready())
    for line in sys.stdin.buffer:
        if not isinstance(command := decode_command(line), Train):
            continue
        for record in history:
            _send(Epoch(job=command.job, record=record))
            time.sleep(_SECONDS)
        _send(Began(job=command.job, doing="saving"))
        for name in FILES:
            _write_slowly(Path(command.folder) / name, shipped.read(MODEL, name))
        _send(Ended(job=command.job, ending=Ending(temperature=1.0)))


def _send(event: Event) -> None:
    sys.stdout.buffer.write(encode(event))
    sys.stdout.buffer.flush()


def _write_slowly(path: Path, data: bytes) -> None:
    part = -(-len(data) // _PARTS)
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), part):
            file.write(data[start : start + part])
            time.sleep(_SECONDS / _PARTS)


if __name__ == "__main__":
    main()
