"""From a picture to what the models are asked about: each of its digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from digitdemo.data.components import Box
from digitdemo.data.digit_finding import MOST_DIGITS, FoundDigit
from digitdemo.data.found_picture import FoundPicture, find_in_picture
from digitdemo.data.model_input import ModelInput, input_of_digit, input_of_several
from digitdemo.data.picture_ink import Picture
from digitdemo.data.preprocessing import SIDE

_MOST_TOLD = 4  # pieces, the widest, in which digits that touch are looked for: each may take a tenth of a second
_NARROWEST = 2.0  # times as high as wide are digits that touch, at most
_ROOM = 4  # pixels around a digit that is cut out: the box is seen in the first of its steps


TellApart = Callable[[FoundDigit], tuple[FoundDigit, ...]]
"""Returns the digits that touch in what was taken for one, in reading order; that one itself where it is one."""


def input_of_picture(
    picture: Picture, within: Box | None = None, tell_apart: TellApart | None = None
) -> ModelInput | None:
    """Return the digits of a picture as the models read them; None where there are none.

    `within` is a box that somebody drew around the digit: right and bottom outside, in pixels of the picture. What is
    in it is one; otherwise those that touch are told apart, if there is somebody who can.
    """
    found, digits = find_in_picture(picture, within)
    touching = False
    if tell_apart is not None and within is None:
        widest = sorted(digits, key=_narrowness)[:_MOST_TOLD]
        wide = [digit for digit in widest if _narrowness(digit) <= _NARROWEST]
        apart = tuple(part for digit in digits for part in (tell_apart(digit) if digit in wide else (digit,)))
        if touching := len(digits) < len(apart) <= MOST_DIGITS:
            found, digits = replace(found, digits=tuple(digit.box for digit in apart)), apart
    each = [(digit, made) for digit in digits if (made := input_of_digit(digit))]
    if not each:
        return None
    if len(each) == 1:
        return replace(each[0][1], found=found)
    together = np.maximum.reduce([digit.ink for digit in digits])
    whole = input_of_several(together)
    assert whole is not None
    cut_out = tuple(_cut_out(digit, made) for digit, made in each)
    return replace(whole, digits=cut_out, touching=touching, found=found)


def input_of_nothing(picture: Picture) -> ModelInput:
    """Return a picture on which no digit was found, as something to look at: its `is_empty` is true."""
    blank = np.zeros((SIDE, SIDE), np.uint8)
    return ModelInput("picture", blank, picture.ink, blank, found=FoundPicture(picture, ()))


def _narrowness(digit: FoundDigit) -> float:
    left, top, right, bottom = digit.box
    return (bottom - top) / (right - left)


def _cut_out(digit: FoundDigit, made: ModelInput) -> ModelInput:
    """Return the input of one of several digits with nothing but its part of the picture: there may be a dozen."""
    left, top, right, bottom = digit.box
    place = slice(max(top - _ROOM, 0), bottom + _ROOM), slice(max(left - _ROOM, 0), right + _ROOM)
    first, *others = made.steps
    steps = (replace(first, picture=first.picture[place].copy()), *others)
    return replace(made, ink=digit.ink[place].copy(), steps=steps)
