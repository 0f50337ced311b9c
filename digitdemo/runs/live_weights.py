"""A model in the middle of its training: its weights, small enough to be handed on a few times a second."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from msgspec import Meta

from digitdemo.runs.metrics import Amount, Count, Fraction

_HALF = np.dtype("<f2")  # as in a run's snapshots


@dataclass(frozen=True)
class HalfArray:
    """An array of float16, little endian, in C order: its shape and its bytes, base64 where it is JSON."""

    shape: Annotated[tuple[Count, ...], Meta(max_length=8)]
    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) != _HALF.itemsize * math.prod(self.shape):
            raise ValueError(f"{len(self.data)} bytes are no float16 array of shape {tuple(self.shape)}")


@dataclass(frozen=True, kw_only=True)
class LiveWeights:
    """A model as it is after `epochs` passes over its training images, a fraction in the middle of one.

    `test_accuracy` is that on the first `test_images` test images, dropout off: few, because it is measured while
    somebody waits for the training; both None where it was not measured. `arrays` are the weights in the order of
    Keras' `model.weights`.
    """

    epochs: Amount
    test_accuracy: Fraction | None
    test_images: Count | None
    arrays: Annotated[tuple[HalfArray, ...], Meta(max_length=200)]

    @property
    def weights(self) -> list[np.ndarray]:
        """The weights, float32, in the order of Keras' `model.weights`."""
        return [np.frombuffer(array.data, _HALF).astype(np.float32).reshape(array.shape) for array in self.arrays]


def half_arrays(weights: Sequence[np.ndarray]) -> tuple[HalfArray, ...]:
    """Return `weights` as float16; what is too large for it becomes the largest number that it has."""
    most = float(np.finfo(np.float16).max)
    halves = [np.clip(weight, -most, most).astype(_HALF) for weight in weights]
    return tuple(HalfArray(half.shape, half.tobytes()) for half in halves)
