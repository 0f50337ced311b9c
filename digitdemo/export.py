"""A trained Keras model to the two files of a run. Imports TensorFlow by way of Keras: trainer and CLI only."""

from pathlib import Path

import keras

from digitdemo.quiet import quiet


def export_model(model: keras.Model, folder: Path) -> None:
    """Write `model.keras` (for Keras) and `model.tflite` (LiteRT, input float32 (1, 28, 28, 1)) into `folder`."""
    model.save(folder / "model.keras")
    with quiet():  # the converter reports to the file descriptors
        model.export(folder / "model.tflite", format="litert", verbose=False)
