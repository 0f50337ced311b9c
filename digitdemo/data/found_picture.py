"""A picture with what was taken of it for digits, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitdemo.data.components import Box
from digitdemo.data.digit_finding import Finding, LeftOut, find_digits
from digitdemo.data.ink import ink_of_grey
from digitdemo.data.left_out import with_frames
from digitdemo.data.picture_ink import Picture
from digitdemo.texts import tr

_LEAST_INK = 128  # of 255: a box without as much has only what was taken for paper


@dataclass(frozen=True, eq=False)
class FoundPicture:
    """A picture; the boxes of its digits in reading order; what was left out; and the box that a visitor drew, if any.

    `doubtful` is true where which of it is the digit may well be another part, `line_cut` where a line that touches
    digits was cut off.
    """

    picture: Picture
    digits: tuple[Box, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubtful: bool = False
    line_cut: bool = False
    within: Box | None = None

    @classmethod
    def of(cls, picture: Picture, found: Finding, within: Box | None) -> FoundPicture:
        """Return the picture with what was found in it."""
        boxes = tuple(digit.box for digit in found.digits)
        return cls(picture, boxes, with_frames(found.left_out), found.doubtful, found.line_cut, within)


def find_in_picture(picture: Picture, within: Box | None = None) -> Finding:
    """Return what is found in a picture; `within` is the box that somebody drew.

    Raises:
        ValueError: the box has no pixel of the picture in it.
    """
    return find_digits(_ink_in(picture, within), within)


def check_box(value: object, picture: Picture) -> Box:
    """Return the box that a browser says: left, top, right, bottom in pixels of the picture, the last two outside.

    Raises:
        ValueError: it is no box, or not in the picture.
    """
    height, width = picture.ink.shape
    if not isinstance(value, list | tuple) or len(value) != 4 or any(type(number) is not int for number in value):
        raise ValueError(
            tr("box: {value} is not allowed; give four whole numbers: left, top, right, bottom", value=str(value)[:80])
        )
    left, top, right, bottom = value
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        raise ValueError(
            tr(
                "box: {value} is not allowed; it has to lie in 0 to {width} and 0 to {height}",
                value=str(value)[:80],
                width=width,
                height=height,
            )
        )
    return left, top, right, bottom


def _ink_in(picture: Picture, within: Box | None) -> np.ndarray:
    """Return the picture's ink; of a box in which there is none, what differs there from the paper there."""
    if within is None:
        return picture.ink
    left, top, right, bottom = within
    place = slice(top, bottom), slice(left, right)
    if picture.ink[place].max() >= _LEAST_INK:
        return picture.ink
    ink = np.zeros_like(picture.ink)
    ink[place] = ink_of_grey(picture.grey[place].astype(np.float32))
    return ink
