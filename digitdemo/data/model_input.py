"""The steps from a drawing or picture to the 28 x 28 pixels, as pictures to look at."""

import numpy as np
from PIL import Image, ImageDraw

from digitdemo.data.preprocessing import Preprocessed

Step = tuple[str, np.ndarray]  # what it shows, and the picture: uint8 (h, w); the last one is what the models read


def steps_of_drawing(area: np.ndarray, steps: Preprocessed | None) -> list[Step]:
    """Return the steps of a drawing whose strokes were drawn anew; `area` is what the visitor sees of it."""
    if steps is None:
        return []
    return [("Your drawing", area), ("Drawn anew", steps.ink), *_last_steps(steps)]


def steps_of_picture(name: str, ink: np.ndarray, steps: Preprocessed | None) -> list[Step]:
    """Return the steps of a picture, of which only the pixels are known: first its ink with the box around it."""
    if steps is None:
        return []
    left, top, right, bottom = steps.box
    boxed = Image.fromarray(ink)
    ImageDraw.Draw(boxed).rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=140, width=2)
    return [(name, np.asarray(boxed)), *_last_steps(steps)]


def _last_steps(steps: Preprocessed) -> list[Step]:
    return [("20 x 20", steps.scaled), ("Centred in 28 x 28", steps.image)]
