"""What the trainer process hears of the app, and what it says: commands and events, a line each.

The end of either stream is the end of the app, and of this process.
"""

import os
import queue
import threading
import traceback
from typing import BinaryIO, TextIO

from digitdemo.jobs.protocol import Event, Prepare, Stop, Train, decode_command, encode

BAD_COMMAND = 3  # exit code; Python's own are 1 and 2


class Commands:
    """Reads commands in a thread, so that `Stop` and the end of the app are seen during a training."""

    def __init__(self, stream: BinaryIO, errors: TextIO) -> None:
        self.work: queue.Queue[Prepare | Train] = queue.Queue()
        self.stopped: dict[str, str] = {}  # why, by job
        self._stream, self._errors = stream, errors
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def _read(self) -> None:
        code = BAD_COMMAND
        try:
            for line in self._stream:
                if not line.endswith(b"\n"):
                    break  # cut short by the app's death
                match decode_command(line):
                    case Prepare() | Train() as command:
                        self.work.put(command)
                    case Stop(job=job, why=why):
                        self.stopped[job] = why
            code = 0
        except Exception:
            traceback.print_exc(file=self._errors)
            self._errors.flush()
        finally:
            os._exit(code)


class Events:
    """Writes events to the stream that was standard output; the app's death shows here as a broken pipe."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def send(self, event: Event) -> None:
        line = encode(event)
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError:
            os._exit(0)
