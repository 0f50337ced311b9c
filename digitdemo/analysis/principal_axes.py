"""The two directions in which many-dimensional points differ most, and how to turn a map so that it does not jump."""

from __future__ import annotations

import numpy as np

_BLOCK = 8  # directions that are looked for at once: the more, the sooner the first two are found
_ROUNDS, _ROUNDS_AGAIN = 12, 4


class PrincipalAxes:
    """Finds the first two principal components of one set of points after another, each a little changed.

    By block iteration, which begins where the last one ended (Halko et al. 2011, https://arxiv.org/abs/0909.4061,
    algorithm 4.4): a hundred times sooner than all components, of which only two are needed.
    """

    def __init__(self) -> None:
        self._block: np.ndarray | None = None
        self._places: np.ndarray | None = None

    def find(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the middle of `points`, float32 (n, d), and their two axes, float32 (d, 2).

        The axes are turned, or mirrored, to where the same points were as close as they can be to those of the last
        call, by coordinates.
        """
        middle = points.mean(axis=0)
        centred = points - middle
        rounds = _ROUNDS_AGAIN
        if self._block is None:
            rounds = _ROUNDS
            width = min(_BLOCK, points.shape[1])
            self._block = np.random.default_rng(0).normal(size=(points.shape[1], width)).astype(np.float32)
        for _ in range(rounds):
            self._block = np.linalg.qr(centred.T @ (centred @ self._block))[0]
        within = centred @ self._block
        self._block = self._block @ np.linalg.eigh(within.T @ within)[1][:, ::-1]
        axes = np.zeros((points.shape[1], 2), np.float32)
        axes[:, : self._block.shape[1]] = self._block[:, :2]
        places = centred @ axes
        if self._places is not None:
            turn = procrustes(places, self._places)
            axes, places = axes @ turn, places @ turn
        self._places = places
        return middle, axes


def procrustes(places: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the orthogonal matrix (k, k) that brings `places`, (n, k), as close as it can to `others`, row by row.

    Schönemann 1966, https://doi.org/10.1007/BF02289451.
    """
    left, _, right = np.linalg.svd(places.T @ others)
    return left @ right
