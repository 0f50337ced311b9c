"""A trainer that learns nothing: it trains for as long as the file `$DIGITDEMO_HOLD` is there, then has a ready model.

It needs no TensorFlow, and a test says how long it takes. Who watches is handed the weights that the ready model of
that architecture had, epoch by epoch.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

from digitdemo.jobs.protocol import Began, Ended, Epoch, Event, Live, Progressed, Ready, Train, decode_command, encode
from digitdemo.runs.files import MODEL_FILE, SHIPPED_MODELS
from digitdemo.runs.folders import RunFolders
from digitdemo.runs.live_weights import LiveWeights, half_arrays
from digitdemo.runs.metrics import Progress
from digitdemo.runs.run import Ending
from digitdemo.runs.snapshots import FILE, load_snapshots

MODEL = "linear"


def send(event: Event) -> None:
    sys.stdout.buffer.write(encode(event))
    sys.stdout.buffer.flush()


def train(command: Train) -> None:
    shipped, hold, step = RunFolders(SHIPPED_MODELS), Path(os.environ["DIGITDEMO_HOLD"]), 0
    job, model = command.job, command.config.architecture if command.watched else MODEL
    send(Began(job=job, doing="training"))
    for record in shipped.load(model).history[:2]:
        send(Epoch(job=job, record=record))
    for epoch, weights in load_snapshots(shipped.read(model, FILE)).items() if command.watched else ():
        live = LiveWeights(epochs=epoch, test_accuracy=None, test_images=None, arrays=half_arrays(weights))
        send(Live(job=job, live=live))
    while hold.exists():
        step += 1
        progress = Progress(
            epoch=2,
            epochs=9,
            step=step,
            steps=10**6,
            phase="training",
            images_per_second=1.0,
            fraction=min(1.0, step / 10**6),
            seconds_left=1.0,
        )
        send(Progressed(job=job, progress=progress))
        time.sleep(0.05)
    send(Began(job=job, doing="saving"))
    (Path(command.folder) / MODEL_FILE).write_bytes(shipped.read(model, MODEL_FILE))
    send(Ended(job=job, ending=Ending(temperature=1.0)))


with contextlib.suppress(BrokenPipeError):  # the app has ended
    send(Ready())
    for line in sys.stdin.buffer:
        if isinstance(command := decode_command(line), Train):
            train(command)
