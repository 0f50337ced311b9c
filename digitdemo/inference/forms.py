"""One digit in several forms: as it is, cropped, scaled, centred, made upright, with other pens."""

import numpy as np
from PIL import Image

from digitdemo.data.preprocessing import BOX_SIDE, SIDE, in_square, preprocess, preprocess_strokes, shrink
from digitdemo.data.slant import made_upright
from digitdemo.data.strokes import Strokes
from digitdemo.inference.perturbations import widened
from digitdemo.texts import mark, tr

_FORMS = {
    mark("As it is"): mark("only made smaller"),
    mark("Cropped"): mark("the digit fills the picture"),
    mark("Scaled"): mark("the digit fills 20 × 20 pixels, in the middle"),
    mark("Centred"): mark("like MNIST, 20 × 20 pixels with the centre of mass in the middle"),
    mark("Upright"): mark("like MNIST, but no longer leaning"),
    mark("Thinner pen"): mark("like MNIST, with lines three quarters of a pixel thinner"),
    mark("Thicker pen"): mark("like MNIST, with lines three quarters of a pixel thicker"),
    mark("Redrawn"): mark("like MNIST, the strokes redrawn with MNIST's pen"),
}
_PEN = 0.75  # pixels of 28; narrower by more, and a fine line is gone


def forms(ink: np.ndarray, strokes: Strokes = ()) -> dict[str, np.ndarray]:
    """Return a drawing, uint8 (h, w), in every form that can be made of it: uint8 (28, 28) by name; none without ink.

    `strokes` are in pixels of `ink`. The names are given to `tr` when they are said; `explain_form` tells what they
    mean.
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
        **_upright(ink),
        "Thinner pen": widened(image, -_PEN),
        "Thicker pen": widened(image, _PEN),
    }
    redrawn = preprocess_strokes(strokes, max(ink.shape)) if strokes else None
    return found | ({"Redrawn": redrawn.image} if redrawn else {})


def explain_form(name: str) -> str:
    """Return what a form of `forms` is, in a few words."""
    return tr(_FORMS[name])


def _upright(ink: np.ndarray) -> dict[str, np.ndarray]:
    """Return the form in which pictures are read, where that is another one than centred."""
    upright = made_upright(ink)
    steps = preprocess(upright) if upright is not ink else None
    return {"Upright": steps.image} if steps else {}


def _squeezed(ink: np.ndarray) -> np.ndarray:
    """Return a picture in the middle of a square of paper, made 28 x 28."""
    side = max(ink.shape)
    square = in_square(ink, side)
    if side < SIDE:
        return np.asarray(Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    return shrink(square)
