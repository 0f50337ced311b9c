"""Between two digits: what models read in mixed pixels."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, accuracy_interval
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.data.mixing import WAY_STEPS
from digitdemo.texts import mark, tr

PAIRS = 500  # of test images
_CHOICES = (0, 1, 8)


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a model reads on the way from one digit to another, by step, the ends among them.

    How many times it reads the `first` digit, how many the `second`, and how many times it is sure of what it reads.
    """

    first: tuple[int, ...]
    second: tuple[int, ...]
    sure: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """All models on the way between the two digits of `pairs` of test images.

    `agreed` says at each step in how many pairs all of them read the same digit, `thirds` which digit, 0 to 9, is read
    halfway how many times, by all models together, where it is neither of the two.
    """

    pairs: int
    models: dict[str, Way]
    agreed: tuple[int, ...]
    thirds: tuple[int, ...]

    def third(self, model: str) -> list[tuple[float, Interval]]:
        """Return the share of pairs in which that model reads neither of the two, by step, with its 95 % interval."""
        way = self.models[model]
        shares = [1 - (one + two) / self.pairs for one, two in zip(way.first, way.second, strict=True)]
        return [(share, accuracy_interval(share, self.pairs)) for share in shares]


def _halfway(record: Ways) -> dict[str, float]:
    """Return the share of pairs in which each model reads a third digit halfway."""
    return {model: record.third(model)[WAY_STEPS // 2][0] for model in record.models}


def _choices(record: Ways) -> Choices:
    most = max(_CHOICES, key=lambda digit: record.thirds[digit])
    first, second, third = (Choice(tr("the {digit}", digit=digit), digit == most) for digit in _CHOICES)
    return first, second, third


def _outcome(record: Ways) -> str:
    most = max(range(10), key=lambda digit: record.thirds[digit])
    return tr(
        "Of all third digits that are read halfway, {share:.1%} are the {digit}.",
        share=record.thirds[most] / sum(record.thirds),
        digit=most,
    )


def _see(record: Ways) -> str:
    thirds, middle = _halfway(record), WAY_STEPS // 2
    least, most = min(thirds, key=thirds.__getitem__), max(thirds, key=thirds.__getitem__)
    sure = record.models[least].sure
    return tr(
        "Halfway, {most} reads a third digit in {most_share:.0%} of the pairs, {least} in {least_share:.0%}. All "
        "models agree in {agreed:.0%} of the pairs halfway, and in all of them at both ends. {least} is sure of its "
        "answer in {sure:.0%} of the pairs halfway: no model has a word for two digits at once.",
        most=model_name(most),
        most_share=thirds[most],
        least=model_name(least),
        least_share=thirds[least],
        agreed=record.agreed[middle] / record.pairs,
        sure=sure[middle] / record.pairs,
    )


BETWEEN: Study[Ways] = Study(
    record=Ways,
    question=mark("What do networks read between two digits?"),
    setting=mark(
        "Two test digits are mixed, pixel by pixel: first all of one, then a tenth less of it and a tenth more of the "
        "other at each of ten steps. This is done for 500 pairs that all ready-made models read right at both ends."
    ),
    ask=mark("Halfway, models often read a third digit, neither of the two. Which of these is it most often?"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "Only pairs that all models read right, drawn at random. Mixed pixels are not what a hand would write between "
        "two digits."
    ),
    think=mark("A network has to answer with one of ten digits. What should it be able to say instead?"),
    age=12,
    minutes=10,
    lab=dict(architecture="fast"),
)
