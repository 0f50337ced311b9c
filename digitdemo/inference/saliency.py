"""Where a model looks on one picture: how its answer changes with every pixel, and with every patch that is covered.

Both only ask the model again and again, so they work for every model that answers. Each takes some hundred answers.
"""

from collections.abc import Callable

import numpy as np

from digitdemo.inference.calibration import log_odds

Logits = Callable[[np.ndarray], np.ndarray]  # float32 (n, 28, 28) in 0 to 1 to float32 (n, 10)

_STEP = 0.1  # of ink; smaller ones drown in float32's rounding, larger ones leave the model's straight pieces
PATCH = 5  # pixels: a little more than a pen's width


def gradient(logits: Logits, image: np.ndarray, digit: int) -> np.ndarray:
    """Return how fast the log-odds of `digit` rise with more ink on each pixel: float (28, 28), per full ink.

    `image` is uint8 (28, 28). Below 0, ink there speaks against the digit. It is the gradient that K. Simonyan,
    A. Vedaldi, A. Zisserman, "Deep inside convolutional networks", arXiv:1312.6034, look at, with its sign and taken by
    small differences to both sides.
    """
    middle = image.astype(np.float32) / 255
    steps = (_STEP / 2 * np.eye(image.size, dtype=np.float32)).reshape(-1, *image.shape)
    above, below = (log_odds(logits(middle + sign * steps), digit) for sign in (1, -1))
    return ((above - below) / _STEP).reshape(image.shape)


def occlusion(logits: Logits, image: np.ndarray, digit: int) -> np.ndarray:
    """Return how much the log-odds of `digit` fall where a patch of paper covers the picture: float (28, 28).

    `image` is uint8 (28, 28); each pixel has the mean of all `PATCH` x `PATCH` patches over it. Below 0 the digit is
    the likelier without what is there. Source: M. Zeiler, R. Fergus, "Visualizing and understanding convolutional
    networks", arXiv:1311.2901.
    """
    scaled = image.astype(np.float32) / 255
    side = len(image) + PATCH - 1  # patches hang over the border, so that every pixel has as many
    rows, columns = np.divmod(np.arange(side * side), side)
    indices = np.arange(len(image))
    inside_rows, inside_columns = (
        (indices >= last[:, None] - PATCH + 1) & (indices <= last[:, None]) for last in (rows, columns)
    )
    covered = inside_rows[:, :, None] & inside_columns[:, None, :]
    without = log_odds(logits(np.where(covered, np.float32(0), scaled)), digit)
    before = log_odds(logits(scaled[np.newaxis]), digit)
    return np.einsum("p,pij->ij", before - without, covered) / PATCH**2
