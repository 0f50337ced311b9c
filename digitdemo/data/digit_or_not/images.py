"""Digits and what is none, side by side in batches, with their labels."""

from collections.abc import Callable, Iterator

import numpy as np

from digitdemo.config.train_config import TrainConfig
from digitdemo.data.digit_or_not.alphabets import character
from digitdemo.data.digit_or_not.glyphs import glyph
from digitdemo.data.digit_or_not.hands import HANDS, in_some_hand
from digitdemo.data.digit_or_not.thinning import redrawn
from digitdemo.data.digit_or_not.turned import Turned
from digitdemo.data.mnist import load_training_digits
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.splits import training_subset, validation_subset
from digitdemo.data.strokes import Strokes
from digitdemo.data.templates import TRAINED_LETTERS, letter, pen_digit, scribble, sign

# Of each kind in a batch. What is none are as many as the digits, and have lines like theirs: of both some are MNIST's
# own, some drawn anew with a pen, some drawn by the computer. Otherwise the pen would tell what is a digit.
_MNIST, _PEN_DIGITS = 96, 32
_TURNED, _JOINED, _CHARACTERS, _GLYPHS, _LETTERS, _SCRIBBLES = 40, 16, 36, 18, 8, 10
BATCH = _MNIST + _PEN_DIGITS + _TURNED + _JOINED + _CHARACTERS + _GLYPHS + _LETTERS + _SCRIBBLES
_REDRAWN = 0.4  # of MNIST's digits
_PENS = (1.4, 1.8, 2.2, 2.6)  # pixels
_RARE = 0.5  # of pen digits: hands that MNIST has few of
_PEN_DIGITS_DRAWN, _HELD_OUT_PEN_DIGITS = 8000, 2000
NO_DIGIT = 10
"""The label of what is none."""
_AREA = 100.0  # the unit of the templates


class DigitOrNot:
    """Images of digits and of what is none, uint8 (n, 28, 28), drawn by `seed`; `share` of as many as are enough.

    The same seed gives the same batches. To draw them all takes some eight minutes of one core.

    Raises:
        DataError: as `load_training_digits`.
        ImportError: the package Hershey-Fonts is missing.
    """

    def __init__(self, seed: int, *, share: float = 1.0) -> None:
        self._rng = np.random.default_rng([seed, 2])
        images, labels = load_training_digits()
        size = TrainConfig().train_size
        chosen = training_subset(size, 0)[: round(share * size)]
        self._mnist, held_out = images[chosen], images[validation_subset(size, 0)]
        self._labels = labels[chosen]
        self._redrawn = np.concatenate(
            [redrawn(part, _PENS[number % len(_PENS)]) for number, part in enumerate(np.array_split(self._mnist, 56))]
        )
        drawn = {
            _CHARACTERS: (14_000, character),
            _GLYPHS: (10_000, glyph),
            _LETTERS: (3_000, lambda rng: _image(letter(TRAINED_LETTERS, rng))),
            _SCRIBBLES: (4_000, lambda rng: _image((scribble if rng.random() < 0.5 else sign)(rng))),
        }
        self._drawn = {number: self._many(draw, round(share * count)) for number, (count, draw) in drawn.items()}
        self._pen_digits, self._pen_labels = self._with_a_pen(round(share * _PEN_DIGITS_DRAWN))
        self._turned = [Turned(each, self._labels) for each in (self._mnist, self._redrawn)]
        self.held_out = held_out, self._with_a_pen(round(share * _HELD_OUT_PEN_DIGITS))[0]
        """Digits that are in no batch: MNIST's, and pen drawings."""

    def batches(self, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield `count` batches: images, uint8 (`BATCH`, 28, 28), and labels, int32 (`BATCH`,), of which 10 is none."""
        for _ in range(count):
            chosen = self._rng.integers(0, len(self._mnist), _MNIST)
            anew = self._rng.random(_MNIST) < _REDRAWN
            mnist = np.where(anew[:, np.newaxis, np.newaxis], self._redrawn[chosen], self._mnist[chosen])
            pens = self._rng.integers(0, len(self._pen_digits), _PEN_DIGITS)
            parts = [mnist, self._pen_digits[pens]]
            parts += [self._some(number) for number in (_CHARACTERS, _GLYPHS, _LETTERS, _SCRIBBLES)]
            parts.append(np.stack([self._either().turned(self._rng) for _ in range(_TURNED)]))
            parts.append(np.stack([self._either().joined(self._rng) for _ in range(_JOINED)]))
            labels = np.full(BATCH, NO_DIGIT, np.int32)
            labels[: _MNIST + _PEN_DIGITS] = np.concatenate([self._labels[chosen], self._pen_labels[pens]])
            yield np.concatenate(parts), labels

    def _some(self, number: int) -> np.ndarray:
        drawn = self._drawn[number]
        return drawn[self._rng.integers(0, len(drawn), number)]

    def _either(self) -> Turned:
        return self._turned[int(self._rng.random() < _REDRAWN)]

    def _with_a_pen(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        labels = self._rng.integers(0, 10, count)
        return np.stack([_pen_digit(int(label), self._rng) for label in labels]), labels

    def _many(self, draw: Callable[[np.random.Generator], np.ndarray], count: int) -> np.ndarray:
        return np.stack([draw(self._rng) for _ in range(count)])


def _pen_digit(label: int, rng: np.random.Generator) -> np.ndarray:
    rare = label in HANDS and rng.random() < _RARE
    return _image((in_some_hand if rare else pen_digit)(label, rng))


def _image(strokes: Strokes) -> np.ndarray:
    steps = preprocess_strokes(strokes, _AREA)
    assert steps is not None
    return steps.image
