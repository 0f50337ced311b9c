"""The training images that are nearest to a picture, by their pixels or by a model's features."""

from dataclasses import dataclass

import numpy as np

_PART = 5000  # images at a time: as float32 they take 16 MB


@dataclass(frozen=True)
class Neighbours:
    """Indices of the nearest, the nearest first, and their Euclidean distances; int (n,) and float (n,)."""

    indices: np.ndarray
    distances: np.ndarray


def nearest(vectors: np.ndarray, wanted: np.ndarray, count: int) -> Neighbours:
    """Return the `count` rows of `vectors` (n, ...) nearest to `wanted` (...), fewer where there are not as many.

    Any numbers will do; they are computed with as float32.
    """
    target = wanted.reshape(-1).astype(np.float32)
    squares = []
    for first in range(0, len(vectors), _PART):
        part = vectors[first : first + _PART]
        part = part.reshape(len(part), -1).astype(np.float32)
        part -= target
        squares.append(np.einsum("ij,ij->i", part, part))
    distances = np.sqrt(np.concatenate(squares))
    indices = np.argsort(distances, kind="stable")[:count]
    return Neighbours(indices, distances[indices])
