"""A visitor's own drawings as models are asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.preprocessing import SIDE, preprocess_strokes
from digitdemo.visitors.drawings import KeptDrawing


@dataclass(frozen=True, eq=False)
class OwnTestSet:
    """Drawings with `images`, uint8 (n, 28, 28), `labels`, int (n,), and whether each is `held_out`, bool (n,)."""

    drawings: tuple[KeptDrawing, ...]
    images: np.ndarray
    labels: np.ndarray
    held_out: np.ndarray

    def __len__(self) -> int:
        return len(self.drawings)


def own_test_set(drawings: Sequence[KeptDrawing]) -> OwnTestSet:
    """Return what models are asked about these drawings; takes a millisecond each."""
    images = np.zeros((len(drawings), SIDE, SIDE), np.uint8)
    for image, drawing in zip(images, drawings, strict=True):
        if steps := preprocess_strokes(drawing.strokes, WIDTH):
            image[:] = steps.image
    return OwnTestSet(
        tuple(drawings),
        images,
        np.array([drawing.digit for drawing in drawings], int),
        np.array([drawing.held_out for drawing in drawings], bool),
    )
