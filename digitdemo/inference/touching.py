"""How many digits there are, by what can be read: what is no digit may be several that touch, or a line may touch it.

Of a drawing, what lies apart may be one, too, whose pen was lifted.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from digitdemo.data.canvas_message import WIDTH
from digitdemo.data.digit_finding import MOST_DIGITS, Finding, FoundDigit
from digitdemo.data.drawn_digits import DrawnDigits, DrawnStrokes, drawn_digits
from digitdemo.data.drawn_lines import without_lines
from digitdemo.data.model_input import input_of_digit
from digitdemo.data.preprocessing import preprocess_strokes
from digitdemo.data.strokes import Strokes, box_of, way_along
from digitdemo.data.touching import strips_of
from digitdemo.data.touching_lines import cuts_of
from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge

# Of the judge's score: so surely each part is a digit. Signs have parts like digits, too, where all ways of
# cutting them are tried; of whole strokes there are few.
_SURE, _SURE_DRAWN = 2.5, 1.0
_SURE_CUT = 1.0  # lines that may be cut off are few, too
_MOST_TOLD = 4  # pieces, the widest, in which digits that touch are looked for: each may take a tenth of a second
_NARROWEST = 2.0  # times as high as wide are digits that touch, at most
_CERTAIN = 6.0  # the same of which digit it is: as sure as that is a probability of 1
_LINES = frozenset({1, 7})  # what a stroke of any sign looks like
# Of a drawing, and times its height how long its lines are: more is a scribble, and would take long.
_MOST_STROKES, _MOST_POINTS, _LONGEST = 12, 2000, 20.0
_MOST_POINTS_IN_ALL = 8000  # twelve digits have 3,000
_TALL = 0.6  # of its height: strokes that may be a digit
_PRICE = 0.5  # of each part: of two ways the one with fewer, unless its parts are so much less like digits


def told_apart(found: Finding, ink: np.ndarray, judge: Judge, reader: Classifier) -> Finding:
    """Return the digits of a picture, of which `found` is what is there by where its `ink`, uint8 (h, w), lies.

    What is no digit to the `judge` may be one that a line touches, or several that touch each other. Either is so only
    where the judge sees a digit in every part, which `reader` reads surely, and these are not hardly more than strokes.
    """
    images = {digit: made.image for digit in found.digits if (made := input_of_digit(digit))}
    if not images:
        return found
    sees = dict(zip(images, judge.sees_digits(np.stack(list(images.values()))), strict=True))
    are_digits = all(sees.values())
    if are_digits and all(one.kind != "frame" for one in found.left_out):
        return found
    without_lines = _without_lines(ink, judge, reader)
    # A digit that touches a frame may have been left out with it.
    if without_lines and not (are_digits and len(without_lines.digits) <= len(found.digits)):
        return without_lines
    widest = sorted((digit for digit in images if not sees[digit]), key=_narrowness)[:_MOST_TOLD]
    wide = [digit for digit in widest if _narrowness(digit) <= _NARROWEST]
    parts = [_apart(digit, judge, reader) if digit in wide else (digit,) for digit in found.digits]
    apart = tuple(itertools.chain.from_iterable(parts))
    return replace(found, digits=apart, touching=True) if len(found.digits) < len(apart) <= MOST_DIGITS else found


def _without_lines(ink: np.ndarray, judge: Judge, reader: Classifier) -> Finding | None:
    """Return what is left where lines are cut off that touch the digits, the way that is likeliest; None if none is."""
    best, chosen = _NO_WAY, None
    for cut in cuts_of(ink):
        images = {(n, n): made.image for n, digit in enumerate(cut.digits) if (made := input_of_digit(digit))}
        way = _best_way(len(cut.digits), images, judge, reader, drawn=False)
        if way.likeness > best.likeness and way.is_sure(_SURE_CUT, cut.strokes):
            best, chosen = way, cut
    return chosen.finding() if chosen else None


def _narrowness(digit: FoundDigit) -> float:
    left, top, right, bottom = digit.box
    return (bottom - top) / (right - left)


def _apart(digit: FoundDigit, judge: Judge, reader: Classifier) -> tuple[FoundDigit, ...]:
    """Return the digits, from left to right, that touch in what is none; that itself where it cannot be cut."""
    best = _NO_WAY
    digits: tuple[FoundDigit, ...] = (digit,)
    for strips in strips_of(digit):
        inputs = {part: input_of_digit(FoundDigit(ink, (0, 0, *ink.shape[::-1]))) for part, ink in strips.parts.items()}
        images = {part: made.image for part, made in inputs.items() if made is not None}
        way = _best_way(strips.count, images, judge, reader, drawn=False)
        if way.likeness > best.likeness:
            best, digits = way, strips.digits(way.parts) if way.is_sure(_SURE) else (digit,)
    return digits


def strokes_told_apart(found: DrawnDigits, strokes: Strokes, judge: Judge, reader: Classifier) -> DrawnDigits:
    """Return the digits among pen strokes, of which `found` is what is there by where they lie; that if it is right.

    Those that touch are told apart, as `told_apart` does; each stroke belongs to one digit. All strokes are one digit
    where that is likelier to the `judge` than what was found: where the pen was lifted, a digit lies in pieces.
    Lines are left out that touch what is no digit, if what is left is digits.
    """
    if len(strokes) < 2 or sum(map(len, strokes)) > _MOST_POINTS_IN_ALL:
        return found
    likeness = _likeness(judge, *found.digits)
    are_digits = min(likeness) > 0
    if not are_digits or "frame" in found.left_out:
        without = _strokes_without_lines(strokes, judge, reader)
        # A digit that touches a frame may have been left out with it.
        if without and not (are_digits and len(without.digits) <= len(found.digits)):
            return without
    parts = [
        (digit,) if like > 0 else _strokes_apart(digit, judge, reader)
        for digit, like in zip(found.digits, likeness, strict=True)
    ]
    digits = tuple(itertools.chain.from_iterable(parts))
    if len(found.digits) > 1 or len(found.digits[0]) < len(strokes):
        whole, *others = _likeness(judge, strokes, *digits)
        if whole > max(0.0, min(others)):
            return DrawnDigits((tuple(strokes),))
    return replace(found, digits=digits) if len(digits) > len(found.digits) else found


def _strokes_without_lines(strokes: Strokes, judge: Judge, reader: Classifier) -> DrawnDigits | None:
    """Return what is left where strokes are left out that are lines, if that is likely to be digits."""
    if len(strokes) > _MOST_STROKES or _is_scribble(strokes):
        return None
    best, chosen = _NO_WAY, None
    for without in without_lines(strokes):
        left = drawn_digits(without.strokes)
        if without.left_out == "rule" and left.left_out:  # more than a line and digits is a sign
            continue
        made = {(n, n): preprocess_strokes(digit, WIDTH) for n, digit in enumerate(left.digits)}
        images = {part: one.image for part, one in made.items() if one is not None}
        way = _best_way(len(left.digits), images, judge, reader, drawn=True)
        if way.likeness > best.likeness and way.is_sure(_SURE_DRAWN, without.mere_strokes):
            best, chosen = way, replace(left, left_out=(without.left_out, *left.left_out))
    return chosen


def _likeness(judge: Judge, *digits: Strokes) -> list[float]:
    """Return the judge's score of each of these digits, which have ink, all of them."""
    inputs = [preprocess_strokes(strokes, WIDTH) for strokes in digits]
    return judge.scores(np.stack([made.image for made in inputs if made is not None]), drawn=True).tolist()


