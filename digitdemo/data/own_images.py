"""A visitor's own drawings on their way into a training: what crosses the border between the two processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np

from digitdemo.data.preprocessing import SIDE

MOST_OWN = 500
# Of the images that an epoch shows. docs/measured.md has what was tried.
SHARE = 0.05
MOST_TIMES = 100


@dataclass(frozen=True, kw_only=True)
class OwnImages:
    """Drawings as models read them, uint8 (n, 28, 28) in C order, with `labels`, uint8 (n,) in 0 to 9.

    In every epoch each is shown `times` times, among the other training images.
    """

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


def own_images(images: Sequence[np.ndarray], labels: Sequence[int], train_size: int) -> OwnImages:
    """Return drawings, uint8 (28, 28) each, for a training with `train_size` other images.

    They are shown so often that they are `SHARE` of all that it sees, as far as `MOST_TIMES` allows.

    Raises:
        ValueError: there are none, or more than `MOST_OWN`.
    """
    if not 1 <= len(labels) <= MOST_OWN:
        raise ValueError(f"{len(labels)} drawings: give 1 to {MOST_OWN}")
    times = round(SHARE / (1 - SHARE) * train_size / len(labels))
    pixels = np.stack(images).astype(np.uint8).tobytes()
    return OwnImages(pixels=pixels, labels=bytes(labels), times=min(max(times, 1), MOST_TIMES))
