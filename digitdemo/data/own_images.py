"""A visitor's own drawings on their way into a training: what crosses the border between the two processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.drawn_digits import without_strays
from digitdemo.data.preprocessing import SIDE, preprocess_strokes
from digitdemo.data.strokes import Strokes, box_of

MOST_OWN = 1000  # images of all drawings
_MOST_VARIANTS = 20  # images of one drawing
# Of the images that an epoch shows; docs/measured.md says what else was tried.
SHARE = 0.05
MOST_TIMES = 100
# How far a variant is from its drawing, standard deviations: turned, in degrees, slanted, and stretched either way.
_TURN, _SLANT, _STRETCH = 5.0, 0.1, 0.08


@dataclass(frozen=True, kw_only=True)
class OwnImages:
    """Images of `drawings` drawings as models read them, uint8 (n, 28, 28) in C order, `labels` uint8 (n,) in 0 to 9.

    In every epoch each image is shown `times` times, among the other training images.
    """

    drawings: Annotated[int, msgspec.Meta(ge=1, le=MOST_OWN)]
    pixels: Annotated[bytes, msgspec.Meta(max_length=MOST_OWN * SIDE * SIDE)]
    labels: Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_OWN)]
    times: Annotated[int, msgspec.Meta(ge=1, le=MOST_TIMES)]

    def __post_init__(self) -> None:
        if len(self.pixels) != len(self.labels) * SIDE * SIDE:
            raise ValueError(f"{len(self.pixels)} bytes are no {len(self.labels)} images of {SIDE} × {SIDE} pixels")
        if max(self.labels, default=0) > 9:
            raise ValueError("labels: give 0 to 9")

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """The images, uint8 (n, 28, 28), and their labels, uint8 (n,)."""
        images = np.frombuffer(self.pixels, np.uint8).reshape(-1, SIDE, SIDE)
        return images, np.frombuffer(self.labels, np.uint8)


def own_images(drawings: Sequence[Strokes], labels: Sequence[int], train_size: int, seed: int) -> OwnImages:
    """Return drawings, strokes in units of the canvas, for a training with `train_size` other images.

    Each is there as it was drawn, and turned, slanted and stretched a little in as many ways as there is room for: a
    hand does not write a digit twice alike. All are shown so often that they are `SHARE` of what an epoch shows, if
    that is at least once each and at most `MOST_TIMES`. The same seed gives the same images. An image takes a
    millisecond.

    Raises:
        ValueError: there are none, or more than `MOST_OWN`.
    """
    if not 1 <= len(drawings) == len(labels) <= MOST_OWN:
        raise ValueError(f"{len(drawings)} drawings: give 1 to {MOST_OWN}")
    drawings = [without_strays(strokes) for strokes in drawings]
    rng = np.random.default_rng([seed, 3 << 20])
    wanted = SHARE / (1 - SHARE) * train_size  # images
    variants = max(1, min(_MOST_VARIANTS, MOST_OWN // len(drawings), round(wanted / len(drawings))))
    images = [
        _image(_varied(strokes, rng) if variant else strokes) for variant in range(variants) for strokes in drawings
    ]
    times = round(wanted / len(images))
    return OwnImages(
        drawings=len(drawings),
        pixels=np.stack(images).tobytes(),
        labels=bytes(labels) * variants,
        times=min(max(times, 1), MOST_TIMES),
    )


def _image(strokes: Strokes) -> np.ndarray:
    steps = preprocess_strokes(strokes, WIDTH)
    return steps.image if steps else np.zeros((SIDE, SIDE), np.uint8)


def _varied(strokes: Strokes, rng: np.random.Generator) -> list[np.ndarray]:
    turn, slant = np.radians(rng.normal(0, _TURN)), rng.normal(0, _SLANT)
    wide, high = np.exp(rng.normal(0, _STRETCH, 2))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ np.array([[wide, slant], [0, high]])
    low, end = box_of(strokes)
    middle = (low + end) / 2
    return [(stroke - middle) @ matrix.T + middle for stroke in strokes]
