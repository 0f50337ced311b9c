"""Other hands: how well models that learned from MNIST read digits that are not MNIST's."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.intervals import Interval, accuracy_interval, gap_interval, show_points
from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.texts import mark, number, tr

ASKED = "mlp"


@dataclass(frozen=True, kw_only=True)
class Share:
    """An accuracy, and the number of images or drawings that it was measured on."""

    accuracy: float
    n: int

    @property
    def interval(self) -> Interval:
        """Return its 95 % interval."""
        return accuracy_interval(self.accuracy, self.n)

    def lead(self, other: Share) -> Interval:
        """Return the 95 % interval of this accuracy minus another one, on other images."""
        return gap_interval(self.accuracy, self.n, other.accuracy, other.n)


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The shipped models' accuracies on MNIST's test images, on drawings by strangers, and on our own templates.

    `drawings` are copied from benchmarks/results/drawings.json, the record of `python -m digitdemo bench drawings`: the
    drawings are not ours to pass on. `learned_templates` are the models that were trained on drawings from the same
    templates.
    """

    test: dict[str, Share]
    drawings: dict[str, Share]
    templates: dict[str, Share]
    learned_templates: tuple[str, ...]


def _choices(record: Hands) -> Choices:
    lead = record.drawings[ASKED].lead(record.test[ASKED])
    return (
        Choice(tr("fewer of them right"), lead.high < 0),
        Choice(tr("as many: nobody can tell the difference"), lead.low <= 0 <= lead.high),
        Choice(tr("more of them right"), lead.low > 0),
    )


def _outcome(record: Hands) -> str:
    test, drawings = record.test[ASKED], record.drawings[ASKED]
    return tr(
        "It reads {test:.1%} of MNIST's test digits right, and {drawings:.1%} of the strangers' drawings (95% "
        "interval: {low:.1%} to {high:.1%}).",
        test=test.accuracy,
        drawings=drawings.accuracy,
        low=drawings.interval.low,
        high=drawings.interval.high,
    )


def _see(record: Hands) -> str:
    falls = {model: record.test[model].accuracy - record.drawings[model].accuracy for model in record.test}
    most, least = max(falls, key=falls.__getitem__), min(falls, key=falls.__getitem__)
    return tr(
        "{most} loses most with strangers, {most_points} points, and {least} least, {least_points}. A star marks "
        "models that have learned from drawings like our templates; they read {learned} of these. A test accuracy "
        "holds for digits like the test digits, and for no others.",
        most=model_name(most),
        most_points=show_points(falls[most], decimals=1),
        least=model_name(least),
        least_points=show_points(falls[least], decimals=1),
        learned=", ".join(number(record.templates[model].accuracy, ".1%") for model in record.learned_templates),
    )


HANDS: Study[Hands] = Study(
    record=Hands,
    question=mark("Does a network read other people's digits as well as MNIST's?"),
    setting=mark(
        "All models learned from MNIST: digits that people in the United States wrote around 1990. Here they read "
        "three kinds of digits: MNIST's own test digits, 633 drawings by strangers on a tablet, and 1,000 digits that "
        "the computer draws from templates. All are brought to 28 × 28 pixels in the same way."
    ),
    ask=mark("The MLP reads about 98% of MNIST's test digits right. Of the strangers' drawings it reads …"),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "The strangers' drawings are not ours to pass on; their figures come from `python -m digitdemo bench drawings "
        "FILE`. Templates are no person's handwriting. Your own digits are few, and you know that a machine reads them."
    ),
    think=mark("A bank wants to read amounts on cheques. Which digits would you test on before you sell your model?"),
    age=12,
    minutes=15,
    lab=dict(architecture="mlp"),
)
