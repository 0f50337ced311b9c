"""Digits that touch, told apart by what can be read: what is no digit as a whole may be several."""

from __future__ import annotations

import numpy as np

from digitdemo.data.digit_finding import FoundDigit
from digitdemo.data.model_input import input_of_digit
from digitdemo.data.touching import Strips, strips_of
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge

_SURE = 2.5  # of the judge's score, that each part is a digit; signs that are none have parts like digits, too
_CERTAIN = 6.0  # the same of which digit it is: as sure as that is a probability of 1
_LINES = {1, 7}  # what a stroke of any sign looks like
_PRICE = 0.5  # of each part: of two ways the one with fewer, unless its parts are so much less like digits


def told_apart(digit: FoundDigit, judge: Judge, reader: Classifier) -> tuple[FoundDigit, ...]:
    """Return the digits, from left to right, that touch in what was taken for one; that one itself where it is one.

    It is cut only where the `judge` sees no digit in it, and a digit in every part, which `reader` reads surely; not
    if these are hardly more than strokes.
    """
    whole = input_of_digit(digit)
    if whole is None or judge.sees_digits(whole.image[np.newaxis])[0]:
        return (digit,)
    ways = [way for strips in strips_of(digit) if (way := _best_way(strips, judge, reader)) is not None]
    if not ways:
        return (digit,)
    least, strips, chosen = max(ways, key=lambda way: way[0])
    if least <= _SURE:
        return (digit,)
    digits = strips.digits(chosen)
    inputs = [made.image for found in digits if (made := input_of_digit(found)) is not None]
    read = reader.probabilities(np.stack(inputs)).argmax(axis=1).tolist()
    are_strokes = _LINES.issuperset(read) or 2 * read.count(1) > len(read)
    return (digit,) if are_strokes else digits


def _best_way(strips: Strips, judge: Judge, reader: Classifier) -> tuple[float, Strips, list[tuple[int, int]]] | None:
    """Return the parts that make up all strips and are most like digits, and how much the least of them is one."""
    likeness = _likeness(strips, judge, reader)
    ways: list[tuple[float, list[tuple[int, int]]] | None] = [(np.inf, [])]  # to the beginning of each strip
    for end in range(strips.count):
        ends_here = [
            (min(way[0], likeness[first, end]), [*way[1], (first, end)])
            for first, way in enumerate(ways)
            if way is not None and (first, end) in likeness
        ]
        ways.append(max(ends_here, key=lambda way: way[0] - _PRICE * len(way[1]), default=None))
    return (ways[-1][0], strips, ways[-1][1]) if ways[-1] is not None else None


def _likeness(strips: Strips, judge: Judge, reader: Classifier) -> dict[tuple[int, int], float]:
    """Return how much each part is one of the ten digits, and surely which."""
    inputs = {}
    for part, ink in strips.parts.items():
        made = input_of_digit(FoundDigit(ink, (0, 0, ink.shape[1], ink.shape[0])))
        if made is not None:
            inputs[part] = made.image
    if not inputs:
        return {}
    images = np.stack(list(inputs.values()))
    sure = _CERTAIN * (2 * reader.probabilities(images).max(axis=1) - 1)
    return {part: float(least) for part, least in zip(inputs, np.minimum(judge.scores(images), sure), strict=True)}
