"""`Inside`: a run's model at any kept epoch, with what happens between its layers. Free of TensorFlow."""

import threading
from dataclasses import dataclass

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from digitdemo.inference.classifier import ModelError
from digitdemo.runs.files import INSIDE_FILE, RunSource
from digitdemo.runs.snapshots import FILE as SNAPSHOTS_FILE
from digitdemo.runs.snapshots import load_snapshots
from digitdemo.texts import tr

FEATURE_IMAGES = 2000  # training images whose features are compared with a picture's: a second of work, 6 MB at most

_PART = 50  # images at a time; another visitor's look may come between two parts


@dataclass(frozen=True)
class View:
    """What a model made of one picture: logits (10,), features (d,), and feature maps (h, w, c) of each convolution.

    All float32. Features are what the last layer decides by; maps are those after pooling and activation.
    """

    logits: np.ndarray
    features: np.ndarray
    maps: tuple[np.ndarray, ...]


class Inside:
    """A model whose weights are inputs and that shows what is between its layers; safe to use from several threads.

    `network` and `snapshots` are what is in these two files of a run, `name` what errors call it. Load only what this
    program wrote: a model file is a program. `size` is how many bytes it takes in memory, about.

    Raises:
        ModelError: one is damaged, or the two do not belong together.
    """

    def __init__(self, network: bytes, snapshots: bytes, *, name: str = "") -> None:
        try:
            self._weights = load_snapshots(snapshots)
            # The delegate that LiteRT takes by itself cannot change the number of images where weights are inputs.
            plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
            self._interpreter = Interpreter(model_content=network, num_threads=1, experimental_op_resolver_type=plain)
            self._run = self._interpreter.get_signature_runner()
        except (ValueError, RuntimeError) as error:
            said = tr("{name}: the inside of the model cannot be loaded ({why})", name=name, why=str(error))
            raise ModelError(said) from error
        inputs = self._run.get_input_details()
        expected = [tuple(inputs[f"weight_{number}"]["shape"]) for number in range(len(inputs) - 1)]
        if any([weight.shape for weight in weights] != expected for weights in self._weights.values()):
            raise ModelError(tr("{name}: the snapshots do not fit the model", name=name))
        self._lock = threading.Lock()
        self.size = len(network) + sum(weight.nbytes for weights in self._weights.values() for weight in weights)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that were kept, 0 = untrained, the last one that of the run's model."""
        return tuple(self._weights)

    def weights(self, epoch: int) -> list[np.ndarray]:
        """Return the weights of a kept epoch, float32, in the order of Keras' `model.weights`."""
        return self._weights[epoch]

    def look(self, image: np.ndarray, epoch: int) -> View:
        """Return what the model of a kept epoch makes of `image`, uint8 (28, 28), 0 = paper, 255 = ink."""
        found = self._ask(image[np.newaxis], epoch)
        maps = (found[f"maps_{number}"][0] for number in range(len(found) - 2))
        return View(found["logits"][0], found["features"][0], tuple(maps))

    def logits(self, images: np.ndarray, epoch: int) -> np.ndarray:
        """Return the logits, float32 (n, 10), of `images` (n, 28, 28) at a kept epoch: uint8, or float32, 1 = ink."""
        parts = range(0, len(images), _PART)
        return np.concatenate([self._ask(images[first : first + _PART], epoch)["logits"] for first in parts])

    def features(self, images: np.ndarray, epoch: int) -> np.ndarray:
        """Return the features, float32 (n, d), of uint8 `images` (n, 28, 28) at a kept epoch."""
        parts = range(0, len(images), _PART)
        return np.concatenate([self._ask(images[first : first + _PART], epoch)["features"] for first in parts])

    def _ask(self, images: np.ndarray, epoch: int) -> dict[str, np.ndarray]:
        """Return all outputs for a few images."""
        scaled = images[..., np.newaxis].astype(np.float32) / (255 if images.dtype == np.uint8 else 1)
        weights = {f"weight_{number}": weight for number, weight in enumerate(self._weights[epoch])}
        with self._lock:
            return self._run(image=scaled, **weights)


def strongest_units(kernel: np.ndarray, bias: np.ndarray, image: np.ndarray, count: int = 10) -> list[int]:
    """Return which units of a first dense layer, float (784, n) and (n,), have the largest sums for `image`.

    `image` is uint8 (28, 28); the largest comes first.
    """
    sums = image.reshape(-1) / 255 @ kernel + bias
    return np.argsort(-sums)[:count].tolist()


def load_inside(source: RunSource, run_id: str) -> Inside | None:
    """Return the inside of a run's model, or None where the run has none.

    Raises:
        ModelError: a file is damaged.
        RunError: one cannot be read.
    """
    if not source.has(run_id, INSIDE_FILE):
        return None
    return Inside(source.read(run_id, INSIDE_FILE), source.read(run_id, SNAPSHOTS_FILE), name=run_id)