def _strokes_apart(strokes: tuple[np.ndarray, ...], judge: Judge, reader: Classifier) -> DrawnStrokes:
    """Return the digits among strokes that are none together; these as one where they cannot be told apart."""
    if not 1 < len(strokes) <= _MOST_STROKES or _is_scribble(strokes):
        return (strokes,)
    across = sorted(strokes, key=lambda stroke: float(stroke[:, 0].min() + stroke[:, 0].max()))
    height = _height(across)
    images = {}
    for first, last in itertools.combinations_with_replacement(range(len(across)), 2):
        part = across[first : last + 1]
        made = preprocess_strokes(part, WIDTH) if _height(part) >= _TALL * height and len(part) < len(across) else None
        if made is not None:
            images[first, last] = made.image
    way = _best_way(len(across), images, judge, reader, drawn=True)
    if not way.is_sure(_SURE_DRAWN):
        return (strokes,)
    chosen = [{id(stroke) for stroke in across[first : last + 1]} for first, last in way.parts]
    return tuple(tuple(stroke for stroke in strokes if id(stroke) in own) for own in chosen)


def _is_scribble(strokes: Sequence[np.ndarray]) -> bool:
    if sum(map(len, strokes)) > _MOST_POINTS:
        return True
    return bool(sum(way_along(stroke)[-1] for stroke in strokes) > _LONGEST * _height(strokes))


def _height(strokes: Sequence[np.ndarray]) -> float:
    low, high = box_of(strokes)
    return float(high[1] - low[1])


@dataclass(frozen=True)
class _Way:
    """The parts, each from one piece to another, that make up all pieces.

    `likeness` is how much the least of them is a digit, and `read` which digits they are.
    """

    likeness: float
    parts: tuple[tuple[int, int], ...] = ()
    read: tuple[int, ...] = ()

    def is_sure(self, least: float, strokes: Set[int] = _LINES) -> bool:
        """Return whether all are digits, with that likeness at least, and more than `strokes`."""
        are_strokes = strokes >= set(self.read) or (1 in strokes and 2 * self.read.count(1) > len(self.read))
        return self.likeness >= least and not are_strokes


_NO_WAY = _Way(-np.inf)


def _best_way(
    count: int, images: dict[tuple[int, int], np.ndarray], judge: Judge, reader: Classifier, *, drawn: bool
) -> _Way:
    """Return the parts of `count` pieces, `images` of uint8 (28, 28), that are most like digits."""
    if not images:
        return _NO_WAY
    stacked = np.stack(list(images.values()))
    probabilities = reader.probabilities(stacked)
    sure = _CERTAIN * (2 * probabilities.max(axis=1) - 1)
    likeness = dict(zip(images, np.minimum(judge.scores(stacked, drawn=drawn), sure).tolist(), strict=True))
    read = dict(zip(images, probabilities.argmax(axis=1).tolist(), strict=True))
    ways = [_Way(np.inf)]  # to the beginning of each piece
    for end in range(count):
        ends_here = [
            _Way(min(way.likeness, likeness[first, end]), (*way.parts, (first, end)), (*way.read, read[first, end]))
            for first, way in enumerate(ways)
            if (first, end) in likeness
        ]
        ways.append(max(ends_here, key=lambda way: way.likeness - _PRICE * len(way.parts), default=_NO_WAY))
    return ways[-1]
