"""From grey to ink, where a picture is so small that a line is hardly as wide as a pixel."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from digitdemo.data.digit_finding import find_digits
from digitdemo.data.ink import ink_of_grey
from digitdemo.data.templates import pen_digit

STEP = 20  # pixels of the large picture between two that the small one keeps


@pytest.mark.parametrize(("pen", "blurred"), [(12, 5), (16, 2)])
def test_a_thin_line_that_was_made_small_without_smoothing_stays_whole(pen: int, blurred: int) -> None:
    rng = np.random.default_rng(0)
    whole = sum(
        len(find_digits(ink_of_grey(_sampled(number % 10, pen, blurred, rng))).digits) == 1 for number in range(100)
    )

    assert whole >= 95


def _sampled(digit: int, pen: int, blurred: int, rng: np.random.Generator) -> np.ndarray:
    """Return a digit on paper, float32 (28, 28): four pixels of each 20 x 20, so that lines are faint in places."""
    side = 28 * STEP
    strokes = pen_digit(digit, rng)
    points = np.concatenate(strokes)
    scale = 0.75 * side / np.ptp(points, axis=0).max()
    middle = (points.min(0) + points.max(0)) / 2
    page = Image.new("L", (side, side))
    for stroke in strokes:
        ImageDraw.Draw(page).line([tuple(at) for at in (stroke - middle) * scale + side / 2], 255, pen, joint="curve")
    ink = np.asarray(page.filter(ImageFilter.GaussianBlur(blurred)), np.float32) / 255
    grey = 220 - 150 * ink + rng.normal(0, 4, ink.shape)
    first, second = STEP // 2 - 1, STEP // 2
    kept = [grey[row::STEP, column::STEP] for row in (first, second) for column in (first, second)]
    return np.mean(kept, axis=0).clip(0, 255).astype(np.float32)
