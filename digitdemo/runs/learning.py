"""What a model has learned by some moments of its training, as pictures: its guesses and mistakes, a map, weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from digitdemo.runs.metrics import Amount

FILE = "learning.json"
MAP_IMAGES = 1000  # the first test images
# Eight of those, of which many a model gets the 4, the 5, the 6 and the 8 wrong.
DIGITS = (3, 2, 1, 247, 340, 445, 0, 495)  # they are 0, 1, 2, 4, 5, 6, 7 and 8
MOST_MISTAKES = 6
MOST_LOOKS = 60
MOST_PICTURES, MOST_SIDE = 32, 28
_MOST_FILE_BYTES = 2_000_000  # what is written has some 300,000
_SURE = 255


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What the model says of test image number `image`: `digit`, with the probability `sure` / 255."""

    image: Annotated[int, Meta(ge=0, lt=MAP_IMAGES)]
    digit: Annotated[int, Meta(ge=0, le=9)]
    sure: Annotated[int, Meta(ge=0, le=_SURE)]


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Square pictures of weights, int8 (count, side, side) in C order: 0 = none, 127 = as large as any but a few."""

    side: Annotated[int, Meta(ge=1, le=MOST_SIDE)]
    data: Annotated[bytes, Meta(min_length=1)]

    def __post_init__(self) -> None:
        count, rest = divmod(len(self.data), self.side**2)
        if rest or count > MOST_PICTURES:
            raise ValueError(f"{len(self.data)} bytes are no pictures of {self.side} × {self.side} pixels")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A model as it is after `epochs` passes over its training images, a fraction in the middle of one.

    `digits` are its guesses at the images `DIGITS`; `mistakes` those of its wrong guesses that it is surest of, the
    surest first, among the first `MAP_IMAGES` test images. `points`, int8 (MAP_IMAGES, 2) in C order, are these images
    on the map, 127 as far from its middle as any. Between two epochs, where a map would cost too much, there are none,
    and `mistakes` are those among the images of a probe. `pictures` are what it looks for, if that can be
    seen: the weights of a linear model's ten sums, or a CNN's first filters.
    """

    epochs: Amount
    digits: Annotated[tuple[Guess, ...], Meta(min_length=len(DIGITS), max_length=len(DIGITS))]
    mistakes: Annotated[tuple[Guess, ...], Meta(max_length=MOST_MISTAKES)]
    points: bytes = b""
    pictures: Pictures | None = None

    def __post_init__(self) -> None:
        if len(self.points) % 2 or len(self.points) > 2 * MAP_IMAGES:
            raise ValueError(f"{len(self.points)} bytes are no map of at most {MAP_IMAGES} points")

    @property
    def size(self) -> int:
        """How many bytes it has, but for the few of its guesses."""
        return len(self.points) + (len(self.pictures.data) if self.pictures else 0)


@dataclass(frozen=True, kw_only=True)
class Learning:
    """The looks at one training, the earliest first, all maps by the axes of the model after `kept` epochs."""

    kept: Amount
    looks: Annotated[tuple[Look, ...], Meta(min_length=1, max_length=MOST_LOOKS)]


def save_learning(learning: Learning, folder: Path) -> None:
    """Write it into `folder`, whole or not at all."""
    draft = folder / f".{FILE}"
    draft.write_bytes(msgspec.json.encode(learning))
    draft.replace(folder / FILE)


def load_learning(data: bytes) -> Learning:
    """Return what `save_learning` wrote.

    Raises:
        ValueError: `data` is something else, or too large.
    """
    if len(data) > _MOST_FILE_BYTES:
        raise ValueError(f"{FILE}: more than {_MOST_FILE_BYTES} bytes")
    try:
        found = msgspec.json.decode(data, type=Learning)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{FILE}: {str(error)[:200]}") from error
    epochs = [look.epochs for look in found.looks]
    if epochs != sorted(epochs) or not all(map(math.isfinite, epochs)) or not found.looks[0].points:
        raise ValueError(f"{FILE}: the looks are not in order, or the first has no map")
    return found
