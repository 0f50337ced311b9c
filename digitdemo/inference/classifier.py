"""`Classifier`: a LiteRT model that classifies 28 x 28 pictures. Free of TensorFlow, so the web process may use it."""

import contextlib
import threading

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from digitdemo.inference.calibration import softmax
from digitdemo.runs.files import MODEL_FILE, RunSource
from digitdemo.texts import tr

_INTERPRETER = 150_000  # bytes of one that is nearly empty
MANY = 25  # pictures that are read in one go, where there are so many; more at once are no faster


class ModelError(Exception):
    """A model file that is missing or is not one of ours."""


class Classifier:
    """One LiteRT model, loaded once and safe to use from several threads.

    `model` is what is in its file, and `name` what errors call it. `temperature` divides the logits before the softmax;
    calibration.py fits it. `outputs` is how many logits there are, ten where it reads digits. Load only what this
    program wrote: a model file is a program.

    Raises:
        ModelError: the file is damaged, or does not map (1, 28, 28, 1) to (1, outputs).
    """

    def __init__(self, model: bytes, temperature: float = 1.0, *, name: str = "", outputs: int = 10) -> None:
        self.temperature = temperature
        self._model = model
        try:
            # One thread: a picture takes 0.1 ms, and the cores belong to the training.
            self._interpreter = Interpreter(model_content=model, num_threads=1)
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError, OSError) as error:
            said = tr("{name}: the model cannot be loaded ({error})", name=name, error=str(error))
            raise ModelError(said) from error
        self._input = self._interpreter.get_input_details()[0]
        self._output = self._interpreter.get_output_details()[0]
        shapes = tuple(self._input["shape"].tolist()), tuple(self._output["shape"].tolist())
        if shapes != ((1, 28, 28, 1), (1, outputs)):
            raise ModelError(
                tr(
                    "{name}: the model maps {input} to {output}, not 28 × 28 to {outputs}",
                    name=name,
                    input=str(shapes[0]),
                    output=str(shapes[1]),
                    outputs=outputs,
                )
            )
        self._lock = threading.Lock()  # an interpreter holds its input and output: one picture at a time

    @property
    def size(self) -> int:
        """How many bytes it takes in memory, about: what is in the file, and what the interpreter makes of that."""
        return 2 * len(self._model) + _INTERPRETER

    def logits(self, images: np.ndarray) -> np.ndarray:
        """Return the logits, float32 (n, outputs), of `images` (n, 28, 28): uint8, 255 = ink, or float32, 1 = ink.

        Raises:
            ValueError: `images` has another type or shape.
        """
        if images.dtype not in (np.uint8, np.float32) or images.shape[1:] != (28, 28):
            raise ValueError(f"images: {images.dtype} {images.shape} is not allowed; give uint8 (n, 28, 28)")
        logits = np.empty((len(images), int(self._output["shape"][1])), np.float32)
        done = self._read_batches(images, logits) if len(images) >= MANY else 0
        for row in range(done, len(images)):
            with self._lock:  # for one picture: a visitor's drawing does not wait for another's thousands
                self._interpreter.set_tensor(self._input["index"], _scaled(images[row : row + 1]))
                self._interpreter.invoke()
                logits[row] = self._interpreter.get_tensor(self._output["index"])[0]
        return logits

    def _read_batches(self, images: np.ndarray, logits: np.ndarray) -> int:
        """Write the logits of as many `images` as make whole batches into `logits`; return how many those are.

        An interpreter of its own does it, which is let go at the end: its memory grows with the batch. A model that
        takes no batches gets none done.
        """
        done = 0
        with contextlib.suppress(ValueError, RuntimeError):
            interpreter = Interpreter(model_content=self._model, num_threads=1)
            interpreter.resize_tensor_input(self._input["index"], (MANY, 28, 28, 1))
            interpreter.allocate_tensors()
            while done + MANY <= len(images):
                interpreter.set_tensor(self._input["index"], _scaled(images[done : done + MANY]))
                interpreter.invoke()
                found = interpreter.get_tensor(self._output["index"])  # its details tell the old shape until now
                if found.shape != (MANY, logits.shape[1]):
                    break
                logits[done : done + MANY] = found
                done += MANY
        return done

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Return the calibrated probabilities of `images`, float32 (n, 10); each row sums to 1."""
        return softmax(self.logits(images), self.temperature)


def _scaled(images: np.ndarray) -> np.ndarray:
    """Return pictures (n, 28, 28) as the models take them: float32 (n, 28, 28, 1) in 0 to 1."""
    scaled = images[..., np.newaxis].astype(np.float32)
    return scaled / 255.0 if images.dtype == np.uint8 else scaled


def load_classifier(source: RunSource, run_id: str) -> Classifier | None:
    """Return the model of a run with its temperature, or None where the run has no model.

    Raises:
        ModelError: the model's file is damaged.
        RunError: what is kept of the run is damaged.
    """
    if not source.has(run_id, MODEL_FILE):
        return None
    return Classifier(source.read(run_id, MODEL_FILE), source.load(run_id).temperature or 1.0, name=run_id)
