"""Whether each layer learns: its gradient, its dead units, and how far its kernel has moved."""

import math
from collections.abc import Iterator, Sequence

import keras
import numpy as np
import tensorflow as tf

from digitdemo.runs.metrics import LayerSigns
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.losses import cross_entropies

PROBE_IMAGES = 100  # ten of each digit or so; with twice as many a CNN's first step would come 50 ms later
_SAME = 1e-3  # what bends within a few units of its input (sigmoid, tanh, gelu, a GRU) and moves by less, is stuck
_ROUNDING = 1e-6  # of the layer's largest output: ReLU has no scale of its own, and dead is what doesn't move at all
_KINDS = {
    keras.layers.Dense: "dense",
    keras.layers.Conv2D: "convolution",
    keras.layers.GRU: "recurrent",
    keras.layers.EinsumDense: "embedding",
    keras.layers.MultiHeadAttention: "attention",
}


class LayerProbe:
    """Looks at the layers of `model` that have a kernel by the first `PROBE_IMAGES` images of `bank` at `indices`.

    Dropout is off, batch normalization uses its averages, and nothing of the model changes. It runs op by op: that
    takes less time than tracing a graph for a few calls. A unit is dead if at each of its positions its outputs, behind
    the activation, are the same for all of these images: to within 0.001, and for ReLU to within rounding.
    """

    def __init__(self, model: keras.Model, bank: ImageBank, indices: np.ndarray) -> None:
        places = indices[:PROBE_IMAGES]
        self._images = tf.cast(tf.gather(bank.images, places), tf.float32) / 255.0
        self._labels = tf.gather(bank.labels, places)
        layers = [layer for layer in model.layers if _kernels(layer)]
        self._names = _names(layers)
        self._kernels = [_kernels(layer) for layer in layers]
        self._activations = [_activation_behind(layer, model.layers) for layer in layers]
        watched = [layer.output for layer in self._activations if layer is not None]
        self._model = keras.Model(model.inputs, [*watched, model.outputs[0]])
        self._first = self._last = self._values()

    def measure(self) -> tuple[LayerSigns, ...]:
        """Return the signs of each layer from input to output.

        `moved` counts from the making of this probe, `updated` from the last call.
        """
        values, before = self._values(), self._last
        self._last = values
        gradients, dead = self._gradients_and_dead()
        with np.errstate(over="ignore", invalid="ignore"):  # a training that diverges says so by its loss
            return tuple(
                LayerSigns(
                    name=name,
                    gradient=_ratio(gradient, now),
                    dead=share,
                    moved=_ratio(_differences(now, first), first),
                    updated=_ratio(_differences(now, last), last),
                )
                for name, gradient, share, now, first, last in zip(
                    self._names, gradients, dead, values, self._first, before, strict=True
                )
            )

    def _gradients_and_dead(self) -> tuple[list[list[np.ndarray]], list[float | None]]:
        with tf.GradientTape() as tape:
            *outputs, logits = tf.nest.flatten(self._model(self._images, training=False))
            loss = tf.reduce_mean(cross_entropies(self._labels, logits))
        gradients = [[each.numpy() for each in found] for found in tape.gradient(loss, self._kernels)]
        rest = iter(outputs)
        dead = [None if layer is None else _dead_share(next(rest), layer) for layer in self._activations]
        return gradients, dead

    def _values(self) -> list[list[np.ndarray]]:
        return [[np.array(kernel) for kernel in kernels] for kernels in self._kernels]


def _kernels(layer: keras.Layer) -> list[tf.Variable]:
    """Return the layer's kernels, of which attention and a GRU have several."""
    return [weight.value for weight in layer.trainable_weights if weight.path.endswith("kernel")]


def _names(layers: Sequence[keras.Layer]) -> list[str]:
    kinds = [_KINDS[type(layer)] for layer in layers[:-1]]
    numbered = [f"{kind} {kinds[: place + 1].count(kind)}" for place, kind in enumerate(kinds)]
    return [*numbered, "output"]


def _activation_behind(layer: keras.Layer, layers: Sequence[keras.Layer]) -> keras.Layer | None:
    """Return what bends the output of `layer` before the next kernel: itself if it is a GRU, None if nothing does."""
    if isinstance(layer, keras.layers.GRU):
        return layer
    for later in layers[layers.index(layer) + 1 :]:
        if isinstance(later, keras.layers.Activation | keras.layers.ReLU):
            return later
        if _kernels(later):
            return None
    return None


def _dead_share(outputs: tf.Tensor, activation: keras.Layer) -> float | None:
    """Return the share of units, the last axis of `outputs` (images, ..., units), that don't depend on the image."""
    spread = tf.reduce_max(outputs, axis=0) - tf.reduce_min(outputs, axis=0)
    widest = tf.reduce_max(tf.reshape(spread, (-1, spread.shape[-1])), axis=0).numpy()
    if not np.isfinite(widest).all():
        return None
    largest = float(tf.reduce_max(tf.abs(outputs)))
    return float(np.mean(widest <= (_ROUNDING * largest if _is_relu(activation) else _SAME)))


def _is_relu(layer: keras.Layer) -> bool:
    return isinstance(layer, keras.layers.ReLU) or getattr(layer, "activation", None) is keras.activations.relu


def _differences(ones: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
    return (one - other for one, other in zip(ones, others, strict=True))


def _ratio(arrays: Iterator[np.ndarray] | Sequence[np.ndarray], of: Sequence[np.ndarray]) -> float | None:
    """Return the norm of all `arrays` together divided by that of `of`, None where that is no finite number."""
    below = _norm(of)
    ratio = _norm(arrays) / below if below else math.nan
    return ratio if math.isfinite(ratio) else None


def _norm(arrays: Iterator[np.ndarray] | Sequence[np.ndarray]) -> float:
    return math.sqrt(sum(float(np.vdot(array, array)) for array in arrays))
