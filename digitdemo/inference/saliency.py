"""What in a picture speaks for a digit and what against it: how an answer changes with every pixel and covered patch.

All maps only ask the model again and again, so they work for every model that answers. Each takes some thousand
answers. How far they can be trusted: `python -m digitdemo bench saliency`.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np

from digitdemo.inference.calibration import log_odds

Kind = Literal["gradient", "paper", "ink"]
Logits = Callable[[np.ndarray], np.ndarray]  # float32 (n, 28, 28) in 0 to 1 to float32 (n, 10)

_STEP = 0.1  # of ink; smaller ones drown in float32's rounding, larger ones leave the model's straight pieces
# Four noisy copies: with them, the same ink taken away lowers the best CNN's log-odds by a tenth more than without, and
# more copies gain little. The noise is what the source advises, 10 to 20 % of the range.
_COPIES, _NOISE = 4, 0.15
_SEED = 0
PATCH = 5  # pixels: a little more than a pen's width
PAPER, INK = 0.0, 1.0  # what a patch is of


def saliency_maps(logits: Logits, image: np.ndarray, digit: int) -> dict[Kind, np.ndarray]:
    """Return every map, float (28, 28), of what in `image`, uint8 (28, 28), speaks for `digit`; below 0, against it."""
    return {
        "gradient": gradient(logits, image, digit),
        "paper": occlusion(logits, image, digit, PAPER),
        "ink": occlusion(logits, image, digit, INK),
    }


def gradient(logits: Logits, image: np.ndarray, digit: int) -> np.ndarray:
    """Return how fast the log-odds of `digit` rise with more ink on each pixel: float (28, 28), per full ink.

    `image` is uint8 (28, 28). Below 0, ink there speaks against the digit. It is the mean over noisy copies of the
    image, with its sign, taken by small differences to one side and to the other in turn. The mean marks better than
    the gradient at the image alone what the answer hangs on. Source: D. Smilkov, N. Thorat, B. Kim, F. Viegas,
    M. Wattenberg, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825.
    """
    rng = np.random.default_rng(_SEED)
    pixels = np.eye(image.size, dtype=np.float32).reshape(-1, *image.shape)
    rise = np.zeros(image.size)
    for number in range(_COPIES):
        noise = rng.normal(0, _NOISE, image.shape).astype(np.float32)
        noisy = np.clip(image.astype(np.float32) / 255 + noise, 0, 1)
        step = _STEP if number % 2 else -_STEP
        before = log_odds(logits(noisy[np.newaxis]), digit)
        rise += (log_odds(logits(noisy + np.float32(step) * pixels), digit) - before) / step
    return (rise / _COPIES).reshape(image.shape)


def occlusion(logits: Logits, image: np.ndarray, digit: int, cover: float) -> np.ndarray:
    """Return how much the log-odds of `digit` fall where a patch covers the picture: float (28, 28).

    `image` is uint8 (28, 28); the patches are of `PAPER` or `INK`; each pixel has the mean of all `PATCH` x `PATCH`
    patches over it. Below 0 the digit is the likelier with the patch than with what is there. Source: M. Zeiler,
    R. Fergus, "Visualizing and understanding convolutional networks", arXiv:1311.2901.
    """
    scaled = image.astype(np.float32) / 255
    side = len(image) + PATCH - 1  # patches hang over the border, so that every pixel has as many
    rows, columns = np.divmod(np.arange(side * side), side)
    indices = np.arange(len(image))
    inside_rows, inside_columns = (
        (indices >= last[:, None] - PATCH + 1) & (indices <= last[:, None]) for last in (rows, columns)
    )
    covered = inside_rows[:, :, None] & inside_columns[:, None, :]
    without = log_odds(logits(np.where(covered, np.float32(cover), scaled)), digit)
    before = log_odds(logits(scaled[np.newaxis]), digit)
    return np.einsum("p,pij->ij", before - without, covered) / PATCH**2
