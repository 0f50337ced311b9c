"""`ModelInput`: the 28 x 28 pixels that models read, where they come from, and the steps on the way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from digitdemo.data.canvas_message import WIDTH, Drawing
from digitdemo.data.components import Box
from digitdemo.data.digit_finding import FoundDigit, find_digits
from digitdemo.data.drawn_digits import DrawnDigits, drawn_digits
from digitdemo.data.found_picture import FoundPicture
from digitdemo.data.preprocessing import (
    SMALLEST_ON_PHOTO,
    Preprocessed,
    in_square,
    inked_box,
    preprocess,
    preprocess_strokes,
    shrink,
)
from digitdemo.data.slant import made_upright
from digitdemo.data.strokes import Strokes
from digitdemo.data.surroundings import Kind
from digitdemo.texts import mark, tr

Way = Literal["strokes", "pixels", "shrinking"]
Source = Literal["drawing", "picture", "test image"]
TellStrokesApart = Callable[[DrawnDigits, Strokes], DrawnDigits]
"""Returns the digits among strokes, given what is there by where they lie: more where some touch, or one in pieces."""


@dataclass(frozen=True, eq=False)
class Step:
    """A step from a drawing to the model's input, to look at: its name, for `tr`, and a picture, uint8 (h, w)."""

    name: str
    picture: np.ndarray


