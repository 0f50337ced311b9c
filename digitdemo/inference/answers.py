"""What models answer: `answer_all` asks them, and ten probabilities say a digit, a doubt, or that this is no digit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from digitdemo.inference.classifier import Classifier
from digitdemo.inference.judge import Judge
from digitdemo.texts import number, tr

# Below this calibrated probability of its first choice a model is called "not sure": one in four such answers, or more,
# is wrong.
SURE = 0.75
# Below this probability of its first two choices together a model sees none of the ten digits. Of the two together,
# because a drawing that may be a 4 as well as a 9 is a digit all the same.
ANY_DIGIT = 0.75

Verdict = Literal["sure", "not sure"]


@dataclass(frozen=True, eq=False)
class Answer:
    """One model's answer: its first and second choice, and the calibrated probabilities, float (10,), of all digits."""

    digit: int
    second: int
    probabilities: np.ndarray

    @property
    def probability(self) -> float:
        """Return the probability of the first choice."""
        return float(self.probabilities[self.digit])

    @property
    def verdict(self) -> Verdict:
        """Return whether the first choice can be relied on."""
        return "sure" if self.probability >= SURE else "not sure"

    @property
    def words(self) -> str:
        """Return the answer in a few words."""
        if self.verdict == "sure":
            return tr("{digit}, {share} sure", digit=self.digit, share=share_in_words(self.probability))
        return tr(
            "not sure: {digit} ({share:.0%}) or {other} ({other_share:.0%})",
            digit=self.digit,
            share=self.probability,
            other=self.second,
            other_share=float(self.probabilities[self.second]),
        )

    @property
    def sentence(self) -> str:
        """Return the answer as a sentence about the model."""
        if self.verdict == "sure":
            return tr("It reads {answer}", answer=self.words)
        return tr("It is {answer}", answer=self.words)


@dataclass(frozen=True, eq=False)
class Reading:
    """What one model reads where there may be several digits: its answer to each, one at least, in reading order."""

    answers: tuple[Answer, ...]

    @property
    def digits(self) -> str:
        """Return the digits with a space between them, "0 1" say."""
        return " ".join(str(answer.digit) for answer in self.answers)

    @property
    def least_sure(self) -> Answer:
        """Return the answer with the least probability: as sure as that is the model of the whole."""
        return min(self.answers, key=lambda answer: answer.probability)

    @property
    def words(self) -> str:
        """Return the reading in a few words."""
        if len(self.answers) == 1:
            return self.answers[0].words
        return tr("{digits}. Its least sure digit: {answer}", digits=self.digits, answer=self.least_sure.words)


@dataclass(frozen=True, eq=False)
class Answers:
    """What several models answer to one image, by their names, and whether the judge sees any of the ten digits."""

    by_model: Mapping[str, Answer]
    any_digit: bool

    @property
    def by_digit(self) -> dict[int, list[str]]:
        """Return the names of the models that read each digit, the smallest digit first."""
        digits = sorted({answer.digit for answer in self.by_model.values()})
        return {digit: [name for name, answer in self.by_model.items() if answer.digit == digit] for digit in digits}

    @property
    def most(self) -> int:
        """Return the digit that most models read; of two with as many, the one they give more probability."""
        by_digit = self.by_digit
        sums = np.sum([answer.probabilities for answer in self.by_model.values()], axis=0)
        return max(by_digit, key=lambda digit: (len(by_digit[digit]), sums[digit]))

    def doubtful(self, truth: int | None = None) -> str:
        """Return the name of the model to ask why: it gives the least probability to `truth`, or to what most read."""
        digit = self.most if truth is None else truth
        return min(self.by_model, key=lambda name: float(self.by_model[name].probabilities[digit]))

    def least(self, truth: int | None = None) -> float:
        """Return the probability that this model gives to it."""
        digit = self.most if truth is None else truth
        return float(self.by_model[self.doubtful(truth)].probabilities[digit])


def answer_all(
    models: Mapping[str, Classifier], image: np.ndarray, judge: Judge | None = None, *, drawn: bool = False
) -> Answers:
    """Return what `models` answer to `image`, uint8 (28, 28); without a `judge` everything counts as a digit.

    Whatever was `drawn` in the app is judged as that, otherwise as what was written on paper.
    """
    by_model = {name: answer_of(model.probabilities(image[np.newaxis])[0]) for name, model in models.items()}
    return Answers(by_model, any_digit=judge is None or bool(judge.sees_digits(image[np.newaxis], drawn=drawn)[0]))


def answer_each(
    models: Mapping[str, Classifier], images: Sequence[np.ndarray], judge: Judge | None = None, *, drawn: bool = False
) -> tuple[Answers, ...]:
    """Return what `answer_all` does of each of several digits, `images` of uint8 (28, 28), in their order."""
    return tuple(answer_all(models, image, judge, drawn=drawn) for image in images)


def readings_of(found: Sequence[Answers]) -> dict[str, Reading]:
    """Return what each model reads of all digits, by its name; `found` is about each digit, in reading order."""
    names = found[0].by_model if found else ()
    return {name: Reading(tuple(answers.by_model[name] for answers in found)) for name in names}


def share_in_words(probability: float) -> str:
    """Return a probability in percent. No model is ever certain, whatever rounding says."""
    return number(probability, ".1%") if probability < 0.9995 else tr("over 99.9%")


def answer_of(probabilities: np.ndarray) -> Answer:
    """Return the answer that `probabilities`, float (10,), give."""
    second, first = (int(digit) for digit in np.argsort(probabilities)[-2:])
    return Answer(first, second, probabilities)


def looks_like_a_digit(probabilities: np.ndarray) -> bool:
    """Return whether a model that gave `probabilities` (10,) sees any of the ten digits.

    Few models ever say no: it has to be learned. In the app `Judge` says it for all.
    """
    return float(np.sort(probabilities)[-2:].sum()) >= ANY_DIGIT
