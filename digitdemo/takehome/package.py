"""All that a person takes home of a run, as one zip file."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from digitdemo.config.describe import config_name
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.splits import disturbance, own_test_images
from digitdemo.data.synthetic import pen_drawings
from digitdemo.inference.calibration import calibration_error, softmax
from digitdemo.inference.classifier import load_classifier
from digitdemo.runs.files import KERAS_FILE, MODEL_FILE, RunSource
from digitdemo.runs.folders import CONFIG_FILE, HISTORY_FILE
from digitdemo.runs.run import Run, run_to_dict
from digitdemo.takehome.card import Answers, model_card
from digitdemo.takehome.charts.canvas import to_png, to_svg
from digitdemo.takehome.charts.curves import HEIGHT, WIDTH, Quantity, curves, in_words
from digitdemo.takehome.charts.page import charts_page
from digitdemo.takehome.events import event_files
from digitdemo.takehome.model_file import with_record
from digitdemo.takehome.recipe.images import DRAWINGS_FILE
from digitdemo.takehome.recipe.notebook import notebook
from digitdemo.takehome.recipe.program import script
from digitdemo.takehome.table import history_as_csv

SUMS_FILE = "SHA256SUMS"  # `sha256sum -c` reads it
_READ_ANEW = 2_000  # test images: all 10,000 take the best CNN over a second

_ABOUT = {
    KERAS_FILE: "the model, for Keras",
    MODEL_FILE: "the model, for LiteRT (once TensorFlow Lite); it can be brought into digitdemo again, as the zip can",
    CONFIG_FILE: "its knobs, how the training ended, on which machine",
    HISTORY_FILE: "what was measured after each epoch; accuracies are fractions, losses nats",
    "history.csv": "the same as a table",
    "accuracy.svg": "the curve of the accuracy, as a drawing of any size; accuracy.png is the same as a picture",
    "loss.svg": "the curve of the loss; loss.png is the same as a picture",
    "charts.html": "both curves with their figures as a page, which needs no network",
    "train.py": "a program that trains the run anew with Keras alone",
    "train.ipynb": "the same as a notebook",
    "tensorboard": "the history for `tensorboard --logdir tensorboard`",
    SUMS_FILE: "the checksums of all files, which `sha256sum -c SHA256SUMS` compares",
}


def file_name(run_id: str) -> str:
    """Return what the zip file of a run is called."""
    return f"digitdemo-{run_id}.zip"


def pack(source: RunSource, run_id: str, *, with_drawings: bool = False) -> bytes:
    """Return the zip file of a run.

    `with_drawings`: with the pictures that the app drew for its training, which takes a millisecond for each.

    Raises:
        RunError: the run is gone or damaged.
        ModelError: its model is damaged.
        DataError: MNIST is missing or damaged.
    """
    run, whole, sums = source.load(run_id), io.BytesIO(), []
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        files = itertools.chain(_files(source, run), _drawings(run) if with_drawings else ())
        for name, data in files:  # in memory one after the other
            how = zipfile.ZIP_STORED if name in (KERAS_FILE, MODEL_FILE) else None  # weights do not get smaller
            archive.writestr(name, data, how)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        archive.writestr(SUMS_FILE, "".join(sums))
    return whole.getvalue()


def _files(source: RunSource, run: Run) -> Iterator[tuple[str, bytes]]:
    models = [name for name in (KERAS_FILE, MODEL_FILE) if source.has(run.id, name)]
    about = {name: what for name, what in _ABOUT.items() if name in models or name not in (KERAS_FILE, MODEL_FILE)}
    yield "model-card.md", model_card(run, about, _answers(source, run)).encode()
    for name in models:
        data = source.read(run.id, name)
        yield name, with_record(data, run) if name == MODEL_FILE else data
    record = run_to_dict(run)
    yield HISTORY_FILE, _json(record.pop("history"))
    yield CONFIG_FILE, _json(record)
    yield "history.csv", history_as_csv(run).encode()
    yield "train.py", script(run).encode()
    yield "train.ipynb", notebook(run).encode()
    yield from _charts(run)
    yield from event_files(run, _began(run.id))


def _charts(run: Run) -> Iterator[tuple[str, bytes]]:
    drawn = []
    quantities: tuple[Quantity, ...] = ("accuracy", "loss")
    for quantity in quantities:
        shapes = curves(run, quantity, f"{config_name(run.config)}: {quantity}")
        drawn.append(to_svg(shapes, WIDTH, HEIGHT, in_words(run, quantity)))
        yield f"{quantity}.svg", drawn[-1].encode()
        yield f"{quantity}.png", to_png(shapes, WIDTH, HEIGHT)
    yield "charts.html", charts_page(run, config_name(run.config), drawn).encode()


def _drawings(run: Run) -> Iterator[tuple[str, bytes]]:
    if run.config.pen_drawings:
        images, labels = pen_drawings(run.config.pen_drawings, run.config.seed)
        file = io.BytesIO()
        np.savez_compressed(file, images=images, labels=labels)
        yield DRAWINGS_FILE, file.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


def _began(run_id: str) -> float:
    """Return when a run was begun, Unix time: its id says so, that of a shipped one does not."""
    try:
        (found,) = re.findall(r"^\d{8}-\d{6}", run_id)
        return datetime.strptime(found, "%Y%m%d-%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return time.time()


def _answers(source: RunSource, run: Run) -> Answers | None:
    model = load_classifier(source, run.id)
    if model is None:
        return None
    images, labels = load_test_digits()
    some = own_test_images(images, disturbance(run.config))[:_READ_ANEW]
    logits, labels = model.logits(some), labels[: len(some)]
    raw, calibrated = (calibration_error(softmax(logits, heat), labels) for heat in (1.0, model.temperature))
    right = labels[logits.argmax(axis=1) == labels]
    recall = np.bincount(right, minlength=10) / np.maximum(1, np.bincount(labels, minlength=10))
    return Answers(len(some), raw, calibrated, tuple(recall.tolist()))
