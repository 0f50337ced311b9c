"""The drawing or the model? The same drawing in several forms, and who is to blame for a wrong answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image

from digitdemo.data.preprocessing import BOX_SIDE, SIDE, preprocess, preprocess_strokes, shrink
from digitdemo.data.strokes import Strokes
from digitdemo.inference.perturbations import widened

Fault = Literal["nobody", "drawing", "model"]

_FORMS = {
    "As it is": "only made smaller",
    "Cropped": "its box fills the picture",
    "Scaled": "its box brought to 20 x 20, in the middle",
    "Centred": "as MNIST: 20 x 20, its mass in the middle",
    "Thinner pen": "as MNIST, lines three quarters of a pixel narrower",
    "Thicker pen": "as MNIST, lines three quarters of a pixel wider",
    "Drawn anew": "the strokes with MNIST's pen",
}
_PEN = 0.75  # pixels of 28; narrower by more, and a fine line is gone


@dataclass(frozen=True)
class Subject:
    """What a model is asked about: its name, the picture that models read, and what is known beside it.

    `image` is uint8 (28, 28), 0 = paper, 255 = ink; `ink` the drawing or picture (h, w) that it was made from, or the
    image itself; `strokes` those of a drawing in pixels of `ink`; `truth` its digit where that is known.
    """

    name: str
    image: np.ndarray
    ink: np.ndarray
    strokes: tuple[np.ndarray, ...] = ()
    truth: int | None = None


def test_subject(number: int, image: np.ndarray, label: int) -> Subject:
    """Return test image `number`, uint8 (28, 28), as a subject."""
    return Subject(f"Test image {number:,}", image, image, truth=label)


def forms(ink: np.ndarray, strokes: Strokes = ()) -> dict[str, np.ndarray]:
    """Return a drawing, uint8 (h, w), in every form that can be made of it: uint8 (28, 28) by name; none without ink.

    `strokes` are in pixels of `ink`. `explain_form` tells what the names mean.
    """
    steps = preprocess(ink)
    if steps is None:
        return {}
    left, top, right, bottom = steps.box
    image = steps.image
    found = {
        "As it is": _squeezed(ink),
        "Cropped": _squeezed(ink[top:bottom, left:right]),
        "Scaled": np.pad(steps.scaled, (SIDE - BOX_SIDE) // 2),
        "Centred": image,
        "Thinner pen": widened(image, -_PEN),
        "Thicker pen": widened(image, _PEN),
    }
    anew = preprocess_strokes(strokes, max(ink.shape)) if strokes else None
    return found | ({"Drawn anew": anew.image} if anew else {})


def explain_form(name: str) -> str:
    """Return what a form of `forms` is, in a few words."""
    return _FORMS[name]


def fault(truth: int, said: int, read: Mapping[str, int]) -> tuple[Fault, str]:
    """Return who is at fault for the answer `said`, and a sentence; `read` is what the model reads in each form."""
    right = [name for name, digit in read.items() if digit == truth]
    among = f"{len(right)} of the {len(read)} forms {'is' if len(right) == 1 else 'are'} read as {truth}"
    if said == truth:
        if len(right) == len(read):
            return "nobody", f"Right, and so in every form: {among}."
        return "nobody", f"Right, but not in every form: {among}. What differs between them matters to this model."
    if not right:
        return "model", f"The model: it reads a {said}, and in none of the {len(read)} forms a {truth}."
    names = ", ".join(name.lower() for name in right)
    return (
        "drawing",
        f"The drawing, or how it was brought to 28 x 28: it reads a {said}, but {among} ({names}).",
    )


def _squeezed(ink: np.ndarray) -> np.ndarray:
    """Return a picture in the middle of a square of paper, made 28 x 28."""
    height, width = ink.shape
    side = max(height, width)
    square = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = ink
    if side < SIDE:
        return np.asarray(Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    return shrink(square)
