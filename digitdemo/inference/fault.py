"""What is to blame for a wrong answer: the digit itself, how it was brought to 28 x 28 pixels, or the model.

The judges are the reference, which is the digit prepared as MNIST's were, and the other models. That some other form of
the digit is read right proves nothing: of three in four misread test images there is a tiny change that is
(`python -m digitdemo bench fault`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digitdemo.data.model_input import Source
from digitdemo.texts import mark, tr

Culprit = Literal["nobody", "preparation", "digit", "model", "unknown"]

# More than this share of the other models has to agree before the digit or the model is blamed: a simple majority, as
# none of them is known to be the better judge.
MAJORITY = 0.5
# A model that reads fewer of its test images is not asked: its mistakes say little about the digit. The weakest that is
# shipped reads 92 %.
FIT_TO_JUDGE = 0.9

# What is said of a digit that was drawn, photographed, or is MNIST's. "Others" are models, in the words of `_of`.
_PREPARATION: dict[Source, str] = {
    "drawing": mark(
        "How it was brought to 28 × 28 pixels is to blame. Prepared as MNIST's digits were, the same drawing is read "
        "as {digit}."
    ),
    "picture": mark(
        "How it was brought to 28 × 28 pixels is to blame. Prepared as MNIST's digits were, the same picture is read "
        "as {digit}."
    ),
    "test image": mark(
        "How it was brought to 28 × 28 pixels is to blame. Prepared as MNIST's digits were, the same image is read as "
        "{digit}."
    ),
}
# What else may be wrong with a digit that most models misread. 15 of MNIST's 10,000 test labels are: C. Northcutt,
# A. Athalye, J. Mueller, "Pervasive label errors in test sets", arXiv:2103.14749.
_HARD: dict[Source, str] = {
    "drawing": mark("It is a hard drawing: {others} misread it, too."),
    "picture": mark("It is a hard picture, or its ink was not found well: {others} misread it, too."),
    "test image": mark("It is a hard image, or its label is wrong: {others} misread it, too."),
}
_NOBODY_TO_ASK: dict[Source, str] = {
    "drawing": mark("It cannot be told whether the drawing or the model is to blame: there is no other model to ask."),
    "picture": mark("It cannot be told whether the picture or the model is to blame: there is no other model to ask."),
    "test image": mark("It cannot be told whether the image or the model is to blame: there is no other model to ask."),
}
_DIVIDED: dict[Source, str] = {
    "drawing": mark(
        "It cannot be told whether the drawing or the model is to blame: {right} of the other models read it right, "
        "and {wrong} misread it."
    ),
    "picture": mark(
        "It cannot be told whether the picture or the model is to blame: {right} of the other models read it right, "
        "and {wrong} misread it."
    ),
    "test image": mark(
        "It cannot be told whether the image or the model is to blame: {right} of the other models read it right, and "
        "{wrong} misread it."
    ),
}


@dataclass(frozen=True)
class Fault:
    """What is to blame, and how many of the other models that were asked read the digit right."""

    culprit: Culprit
    right: int
    others: int


def find_fault(truth: int, answer: int, on_reference: int, others: Sequence[int], majority: float = MAJORITY) -> Fault:
    """Return what is to blame if a model reads the digit `truth` as `answer`, and as `on_reference` in the reference.

    `others` are the digits that other models read in the reference. If this model reads the reference right, the
    preparation is to blame, whatever the others say. If more than `majority` of them misread it, too, the digit is; if
    more than that read it right, the model. Otherwise, and without others, it is not known.
    """
    right = sum(digit == truth for digit in others)
    wrong = len(others) - right
    culprit: Culprit = "unknown"
    if answer == truth:
        culprit = "nobody"
    elif on_reference == truth:
        culprit = "preparation"
    elif wrong > majority * len(others):
        culprit = "digit"
    elif right > majority * len(others):
        culprit = "model"
    return Fault(culprit, right, len(others))


def say_fault(found: Fault, truth: int, source: Source, *, sure: bool = True) -> str:
    """Return a sentence or two on what is to blame, in words for what the digit is: drawn, photographed, or MNIST's.

    `sure` is whether the model is, where it is right.
    """
    wrong = found.others - found.right
    match found.culprit:
        case "nobody":
            if sure:
                return tr("Right: the digit is {digit}.", digit=truth)
            return tr("Right, but not sure: the digit is {digit}.", digit=truth)
        case "preparation":
            return tr(_PREPARATION[source], digit=truth)
        case "digit":
            return tr(_HARD[source], others=_of(wrong, found.others))
        case "model":
            return tr("This model is to blame: {others} read it right.", others=_of(found.right, found.others))
        case "unknown":
            if not found.others:
                return tr(_NOBODY_TO_ASK[source])
            return tr(_DIVIDED[source], right=found.right, wrong=wrong)


def _of(count: int, others: int) -> str:
    if others == 1:
        return tr("the only other model")
    if count == others:
        return tr("all {count} other models", count=others)
    return tr("{count} of {others} other models", count=count, others=others)
