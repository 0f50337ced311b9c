"""What in a picture speaks for a digit and what against it: how an answer changes with every pixel and covered patch.

All maps only ask the model again and again, so they work for every model that answers. Each takes some thousand
answers, which serve all ten digits. How far they can be trusted: `python -m digitdemo bench saliency`.
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


def saliency_maps(logits: Logits, image: np.ndarray) -> dict[Kind, np.ndarray]:
    """Return every map of what in `image`, uint8 (28, 28), speaks for each digit: float (10, 28, 28), 0 is neither."""
    return {
        "gradient": gradient(logits, image),
        "paper": occlusion(logits, image, PAPER),
        "ink": occlusion(logits, image, INK),
    }


def gradient(logits: Logits, image: np.ndarray) -> np.ndarray:
    """Return how fast the log-odds of each digit rise with more ink on each pixel: float (10, 28, 28), per full ink.

    `image` is uint8 (28, 28). Below 0, ink there speaks against the digit. It is the mean over noisy copies of the
    image, with its sign, taken by small differences to one side and to the other in turn. The mean marks better than
    the gradient at the image alone what the answer hangs on. Source: D. Smilkov, N. Thorat, B. Kim, F. Viegas,
    M. Wattenberg, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825.
    """
    rng = np.random.default_rng(_SEED)
    pixels = np.eye(image.size, dtype=np.float32).reshape(-1, *image.shape)
    rise = np.zeros((10, image.size))
    for number in range(_COPIES):
        noise = rng.normal(0, _NOISE, image.shape).astype(np.float32)
        noisy = np.clip(image.astype(np.float32) / 255 + noise, 0, 1)
        step = _STEP if number % 2 else -_STEP
        before = _log_odds(logits(noisy[np.newaxis]))
        rise += (_log_odds(logits(noisy + np.float32(step) * pixels)) - before) / step
    return (rise / _COPIES).reshape(10, *image.shape)


def occlusion(logits: Logits, image: np.ndarray, cover: float) -> np.ndarray:
    """Return how much the log-odds of each digit fall where a patch covers the picture: float (10, 28, 28).

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
    without = _log_odds(logits(np.where(covered, np.float32(cover), scaled)))
    before = _log_odds(logits(scaled[np.newaxis]))
    return np.tensordot(before - without, covered.astype(np.float64), axes=1) / PATCH**2


def _log_odds(logits: np.ndarray) -> np.ndarray:
    """Return the log-odds of each digit, float (10, n), by `logits` (n, 10)."""
    return np.array([log_odds(logits, digit) for digit in range(10)])
