"""Digits and what is none, side by side in batches, with their labels."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.digit_or_not.alphabets import character
from digitdemo.data.digit_or_not.bank import Bank
from digitdemo.data.digit_or_not.glyphs import glyph
from digitdemo.data.digit_or_not.scripts import foreign_letter
from digitdemo.data.digit_or_not.thinning import redrawn
from digitdemo.data.digit_or_not.turned import Turned
from digitdemo.data.hands import digit_by_hand
from digitdemo.data.mnist import load_training_digits
from digitdemo.data.splits import training_subset, validation_subset
from digitdemo.data.synthetic import drawn_image
from digitdemo.data.templates import TRAINED_LETTERS, letter, scribble, sign

_PENS = (1.4, 1.8, 2.2, 2.6)  # pixels, of MNIST's digits drawn anew
_PEN_DIGITS, _HELD_OUT_PEN_DIGITS = 10_000, 2_000
_REDRAWN = 0.4  # of what is turned
_MNIST_IN_A_BATCH, _REDRAWN_IN_A_BATCH, _PEN_DIGITS_IN_A_BATCH = 54, 34, 40


@dataclass(frozen=True)
class _Kind:
    """How what is no digit is drawn, how many of it, and how many are in a batch."""

    draw: Callable[[np.random.Generator], np.ndarray]
    count: int
    in_a_batch: int


class DigitOrNot:
    """Images of digits and of what is none, uint8 (n, 28, 28), drawn by `seed`; `share` of as many as are enough.

    What is none are as many as the digits, and have lines like theirs: of both some are MNIST's own, some drawn anew
    with a pen, some drawn by the computer. Otherwise the pen would tell what is a digit.

    The same seed gives the same batches. To draw them all takes minutes of one core.

    Raises:
        DataError: as `load_training_digits`, and as `read_letters`.
        ImportError: the package Hershey-Fonts is missing.
    """

    def __init__(self, seed: int, *, share: float = 1.0) -> None:
        self._rng = rng = np.random.default_rng([seed, 2])
        images, labels = load_training_digits()
        size = TrainConfig().train_size
        chosen, left = training_subset(size, 0), validation_subset(size, 0)
        chosen, left = chosen[: round(share * len(chosen))], left[: round(share * len(left))]
        mnist, labels, held_out = images[chosen], labels[chosen], images[left]
        parts = np.array_split(mnist, 56)
        redrawn_mnist = np.concatenate([redrawn(part, _PENS[n % len(_PENS)]) for n, part in enumerate(parts)])
        turned = [Turned(each, labels) for each in (mnist, redrawn_mnist)]

        def either() -> Turned:
            return turned[int(rng.random() < _REDRAWN)]

        kinds = (
            _Kind(foreign_letter, 30_000, 36),
            _Kind(character, 22_000, 34),
            _Kind(glyph, 14_000, 12),
            _Kind(lambda rng: either().turned(rng), 16_000, 22),
            _Kind(lambda rng: either().joined(rng), 8_000, 8),
            _Kind(lambda rng: drawn_image(letter(TRAINED_LETTERS, rng)), 3_000, 8),
            _Kind(lambda rng: drawn_image((scribble if rng.random() < 0.5 else sign)(rng)), 4_000, 8),
        )
        self._banks = [
            (Bank(mnist, labels), _MNIST_IN_A_BATCH),
            (Bank(redrawn_mnist, labels), _REDRAWN_IN_A_BATCH),
            (Bank(*_with_a_pen(round(share * _PEN_DIGITS), rng)), _PEN_DIGITS_IN_A_BATCH),
            *((Bank(_many(kind.draw, round(share * kind.count), rng)), kind.in_a_batch) for kind in kinds),
        ]
        self.held_out = held_out, _with_a_pen(round(share * _HELD_OUT_PEN_DIGITS), rng)[0]
        """Digits that are in no batch: MNIST's, and pen drawings."""

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Return images, uint8 (256, 28, 28), and their labels, int32 (256,), of which `NO_DIGIT` is none."""
        images, labels = zip(*(bank.some(number, self._rng) for bank, number in self._banks), strict=True)
        return np.concatenate(images), np.concatenate(labels).astype(np.int32)


def _with_a_pen(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    labels = rng.integers(0, 10, count)
    return np.stack([drawn_image(digit_by_hand(int(label), rng)) for label in labels]), labels


def _many(draw: Callable[[np.random.Generator], np.ndarray], count: int, rng: np.random.Generator) -> np.ndarray:
    return np.stack([draw(rng) for _ in range(count)])
