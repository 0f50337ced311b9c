"""What a model's ten probabilities say: a digit, a doubt, or that this is no digit at all."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

# Below this calibrated probability of its first choice a model is called "not sure": one in four such answers, or more,
# is wrong.
SURE = 0.75
# Below this probability of its first two choices together the best model, which has learned to give letters and
# scribbles no digit, finds none: so it is with one in 2,000 validation images. Of the two together, because a drawing
# that may be a 4 as well as a 9 is a digit all the same.
ANY_DIGIT = 0.75

Verdict = Literal["sure", "not sure"]


@dataclass(frozen=True)
class Answer:
    """One model's answer: its first and second choice, their calibrated probabilities, and whether it is sure."""

    digit: int
    probability: float
    second: int
    second_probability: float

    @property
    def verdict(self) -> Verdict:
        """Return whether the first choice can be relied on."""
        return "sure" if self.probability >= SURE else "not sure"

    @property
    def words(self) -> str:
        """Return the answer in a few words."""
        if self.verdict == "sure":
            return f"{self.digit}, {share_in_words(self.probability)} sure"
        return f"not sure, {self.digit} ({self.probability:.0%}) or {self.second} ({self.second_probability:.0%})"


def share_in_words(probability: float) -> str:
    """Return a probability in percent. No model is ever certain, whatever rounding says."""
    return f"{probability:.1%}" if probability < 0.9995 else "over 99.9%"


def answer_of(probabilities: np.ndarray) -> Answer:
    """Return the answer that `probabilities`, float (10,), give."""
    second, first = (int(digit) for digit in np.argsort(probabilities)[-2:])
    return Answer(first, float(probabilities[first]), second, float(probabilities[second]))


def looks_like_a_digit(probabilities: np.ndarray) -> bool:
    """Return whether the best model, which gave `probabilities` (10,), sees any of the ten digits."""
    return float(np.sort(probabilities)[-2:].sum()) >= ANY_DIGIT
