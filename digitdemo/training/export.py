"""A trained Keras model to the files of a run."""

from pathlib import Path

import keras

from digitdemo.runs.files import INSIDE_FILE, KERAS_FILE, MODEL_FILE
from digitdemo.runs.snapshots import Snapshots
from digitdemo.training.filled import filled


def export_model(model: keras.Model, network: bytes, folder: Path, snapshots: Snapshots | None = None) -> None:
    """Write `model.keras` (for Keras) and `model.tflite` (LiteRT, input float32 (1, 28, 28, 1)) into `folder`.

    `network` is `model`, or one of the same kind, as `digitdemo.training.conversion` makes it. With `snapshots`, also
    these and `inside.tflite`, which `digitdemo.inference.inside` reads.
    """
    model.save(folder / KERAS_FILE)
    (folder / MODEL_FILE).write_bytes(filled(network, model.get_weights()))
    if snapshots:
        (folder / INSIDE_FILE).write_bytes(network)
        snapshots.save(folder)
