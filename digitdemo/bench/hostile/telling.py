"""Who tells digits apart that touch, as the Play page has them: it is a part of what a drawing or a picture costs."""

import functools

import numpy as np

from digitdemo.data.digit_finding import Finding
from digitdemo.data.drawn_digits import DrawnDigits
from digitdemo.data.strokes import Strokes
from digitdemo.inference.classifier import Classifier, load_classifier
from digitdemo.inference.judge import Judge
from digitdemo.inference.shipped import READER, SHIPPED, shipped_judge
from digitdemo.inference.touching import strokes_told_apart, told_apart


def tell_apart(found: Finding, ink: np.ndarray) -> Finding:
    """Return what `told_apart` does, by the shipped judge and the shipped reader."""
    return told_apart(found, ink, *_judge_and_reader())


def tell_strokes_apart(found: DrawnDigits, strokes: Strokes) -> DrawnDigits:
    """Return what `strokes_told_apart` does, by the same."""
    return strokes_told_apart(found, strokes, *_judge_and_reader())


@functools.cache
def _judge_and_reader() -> tuple[Judge, Classifier]:
    reader = load_classifier(SHIPPED, READER)
    assert reader is not None
    return shipped_judge(), reader
