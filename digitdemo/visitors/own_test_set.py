"""A visitor's own drawings as models are asked about them."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitdemo.data.drawn_digits import image_of_digit
from digitdemo.data.preprocessing import SIDE
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


def make_images(drawings: Sequence[KeptDrawing], made: dict[int, np.ndarray], seconds: float = math.inf) -> int:
    """Make the images of drawings, uint8 (28, 28), into `made` by their numbers; return how many of them are there.

    A drawing never changes, so what is there stays; what is of no drawing goes. Each takes a millisecond, or eight if
    it has as many points as can be kept. After so many `seconds` it ends, but makes at least one.
    """
    until = time.monotonic() + seconds
    for number in made.keys() - {drawing.number for drawing in drawings}:
        made.pop(number, None)
    missing = [drawing for drawing in drawings if drawing.number not in made]
    for done, drawing in enumerate(missing, start=1):
        _image_of(drawing, made)
        if time.monotonic() > until:
            return len(drawings) - len(missing) + done
    return len(drawings)


def own_test_set(drawings: Sequence[KeptDrawing], made: dict[int, np.ndarray] | None = None) -> OwnTestSet:
    """Return what models are asked about these drawings; images that are not `made` yet are made now."""
    known = {} if made is None else made
    images = [_image_of(drawing, known) for drawing in drawings]
    return OwnTestSet(
        tuple(drawings),
        np.array(images, np.uint8).reshape(-1, SIDE, SIDE),
        np.array([drawing.digit for drawing in drawings], int),
        np.array([drawing.held_out for drawing in drawings], bool),
    )


def _image_of(drawing: KeptDrawing, made: dict[int, np.ndarray]) -> np.ndarray:
    image = made.get(drawing.number)  # read once: another page of theirs may drop it meanwhile
    if image is None:
        found = image_of_digit(drawing.strokes)
        image = made[drawing.number] = np.zeros((SIDE, SIDE), np.uint8) if found is None else found
    return image
