"""From a picture to what the models are asked about: each of its digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from digitdemo.data.components import Box
from digitdemo.data.digit_finding import Finding, FoundDigit
from digitdemo.data.found_picture import FoundPicture, find_in_picture
from digitdemo.data.model_input import ModelInput, input_of_digit, input_of_several
from digitdemo.data.picture_ink import Picture
from digitdemo.data.preprocessing import SIDE

_ROOM = 4  # pixels around a digit that is cut out: the box is seen in the first of its steps


TellApart = Callable[[Finding, np.ndarray], Finding]
"""Returns the digits of a picture from what is there by where its ink, uint8 (h, w), lies: that itself if it is right.

Those that touch are told apart, and lines that touch them are cut off.
"""


def input_of_picture(
    picture: Picture, within: Box | None = None, tell_apart: TellApart | None = None
) -> ModelInput | None:
    """Return the digits of a picture as the models read them; None where there are none.

    `within` is a box that somebody drew around the digit: right and bottom outside, in pixels of the picture. What is
    in it is one; otherwise what touches is told apart, if there is somebody who can.
    """
    finding = find_in_picture(picture, within)
    if tell_apart is not None and within is None:
        finding = tell_apart(finding, picture.ink)
    found = FoundPicture.of(picture, finding, within)
    each = [(digit, made) for digit in finding.digits if (made := input_of_digit(digit))]
    if not each:
        return None
    if len(each) == 1:
        return replace(each[0][1], found=found)
    together = np.maximum.reduce([digit.ink for digit in finding.digits])
    whole = input_of_several(together)
    assert whole is not None
    cut_out = tuple(_cut_out(digit, made) for digit, made in each)
    return replace(whole, digits=cut_out, touching=finding.touching, found=found)


def input_of_nothing(picture: Picture) -> ModelInput:
    """Return a picture on which no digit was found, as something to look at: its `is_empty` is true."""
    blank = np.zeros((SIDE, SIDE), np.uint8)
    return ModelInput("picture", blank, picture.ink, blank, found=FoundPicture(picture, ()))


def _cut_out(digit: FoundDigit, made: ModelInput) -> ModelInput:
    """Return the input of one of several digits with nothing but its part of the picture: there may be a dozen."""
    left, top, right, bottom = digit.box
    place = slice(max(top - _ROOM, 0), bottom + _ROOM), slice(max(left - _ROOM, 0), right + _ROOM)
    first, *others = made.steps
    steps = (replace(first, picture=first.picture[place].copy()), *others)
    return replace(made, ink=digit.ink[place].copy(), steps=steps)
