"""A picture made grey and small, strip by strip: the grey of a large one is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from PIL import Image

LARGEST = 512  # pixels of the longer side that are kept
_STRIP = 120_000  # pixels, about: more than a megabyte at once, and the system gives each strip new memory


def rows_at_once(size: tuple[int, int]) -> int:
    """Return how many rows a strip is to have, of a picture of that width and height."""
    factor = _factor(size)
    return factor * max(1, _STRIP // (factor * size[0]))


def strips_of(image: Image.Image) -> Iterator[Image.Image]:
    """Yield a picture that is decoded whole, strip by strip."""
    rows = rows_at_once(image.size)
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def small_grey(size: tuple[int, int], strips: Iterable[Image.Image]) -> tuple[Image.Image, Image.Image | None]:
    """Return a picture's grey, at most 512 x 512, and how opaque it is if it says so, the same.

    `strips` are of a picture of that width and height, each of `rows_at_once` rows but the last.
    """
    factor = _factor(size)
    smaller = -(-size[0] // factor), -(-size[1] // factor)
    grey, opaque = Image.new("L", smaller), None
    for number, strip in enumerate(strips):
        place = (0, number * rows_at_once(size) // factor)
        if _may_be_transparent(strip):
            strip = strip.convert("RGBA")
            opaque = opaque or Image.new("L", smaller)
            opaque.paste(strip.getchannel("A").reduce(factor), place)
        grey.paste(_grey(strip).reduce(factor), place)
    grey.thumbnail((LARGEST, LARGEST))
    if opaque is not None:
        opaque.thumbnail((LARGEST, LARGEST))
    return grey, opaque


def _factor(size: tuple[int, int]) -> int:
    return max(1, max(size) // (2 * LARGEST))


def _may_be_transparent(image: Image.Image) -> bool:
    return "A" in image.getbands() or ("transparency" in image.info and not image.mode.startswith("I"))


def _grey(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        return Image.fromarray((np.asarray(strip).clip(0, 65_535) >> 8).astype(np.uint8))
    return strip.convert("L")