@dataclass(frozen=True, eq=False)
class ModelInput:
    """What models are asked about.

    `image` is uint8 (28, 28), 0 = paper, 255 = ink; `ink` the drawing or picture, uint8 (h, w), that it was made from,
    or the image itself; `reference` is the same digit prepared as MNIST's were, uint8 (28, 28): the strokes drawn anew
    where they are known, else the picture centred, or MNIST's own; often it is `image`. `strokes` are those of a
    drawing, float (n, 2), in pixels of `ink`; `truth` its digit where that is known; `number` that of a test image;
    `steps` show how the drawing became the image. Where there are several digits, `digits` are inputs for each of them,
    in reading order, and `image` is all of them in one; else it is empty. Some of these are `touching`, and were told
    apart. Which strokes are a digit was `told_by_reading` where it is not as they lie. `left_out` is what else there is
    in a drawing; `found` the picture that they are on, which says it of one.
    """

    source: Source
    image: np.ndarray
    ink: np.ndarray
    reference: np.ndarray
    strokes: tuple[np.ndarray, ...] = ()
    truth: int | None = None
    number: int | None = None
    steps: tuple[Step, ...] = ()
    digits: tuple["ModelInput", ...] = ()
    told_by_reading: bool = False
    touching: bool = False
    left_out: tuple[Kind, ...] = ()
    found: FoundPicture | None = None

    @property
    def each(self) -> tuple["ModelInput", ...]:
        """Return the inputs to ask the models about: one for each digit, in reading order, or this one itself."""
        return self.digits or (self,)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what is in doubt about which ink a digit is, a sentence each, for `tr`."""
        found = []
        if self.touching:
            found.append(mark("Some touch: where one ends is a guess."))
        if self.found is not None and self.found.line_cut:
            found.append(mark("A line touches it: what is line and what is digit is a guess."))
        if self.found is not None and self.found.doubtful:
            found.append(mark("Perhaps another part of the picture is the digit."))
        return tuple(found)

    @property
    def is_empty(self) -> bool:
        """Return whether this is a picture on which nothing was found: there is nothing to ask the models about."""
        return self.found is not None and not self.found.digits

    @property
    def name(self) -> str:
        """Return what it is called on the pages."""
        match self.source:
            case "drawing":
                return tr("Your drawing")
            case "picture":
                return tr("Your picture")
            case "test image":
                return tr("Test image {number}", number=self.number)


def input_from_strokes(
    drawing: Drawing, way: Way = "strokes", tell_apart: TellStrokesApart | None = None
) -> ModelInput | None:
    """Return a drawing as the models read it, or None where it has no ink.

    `way` is how it becomes 28 x 28: "strokes" draws its strokes anew with MNIST's pen, "pixels" centres its pixels as
    those of a picture, "shrinking" only makes the drawing area smaller. The first two leave out what belongs to no
    digit, and look for several digits; those that touch are told apart, if there is somebody who can.
    """
    whole = _as_one(drawing, way)
    if whole is None or way == "shrinking":
        return whole
    apart = drawn_digits(drawing.strokes)
    found = tell_apart(apart, drawing.strokes) if tell_apart else apart
    how = replace(
        whole,
        told_by_reading=found is not apart,
        touching=len(found.digits) > len(apart.digits) and found.left_out == apart.left_out,
        left_out=found.left_out,
    )
    if len(found.digits) == 1 and not found.left_out:
        return how
    digits = tuple(digit for part in found.digits if (digit := _as_one(Drawing([], part, drawing.pen), way)))
    if len(digits) == 1:
        return replace(digits[0], told_by_reading=how.told_by_reading, left_out=how.left_out)
    return replace(how, digits=digits)


def _as_one(drawing: Drawing, way: Way) -> ModelInput | None:
    name = mark("Your drawing")
    redrawn = preprocess_strokes(drawing.strokes, WIDTH)
    if way == "shrinking" and drawing.ink.any():
        image = shrink(drawing.ink)
        steps: tuple[Step, ...] = (Step(name, drawing.ink), Step(mark("Only shrunk"), image))
    elif way == "strokes" and redrawn:
        image = redrawn.image
        steps = (Step(name, drawing.ink), Step(mark("Redrawn"), redrawn.ink), *_last_steps(redrawn))
    elif way == "pixels" and (done := preprocess(drawing.ink)):
        image = done.image
        steps = (Step(name, _boxed(done.ink, done.box)), *_last_steps(done))
    else:
        return None
    reference = redrawn.image if redrawn else image
    return ModelInput("drawing", image, drawing.ink, reference, drawing.strokes, steps=steps)


def input_from_picture(ink: np.ndarray) -> ModelInput | None:
    """Return the digit of a picture, of which only the ink is known, uint8 (h, w), as the models read it.

    Of several digits it is the one with most ink; None where there is none.

    Raises:
        ValueError: `ink` is not a two-dimensional uint8 array.
    """
    finding = find_digits(ink)
    if not finding.digits:
        return None
    return input_of_digit(max(finding.digits, key=lambda digit: int(digit.ink.sum())))


def input_of_digit(digit: FoundDigit) -> ModelInput | None:
    """Return a digit that was found in a picture, made upright, as the models read it; None where it has no ink."""
    return _pictured(digit.ink, made_upright(digit.ink))


def input_of_several(ink: np.ndarray) -> ModelInput | None:
    """Return the ink of several digits as if it were one; None where there is none."""
    return _pictured(ink, ink)


def _pictured(ink: np.ndarray, upright: np.ndarray) -> ModelInput | None:
    done, box = preprocess(upright, SMALLEST_ON_PHOTO), inked_box(ink)
    if done is None or box is None:
        return None
    steps = [Step(mark("Its ink"), _boxed(ink, box))]
    if upright is not ink:
        left, top, right, bottom = done.box
        with_room = round(1.1 * max(right - left, bottom - top))
        steps.append(Step(mark("Made upright"), in_square(upright[top:bottom, left:right], with_room)))
    return ModelInput("picture", done.image, ink, done.image, steps=(*steps, *_last_steps(done)))


def input_from_test_set(number: int, image: np.ndarray, label: int) -> ModelInput:
    """Return test image `number`, uint8 (28, 28), which the models read as it is."""
    steps = (Step(mark("MNIST's own"), image),)
    return ModelInput("test image", image, image, image, (), label, number, steps)


def _boxed(ink: np.ndarray, box: Box) -> np.ndarray:
    """Return the ink with the box around it."""
    left, top, right, bottom = box
    boxed = Image.fromarray(ink)
    ImageDraw.Draw(boxed).rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=140, width=2)
    return np.asarray(boxed)


def _last_steps(done: Preprocessed) -> tuple[Step, Step]:
    return Step("20 × 20", done.scaled), Step(mark("Centred in 28 × 28"), done.image)
