"""What a model makes of signs that are no digits: one measure for any run, whatever it has learned from."""

from dataclasses import dataclass

import numpy as np

from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.templates import UNSEEN_LETTERS, letter, sign
from digitdemo.inference.answers import looks_like_a_digit

SIGNS = 100
CERTAIN = 0.99  # probability of a first choice

_SEED, _AREA = 7, 100.0


@dataclass(frozen=True)
class SayingNo:
    """In how many of `signs` a model sees no digit, `refused`, and in how many it is 99 % sure of one, `certain`.

    `surest` are their numbers, those first in which it is surest of a digit.
    """

    signs: int
    refused: int
    certain: int
    surest: tuple[int, ...]


def drawn_signs(count: int = SIGNS) -> np.ndarray:
    """Return signs that are no digits, uint8 (count, 28, 28): letters that no training draws, and invented signs.

    The same ones each time; a millisecond each.
    """
    rng, images = np.random.default_rng(_SEED), []
    for number in range(count):
        steps = preprocess_strokes(sign(rng) if number % 2 else letter(UNSEEN_LETTERS, rng), _AREA)
        assert steps is not None
        images.append(steps.image)
    return np.stack(images)


def saying_no(probabilities: np.ndarray) -> SayingNo:
    """Return what a model says of signs to which it gave these `probabilities`, float (n, 10)."""
    sure = probabilities.max(axis=1)
    return SayingNo(
        signs=len(probabilities),
        refused=sum(not looks_like_a_digit(row) for row in probabilities),
        certain=int((sure >= CERTAIN).sum()),
        surest=tuple(int(number) for number in np.argsort(-sure, kind="stable")),
    )
