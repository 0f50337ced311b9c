"""Looks at what a model has learned so far, as pictures: `digitdemo.runs.learning` says of what."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from digitdemo.analysis.principal_axes import PrincipalAxes
from digitdemo.inference.calibration import softmax
from digitdemo.runs.learning import (
    DIGITS,
    MAP_IMAGES,
    MOST_MISTAKES,
    MOST_PICTURES,
    MOST_SIDE,
    Guess,
    Look,
    Pictures,
)
from digitdemo.training.album import Album, points_of
from digitdemo.training.evaluation import Evaluation
from digitdemo.training.image_bank import ImageBank
from digitdemo.training.pacing import Allowance

_AT_ONCE = 250  # images; more at once would take much memory in a convolution, and no less time
MOST_COST = 0.008  # share of the time between epochs, beside the 0.04 of the probes; all together at most 0.05
_FULL_COLOUR = 99  # percent of the weights are paler: beside a single large one all others would be black


class Onlooker:
    """Looks at `model` while it is trained, and gives what it sees to `on_look` and `album`.

    `untrained` is another model of the same kind, with the first weights until the first epoch has ended: it is looked
    at after the first steps, for which somebody waits. Test images are the first of `bank`'s, as many as there are up
    to `MAP_IMAGES`. It runs op by op: that takes less time than tracing a graph for a few calls. `clock` gives seconds.
    """

    def __init__(
        self,
        model: keras.Model,
        untrained: keras.Model,
        bank: ImageBank,
        on_look: Callable[[Look], None],
        album: Album,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._model, self._untrained, self._bank = model, untrained, bank
        self._on_look, self._album, self._clock = on_look, album, clock
        self._axes = PrincipalAxes()
        self._furthest = 0.0
        self._allowance = Allowance(MOST_COST)
        self._due = 0.0
        self._looked = -1.0  # after so many epochs
        self._eye: Eye | None = None  # made at the first look

    def look_if_due(self, epochs: float) -> None:
        """Look, in the middle of an epoch, if that costs next to nothing; at first at the untrained model."""
        if self._eye is None:
            self._look(Eye(self._untrained, self._bank), 0.0)
            self._eye = Eye(self._model, self._bank)
        elif self._clock() >= self._due:
            self._look(self._eye, epochs)

    def look(self, epochs: float, *, kept: bool) -> None:
        """Look after an epoch; `kept` says whether its model is the one to keep, until a later one is."""
        assert self._eye is not None
        basis = self._look(self._eye, epochs)
        if kept and basis is not None:
            self._album.keep(*basis)

    def glance(self, epochs: float, on_test: Evaluation) -> None:
        """Between two looks: take from a probe, which was made anyway, what it says of the first test images."""
        if self._eye is None or float(epochs).is_integer() or epochs == self._looked:
            return
        with np.errstate(all="ignore"):
            probabilities = softmax(on_test.logits)
        if np.isfinite(probabilities).all():
            self._tell(epochs, probabilities, on_test.true_labels, self._eye.pictures())

    def _look(self, eye: Eye, epochs: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Look at all, and return the map's middle and axes; None if what is seen is no number."""
        begun = self._clock()
        features, logits = eye.see()
        if not (np.isfinite(features).all() and np.isfinite(logits).all()):
            return None  # the training will say so
        middle, axes = self._axes.find(features)
        places = (features - middle) @ axes
        self._furthest = max(self._furthest, float(np.abs(places).max()))
        points = points_of(places, self._furthest)
        self._looked = epochs
        self._tell(epochs, softmax(logits), eye.labels, eye.pictures(), points, features)
        self._due = begun + self._allowance.spend(self._clock() - begun)
        return middle, axes

    def _tell(
        self,
        epochs: float,
        probabilities: np.ndarray,
        labels: np.ndarray,
        pictures: Pictures | None,
        points: bytes = b"",
        features: np.ndarray | None = None,
    ) -> None:
        answers = probabilities.argmax(axis=1)
        wrong = np.flatnonzero(answers != labels)
        surest = wrong[np.argsort(-probabilities[wrong, answers[wrong]], kind="stable")][:MOST_MISTAKES]
        digits, mistakes = _guesses(DIGITS, probabilities), _guesses(surest, probabilities)
        look = Look(epochs=epochs, digits=digits, mistakes=mistakes, points=points, pictures=pictures)
        self._album.take(look, features)
        self._on_look(look)


class Eye:
    """What can be seen of `model` by the first test images of `bank`."""

    def __init__(self, model: keras.Model, bank: ImageBank) -> None:
        places = bank.mnist_test_indices[:MAP_IMAGES]
        self._images = tf.gather(bank.images, places)
        self.labels = bank.true_labels.numpy()[places]
        *before, last = model.layers
        # Of a linear model the sums themselves: there is nothing before them but the picture.
        deep = any(layer.weights for layer in before)
        self._model = keras.Model(model.inputs, [last.input if deep else model.outputs[0], model.outputs[0]])
        self._first = next((layer for layer in model.layers if layer.weights), last)
        self._deep = deep

    def see(self) -> tuple[np.ndarray, np.ndarray]:
        """Return features, float32 (n, d), and logits, float32 (n, 10), of all its images."""
        parts = [self._see(self._images[at : at + _AT_ONCE]) for at in range(0, len(self.labels), _AT_ONCE)]
        features, logits = (np.concatenate(part) for part in zip(*parts, strict=True))
        return features.reshape(len(features), -1), logits

    def pictures(self) -> Pictures | None:
        """Return the weights of a linear model's ten sums, or those of a CNN's first filters; None of others."""
        if not self._deep:
            kernel = self._first.kernel.numpy().reshape(MOST_SIDE, MOST_SIDE, -1)
        elif isinstance(self._first, keras.layers.Conv2D):
            kernel = self._first.kernel.numpy()[:, :, 0, :MOST_PICTURES]
        else:
            return None
        largest = float(np.percentile(np.abs(kernel), _FULL_COLOUR))
        return Pictures(side=len(kernel), data=points_of(np.moveaxis(kernel, -1, 0), largest))

    def _see(self, images: tf.Tensor) -> tuple[np.ndarray, np.ndarray]:
        features, logits = self._model(tf.cast(images, tf.float32) / 255.0, training=False)
        return features.numpy(), logits.numpy()


def _guesses(images: Sequence[int] | np.ndarray, probabilities: np.ndarray) -> tuple[Guess, ...]:
    rows = [(int(image), probabilities[image]) for image in images]
    return tuple(Guess(image=image, digit=int(row.argmax()), sure=round(255 * float(row.max()))) for image, row in rows)
